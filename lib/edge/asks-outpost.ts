/** The path below which authentik's outposts answer, at any host. */
export const outpostPath = 'outpost.goauthentik.io';

/** True for an address below the path at which authentik's outposts answer the edge, whatever their host. */
export const asksOutpost = (address: string | undefined): boolean => address?.includes(`/${outpostPath}/auth/`) === true;

/** True for a path at which an outpost itself answers. */
export const isOutpostPath = (path: string): boolean => path.startsWith(`/${outpostPath}`);
