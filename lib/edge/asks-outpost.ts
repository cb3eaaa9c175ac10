import type { Manifests } from '../tree/manifests.ts';

/** The path below which authentik's outposts answer, at any host. */
export const outpostPath = 'outpost.goauthentik.io';

/** Addresses at which identity providers of the user's own answer the edge, in a tree that is read with them. */
const others = new WeakMap<Manifests['tree'], readonly RegExp[]>();

/** Says where identity providers besides authentik answer the edge. */
export function alsoAsked({ tree }: Pick<Manifests, 'tree'>, addresses: readonly RegExp[]): void {
  if (addresses.length > 0) others.set(tree, addresses);
}

/** Tells an address at which an identity provider answers the edge: below the path of authentik's outposts, or as one of the user's own says. */
export const asksIn = ({ tree }: Pick<Manifests, 'tree'>): ((address: string | undefined) => boolean) => {
  const own = others.get(tree) ?? [];
  return (address) => address !== undefined && (address.includes(`/${outpostPath}/auth/`) || own.some((one) => address.search(one) !== -1));
};

/** True for a path at which an outpost itself answers. */
export const isOutpostPath = (path: string): boolean => path.startsWith(`/${outpostPath}`);
