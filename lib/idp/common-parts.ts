/** What an identity provider is told that belongs to no single app: each has a folder below `identity/`, so no app may have its name. */
export const sharedParts = ['groups', 'people', 'outpost', 'sign-in', 'removed'] as const;

/** Whether a folder below `identity/` is of one of them. */
export const isSharedPart = (name: string): boolean => (sharedParts as readonly string[]).includes(name);
