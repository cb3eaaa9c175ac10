import type { Reader } from '../../manifest/reader.ts';
import type { Client } from './clients.ts';
import type { Container } from '../../tree/containers.ts';

/** The Secret that authentik's end reads its client secret from: a mounted file, or a variable of the worker. */
export function identitySecretOf(client: Client, containers: readonly Container[]): { name: string; key: string; namespace: string; at: Reader } | undefined {
  const at = client.secret;
  const namespace = client.provider.blueprint.map?.namespace ?? '';
  if (at.tag === '!File') {
    const path = at.text() ?? at.items()[0]?.text() ?? '';
    const [folder, key] = path.split('/').slice(-2);
    if (folder === undefined || folder === '' || key === undefined || key === '') return undefined;
    return { name: path.startsWith('/blueprints/mounted/secret-') ? folder.slice('secret-'.length) : folder, key, namespace, at };
  }
  if (at.tag !== '!Env') return undefined;
  const name = String(at.scalar() ?? at.items()[0]?.scalar());
  for (const { env, release, image, object } of containers) {
    if (release?.chart !== 'authentik' && !image.endsWith('goauthentik/server')) continue;
    const from = env.get(name)?.from;
    if (from?.kind === 'Secret') return { name: from.name, key: from.key, namespace: object.namespace, at };
  }
  return undefined;
}
