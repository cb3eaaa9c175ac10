import type { BreakingChange } from '../breaking.ts';

/** Changes between versions of authentik that end logins where nobody looks. From its release notes. */
export const authentikBreaking: readonly BreakingChange[] = [
  { since: [2025, 12], says: 'names of groups are unique, so an upgrade stops where two groups have one name; files lie below /data instead of /media' },
  { since: [2026, 2], says: 'expressions that read `request.user.ak_groups` log a warning for each use: the field is `groups` now' },
  {
    since: [2026, 5],
    says: 'a provider without `grant_types` refuses every login, device codes ask confidential clients for their secret, and authentik listens on [::] (goauthentik/authentik#20363)',
  },
  {
    since: [2026, 8],
    says: 'X-Forwarded-* counts from `AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS` alone, without which the issuer becomes http, and an upgrade that skips a version is refused',
  },
];
