import { readGuardedHosts } from '../../edge/read-guarded-hosts.ts';
import { forwardAuthEnd, type LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** Reads the guarded hosts of every homepage: of its namespace, and among those that it allows. */
export function readHomepage({ containers, tree }: Manifests): LoginEnd[] {
  const sources = tree.documents.map(({ source }) => source);
  return containers.flatMap(({ env, object }) => {
    const allowed = env
      .get('HOMEPAGE_ALLOWED_HOSTS')
      ?.value?.value.split(',')
      .map((host) => `https://${host.trim()}`);
    if (allowed === undefined) return [];
    return readGuardedHosts(sources, object.namespace)
      .filter(({ value }) => allowed.includes(value))
      .map((host) => forwardAuthEnd('homepage', object, host));
  });
}
