/** True for an address below the path at which authentik's outposts answer the edge, whatever their host. */
export const asksOutpost = (address: string | undefined): boolean => address?.includes('/outpost.goauthentik.io/auth/') === true;

/** True for a path at which an outpost itself answers. */
export const isOutpostPath = (path: string): boolean => path.startsWith('/outpost.goauthentik.io');
