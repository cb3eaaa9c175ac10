import type { IdpFacts } from '../../login/idp-facts.ts';

export const authentikFacts: IdpFacts = {
  name: 'authentik',
  title: 'authentik',
  runs: { charts: ['authentik'], image: /(?:^|\/)goauthentik\/server$/, hostVariables: ['AUTHENTIK_WEB__BASE_URL'] },
  secretValues: /^bootstrap_(?:token|password)$/,
  secretVariables: /^AUTHENTIK_(?:SECRET_KEY|POSTGRESQL__PASSWORD|BOOTSTRAP_(?:PASSWORD|TOKEN))$/,
  address: /\/application\/o\//,
  issuerKey: /\/application\/o\/([^/?#]+)/,
  issuerPath: (slug) => `/application/o/${slug}/`,
  refreshNeedsOfflineAccess: true,
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
