import { near } from '../contract/option-error.ts';
import { PinoutError, show } from '../contract/error.ts';
import { callback, checkedOptions, object, record, type Shape } from '../contract/shape.ts';
import { backendOf } from './backend-of.ts';
import { externalSecretsNamespace } from './external-secrets.ts';
import { assertUnique } from './generated-secrets.ts';
import type { SecretBackend, SecretsChoice, SecretUse } from './secret-backend.ts';

export interface MixedOptions {
  /** For authentik's own secrets: its secret key, and the password of its database. That of `apps` unless given. */
  readonly platform?: SecretsChoice;
  /** For the secrets of the apps. */
  readonly apps: SecretsChoice;
  /** For the secrets of single apps, by their names. */
  readonly byApp?: Readonly<Record<string, SecretsChoice>>;
}

const choice = callback as Shape<SecretsChoice>;
const shape = object<MixedOptions>({ platform: choice, apps: choice, byApp: record(choice) });

/**
 * Secrets from several places: one for what runs under the apps, one for the apps, another for single apps. Both ends of a login read the same one.
 *
 * @throws PinoutError `secrets-mixed`, and what the parts refuse
 * @example
 * const secrets = mixedSecrets({ platform: sopsSecrets(), apps: generatedSecrets(), byApp: { wiki: existingSecrets() } });
 */
export function mixedSecrets(given: MixedOptions): SecretsChoice {
  const options = checkedOptions(shape, given, { app: 'cluster', field: 'secrets' });
  return (facts) => {
    // One choice is one backend, wherever it is named.
    const made = new Map<SecretsChoice, SecretBackend>();
    const backend = (one: SecretsChoice, field: string): SecretBackend => {
      const before = made.get(one);
      if (before !== undefined) return before;
      const next = backendOf(one, facts, `secrets.${field}`, [mixedSecrets]);
      if (next.of !== undefined) throw refuse(field, 'mixedSecrets within mixedSecrets', 'one backend', 'list the parts in one mixedSecrets');
      made.set(one, next);
      return next;
    };
    const apps = backend(required(options.apps), 'apps');
    const platform = options.platform === undefined ? apps : backend(options.platform, 'platform');
    const byApp = new Map(Object.entries(options.byApp ?? {}).map(([app, one]) => [app, backend(one, `byApp.${app}`)]));
    const parts = [...new Set([platform, apps, ...byApp.values()])];
    refuseUnmixed(parts);
    const of = ({ from }: Pick<SecretUse, 'from'>): SecretBackend => (from === 'cluster' ? platform : (byApp.get(from) ?? apps));
    const each = <T>(uses: readonly SecretUse[], ask: (part: SecretBackend, own: readonly SecretUse[]) => readonly T[] | undefined): T[] =>
      parts.flatMap((part) => {
        const own = uses.filter((use) => of(use) === part);
        return own.length === 0 ? [] : [...(ask(part, own) ?? [])];
      });
    return {
      name: parts.map(({ name }) => name).join(' and '),
      of,
      namespaces: [...new Set(parts.flatMap(({ namespaces = [] }) => namespaces))],
      rename: (ref, app) => of({ from: app }).rename?.(ref, app) ?? ref,
      where: (use) => of(use).where?.(use) ?? of(use).name,
      files: (use) => of(use).files?.(use) ?? [],
      place(uses) {
        assertUnique(uses);
        if (options.platform !== undefined && platform !== apps) refuseIdle('platform', 'cluster', uses);
        for (const app of byApp.keys()) refuseIdle(`byApp.${app}`, app, uses);
        return each(uses, (part, own) => part.place(own));
      },
      needs: (uses) => each(uses, (part, own) => part.needs?.(own)),
      steps: (uses) => each(uses, (part, own) => part.steps?.(own)),
    };
  };
}

function required(apps: SecretsChoice | undefined): SecretsChoice {
  if (apps !== undefined) return apps;
  throw refuse('apps', 'missing', 'a backend for the secrets of the apps', 'write apps: generatedSecrets()');
}

/** Parts that are one and the same, or that would bring the same objects twice. */
function refuseUnmixed(parts: readonly SecretBackend[]): void {
  const [first, second] = parts;
  if (second === undefined)
    throw refuse('apps', `${first!.name} for everything`, 'at least two backends', 'remove mixedSecrets, and write that backend as secrets');
  const names = new Map<string, SecretBackend>();
  for (const part of parts) {
    if (names.has(part.name))
      throw refuse(
        'apps',
        `${part.name} twice, with different options`,
        'one backend of each kind: two would write the same objects, or read one value for two apps',
        'assign it to a constant, and use that in both places: const made = generatedSecrets()',
      );
    names.set(part.name, part);
  }
  const stored = parts.find(({ store }) => store !== undefined);
  if (stored !== undefined && parts.some(({ namespaces = [] }) => namespaces.includes(externalSecretsNamespace)))
    throw refuse(
      'apps',
      `${stored.name}, which External Secrets reads, and generatedSecrets(), which installs External Secrets`,
      'one External Secrets: the store needs it before dist is applied',
      "write generatedSecrets({ operator: 'present' })",
    );
}

/** A part that brings nothing hides a mistake: another name, or an app without a secret. */
function refuseIdle(field: string, from: string, uses: readonly SecretUse[]): void {
  if (uses.some((use) => use.from === from)) return;
  if (from === 'cluster')
    throw refuse(field, 'a backend for secrets of authentik itself, although pinout writes none', 'absent: it would have no effect', 'remove platform');
  const names = [...new Set(uses.map((use) => use.from))].filter((name) => name !== 'cluster');
  const close = near(from, names);
  throw refuse(
    field,
    `${show(from)}, which is not an app of this cluster with a secret from pinout`,
    names.length === 0 ? 'absent: no app has such a secret' : `one of ${names.join(', ')}`,
    close === undefined ? `remove ${from} from byApp` : `write ${close}`,
  );
}

const refuse = (field: string, found: string, wanted: string, fix: string): PinoutError =>
  new PinoutError({ code: 'secrets-mixed', app: 'cluster', field: `secrets.${field}`, found, wanted, fix });
