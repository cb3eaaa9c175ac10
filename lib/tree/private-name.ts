/** Whether an address has a name that no public authority certifies (RFC 2606, RFC 6762). */
export const hasPrivateName = (url: string): boolean => /^https?:\/\/[^/:]{1,253}\.(?:local|localdomain|localhost|test)(?:[:/]|$)/.test(url);
