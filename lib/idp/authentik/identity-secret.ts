import type { Observed } from '../../contract/observed.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
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
  return { name: value.located(name), key: value.located(key) };
}

/** The Secret that authentik's end reads its client secret from, or another field: a mounted file, or a variable of the worker. */
export function identitySecretOf(
  { secret, provider }: Pick<Observed, 'secret'> & { readonly provider: Entry },
  containers: readonly Container[],
  name = 'client_secret',
): NonNullable<IdpEnd['clientSecret']> | undefined {
  const field = provider.field(name);
  const at = field.located(undefined);
  const ours = provider.blueprint.map?.ours === true;
  if (secret?.key !== undefined) return { name: secret.name.value, key: secret.key.value, namespace: provider.blueprint.map?.namespace ?? '', at, ours };
  if (field.tag !== '!Env') return undefined;
  const variable = String(field.scalar() ?? field.items()[0]?.scalar());
  for (const { env, release, image, object } of containers) {
    if (release?.chart !== 'authentik' && !image.endsWith('goauthentik/server')) continue;
    const from = env.get(variable)?.from;
    if (from?.kind === 'Secret') return { name: from.name, key: from.key, namespace: object.namespace, at, ours };
  }
  return undefined;
}
