import { guardsOf } from '../../edge/guards.ts';
import { forwardAuthEnd, type LoginEnd } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';

/** Reads the guarded hosts of every homepage: of its namespace, and among those that it allows. */
export function readHomepage(manifests: Manifests): LoginEnd[] {
  return manifests.containers.flatMap(({ env, object }) => {
    const allowed = env
      .get('HOMEPAGE_ALLOWED_HOSTS')
      ?.value?.value.split(',')
      .map((host) => `https://${host.trim()}`);
    if (allowed === undefined) return [];
    return guardsOf(manifests)
      .all.filter(({ host, edge }) => edge.object.namespace === object.namespace && allowed.includes(host.value))
      .map(({ host }) => forwardAuthEnd('homepage', object, host));
  });
}
