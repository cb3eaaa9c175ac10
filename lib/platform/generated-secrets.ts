import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { wrongType } from '../contract/option-error.ts';
import { secretObjectName } from '../contract/secret-ref.ts';
import { checkedOptions, choice, object } from '../contract/shape.ts';
import type { Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';
import { copiedSecret, passwordGenerator, sourceSecret } from './external-secret.ts';
import { externalSecrets, externalSecretsNamespace } from './external-secrets.ts';
import { copyName, type SecretsChoice, type SecretUse } from './secret-backend.ts';
import { secretStore } from './secret-store.ts';

export interface GeneratedOptions {
  /** `release` (default): dist installs External Secrets. `present`: it is there before. */
  readonly operator?: 'release' | 'present';
}

const shape = object<GeneratedOptions>({ operator: choice('release', 'present') });

const presentOperator: readonly Prerequisite[] = ['externalsecrets', 'secretstores', 'passwords.generators'].map((name) => ({
  kind: 'CustomResourceDefinition',
  namespace: '',
  name: `${name}.external-secrets.io`,
  why: 'your External Secrets, 0.17 or newer',
}));

/**
 * Secrets by External Secrets, in the cluster alone: a generator makes each value once in a namespace of its own, and every
 * namespace that reads one gets a copy through its own store, whose account may read exactly these. The operator comes with it.
 *
 * Generator, stores and access rules lie in `configs`; each source and copy lies where its use says.
 *
 * @throws PinoutError `choice-unknown`, `secret-twice` when two uses want the same source, or two copies the same name in one namespace
 * @example
 * const secrets = generatedSecrets(); // the same as no `secrets` in defineCluster
 */
export function generatedSecrets(...given: readonly [options?: GeneratedOptions]): SecretsChoice {
  const at = { app: 'cluster', field: 'secrets' };
  const [options = {}, ...rest]: readonly unknown[] = given;
  if (rest.length > 0) throw wrongType(rest[0], at, 'nothing after the options', 'remove it');
  const { operator = 'release' } = checkedOptions(shape, options, at);
  return ({ secretsNamespace: sources }) => ({
    name: 'External Secrets',
    namespaces: operator === 'release' ? [externalSecretsNamespace, sources] : [sources],
    needs: () => (operator === 'release' ? [] : presentOperator),
    where: ({ ref }) => `\`${sources}/${secretObjectName(ref)}\``,
    place(uses) {
      assertUnique(uses);
      const readable = new Map<string, Set<string>>();
      const placed: Placed[] = [];
      for (const { ref, from, folder, readers } of uses) {
        placed.push({ folder, from, object: sourceSecret(ref, sources) });
        for (const reader of readers) {
          readable.set(reader.namespace, (readable.get(reader.namespace) ?? new Set()).add(secretObjectName(ref)));
          placed.push({ folder: reader.folder, from, object: copiedSecret(ref, reader) });
        }
      }
      const shared = [...readable]
        .sort(([a], [b]) => compareText(a, b))
        .flatMap(([namespace, names]) => secretStore(namespace, sources, [...names].sort(compareText)));
      if (uses.length > 0) shared.unshift(passwordGenerator(sources));
      return [
        ...(operator === 'release' ? externalSecrets() : []),
        ...shared.map((object): Placed => ({ folder: 'configs', from: 'cluster', object })),
        ...placed,
      ];
    },
  });
}

/** Two objects of one name make Flux refuse the folder, or fight over the value. */
export function assertUnique(uses: readonly SecretUse[]): void {
  const seen = new Map<string, string>();
  const claim = (object: string, from: string) => {
    const other = seen.get(object);
    if (other !== undefined)
      throw new PinoutError({
        code: 'secret-twice',
        app: from,
        field: 'secret',
        found: `${object}, which ${other === from ? 'this app' : other} already has`,
        wanted: 'a different Secret for each login',
        fix: 'use another slug for one of the two logins',
      });
    seen.set(object, from);
  };
  for (const { ref, from, readers } of uses) {
    claim(`source ${secretObjectName(ref)}`, from);
    for (const reader of readers) claim(`${reader.namespace}/${copyName(ref, reader)}`, from);
  }
}
