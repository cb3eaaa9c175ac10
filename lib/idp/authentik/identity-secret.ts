import type { Observed } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container } from '../../tree/containers.ts';
import type { Entry } from './read-blueprints.ts';

/** The Secret that a mounted file is of: `/blueprints/mounted/secret-NAME/KEY` where authentik's chart mounts it, `…/NAME/KEY` elsewhere. */
export function fileSecretOf(value: Reader): Observed['secret'] {
  if (value.tag !== '!File') return undefined;
  const path = value.text() ?? value.items()[0]?.text() ?? '';
  const [folder = '', key = ''] = path.split('/').slice(-2);
  if (folder === '' || key === '') return undefined;
  const name = path.startsWith('/blueprints/mounted/secret-') ? folder.slice('secret-'.length) : folder;
  return { name: value.seen(name), key: value.seen(key) };
}

/** The Secrets that authentik's end reads its client id and its client secret from. */
export function identitySecretsOf(
  { provider }: { readonly provider: Entry },
  containers: readonly Container[],
): { name: string; key: string; namespace: string }[] {
  return ['client_secret', 'client_id'].flatMap((field) => {
    const secret = fileSecretOf(provider.field(field));
    return identitySecretOf({ provider, ...(secret === undefined ? {} : { secret }) }, containers, field) ?? [];
  });
}

/** The Secret that authentik's end reads its client secret from: a mounted file, or a variable of the worker. */
export function identitySecretOf(
  { secret, provider }: Pick<Observed, 'secret'> & { readonly provider: Entry },
  containers: readonly Container[],
  field = 'client_secret',
): { name: string; key: string; namespace: string; at: Reader } | undefined {
  const at = provider.field(field);
  if (secret?.key !== undefined) return { name: secret.name.value, key: secret.key.value, namespace: provider.blueprint.map?.namespace ?? '', at };
  if (at.tag !== '!Env') return undefined;
  const name = String(at.scalar() ?? at.items()[0]?.scalar());
  for (const { env, release, image, object } of containers) {
    if (release?.chart !== 'authentik' && !image.endsWith('goauthentik/server')) continue;
    const from = env.get(name)?.from;
    if (from?.kind === 'Secret') return { name: from.name, key: from.key, namespace: object.namespace, at };
  }
  return undefined;
}
