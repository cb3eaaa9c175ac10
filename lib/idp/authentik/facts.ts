import type { IdpFacts } from '../../login/idp-facts.ts';
import type { BreakingChange } from '../identity-provider.ts';

export const authentikFacts: IdpFacts = {
  name: 'authentik',
  title: 'authentik',
  runs: { charts: ['authentik'], image: /(?:^|\/)goauthentik\/server$/, hostVariables: ['AUTHENTIK_WEB__BASE_URL'] },
  secretValues: /^bootstrap_(?:token|password)$/,
  secretVariables: /^AUTHENTIK_(?:SECRET_KEY|POSTGRESQL__PASSWORD|BOOTSTRAP_(?:PASSWORD|TOKEN))$/,
  address: /\/application\/o\//,
  issuerKey: /\/application\/o\/([^/?#]+)/,
  issuerPath: (slug) => `/application/o/${slug}/`,
  hostsApart: true,
  refreshNeedsOfflineAccess: true,
  // authentik/providers/oauth2/views/token.py: only a confidential client's secret is compared.
  secretOfPublic: 'ignored',
  foreignScope: 'dropped',
  // Others can be made in its web pages, but people who write blueprints write them all.
  namesEveryClient: true,
  clientsByHand: true,
  // OAuth2Provider.launch_url (authentik/providers/oauth2/models.py).
  tile: { field: 'meta_launch_url', opensHost: true },
  words: {
    client: 'an OAuth2 provider and an application with it',
    clientId: 'client_id',
    confidential: 'client_type: confidential',
    public: 'client_type: public',
    redirects: 'redirect_uris',
    redirect: (url) => `{ matching_mode: strict, url: ${url} }`,
    scopes: 'property_mappings',
    scope: (name) => `a mapping of ${name}`,
  },
};

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
