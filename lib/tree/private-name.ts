/**
 * Whether an address has a name that no public authority certifies: one that is kept for such networks (RFC 2606, RFC 6762), or ends in a word with a digit, which no
 * top-level domain has but those that begin with `xn--`.
 */
export const hasPrivateName = (url: string): boolean =>
  /^https?:\/\/[^/:]{1,253}\.(?:local|localdomain|localhost|test|(?!xn--)[a-z]{1,30}\d[a-z\d-]{0,30})(?:[:/]|$)/.test(url);
