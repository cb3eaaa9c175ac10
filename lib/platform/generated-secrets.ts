import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { wrongType } from '../contract/option-error.ts';
import { secretObjectName } from '../contract/secret-ref.ts';
import type { Placed } from '../manifest/manifest.ts';
import { copiedSecret, passwordGenerator, sourceSecret } from './external-secret.ts';
import { externalSecrets, externalSecretsNamespace } from './external-secrets.ts';
import { copyName, type SecretsChoice, type SecretUse } from './secret-backend.ts';
import { secretStore } from './secret-store.ts';

/**
 * Secrets by External Secrets, in the cluster alone: a generator makes each value once in a namespace of its own, and every
 * namespace that reads one gets a copy through its own store, whose account may read exactly these. The operator comes with it.
 *
 * Generator, stores and access rules lie in `configs`; each source and copy lies where its use says.
 *
 * @throws PinoutError `secret-twice` when two uses want the same source, or two copies the same name in one namespace
 * @example
 * defineCluster({ …, secrets: generatedSecrets() }); // the same as without `secrets`
 */
export function generatedSecrets(...nothing: readonly never[]): SecretsChoice {
  if (nothing.length > 0)
    throw wrongType(nothing[0], { app: 'cluster', field: 'secrets' }, 'generatedSecrets(), with nothing in the brackets', 'write secrets: generatedSecrets()');
  return ({ secretsNamespace: sources }) => ({
    name: 'External Secrets',
    namespaces: [externalSecretsNamespace, sources],
    where: ({ ref }) => `\`${sources}/${secretObjectName(ref)}\``,
    place(uses) {
      refuseTwins(uses);
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
      return [...externalSecrets(), ...shared.map((object): Placed => ({ folder: 'configs', from: 'cluster', object })), ...placed];
    },
  });
}

/** Two objects of one name make Flux refuse the folder, or fight over the value. */
export function refuseTwins(uses: readonly SecretUse[]): void {
  const seen = new Map<string, string>();
  const claim = (object: string, from: string) => {
    const other = seen.get(object);
    if (other !== undefined)
      throw new PinoutError({
        code: 'secret-twice',
        app: from,
        field: 'secret',
        found: `${object}, which ${other === from ? 'this app' : other} has already`,
        wanted: 'one place where each Secret object is made',
        fix: 'give one of the two logins another slug',
      });
    seen.set(object, from);
  };
  for (const { ref, from, readers } of uses) {
    claim(`source ${secretObjectName(ref)}`, from);
    for (const reader of readers) claim(`${reader.namespace}/${copyName(ref, reader)}`, from);
  }
}
