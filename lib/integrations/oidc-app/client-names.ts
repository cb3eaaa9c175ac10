/**
 * The usual names of client id and secret behind what an app puts before them.
 *
 * @example clientOf('WIKI_OIDC_') // { clientId: ['WIKI_OIDC_CLIENT_ID'], secret: ['WIKI_OIDC_CLIENT_SECRET'] }
 */
export const clientOf = (before: string) => ({ clientId: [`${before}CLIENT_ID`], secret: [`${before}CLIENT_SECRET`] }) as const;

/** Names that several apps share. */
export const sharedClient = { ...clientOf('OIDC_'), shared: true } as const;
