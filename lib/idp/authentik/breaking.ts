import type { BreakingChange } from '../breaking.ts';

/** Changes between versions of authentik that end logins where nobody looks. From its release notes. */
export const authentikBreaking: readonly BreakingChange[] = [
  { since: [2025, 12], says: 'group names must be unique, so an upgrade fails if two groups have the same name; files are in /data instead of /media' },
  { since: [2026, 2], says: 'expressions that read `request.user.ak_groups` log a warning on each use: the field is now named `groups`' },
  {
    since: [2026, 5],
    says: 'a provider without `grant_types` refuses every login, device codes ask confidential clients for their secret, and authentik listens on [::] (goauthentik/authentik#20363)',
  },
  {
    since: [2026, 8],
    says: 'X-Forwarded-* headers are trusted only from `AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS`, and without them the issuer becomes http; an upgrade that skips a version is refused',
  },
];
