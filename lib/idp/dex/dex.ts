import type { IdpFacts } from '../../login/idp-facts.ts';
import { hostOf } from '../../tree/known.ts';
import { openGate } from '../../login/gate.ts';
import { clientEnd, redirectsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { settingsWith } from '../settings.ts';

const facts: IdpFacts = {
  name: 'dex',
  title: 'Dex',
  runs: { charts: ['dex'], image: /(?:^|\/)dexidp\/dex$/, hostVariables: [] },
  address: /\/dex(?:\/|$)/,
  // https://dexidp.io/docs/configuration/custom-scopes-claims-clients/
  refreshNeedsOfflineAccess: true,
  foreignScope: 'refused',
  // https://dexidp.io/docs/configuration/custom-scopes-claims-clients/
  groupsScope: 'groups',
  // A token for another client, and scopes that go on to a connector's own provider.
  otherScopes: /^audience:server:client_id:/,
  namesEveryClient: true,
  words: {
    client: 'a client in staticClients',
    clientId: 'id',
    confidential: 'public: false',
    public: 'public: true',
    redirects: 'redirectURIs',
    redirect: (url) => url,
    scopes: 'the scopes that Dex knows',
    scope: (name) => name,
  },
};

/** Dex answers `Unrecognized scope(s)` to any other: dexidp/dex, server/oauth2.go, parseAuthorizationRequest. */
const scopes = ['openid', 'offline_access', 'email', 'profile', 'groups', 'federated:id'];

/** Dex, whose clients are in its configuration. */
export const dex: IdentityProvider = {
  facts,
  read(manifests) {
    const hosts = new Set<string>();
    const clients = [...settingsWith(manifests, facts.name, 'staticClients')].flatMap(({ root, found }) => {
      const issuer = root.get('issuer').locatedText();
      const host = hostOf(issuer?.value);
      if (host !== undefined) hosts.add(host);
      return found.items().map((one) => {
        const isPublic = one.get('public').scalar() === true;
        const uris = one.get('redirectURIs').items();
        return clientEnd(facts, {
          at: one,
          label: one.get('name').text() ?? 'a client',
          clientId: one.get('id').locatedText(),
          name: one.get('name').locatedText(),
          issuer,
          // A public client without a list may use localhost.
          redirects: isPublic && uris.length === 0 ? undefined : redirectsOf(uris),
          scopes: scopes.map((name) => one.located(name)),
          // Everyone that its connectors let in.
          gate: openGate,
          isPublic,
          secret: one.get('secret').locatedText(),
        });
      });
    });
    return { clients, hosts: [...hosts] };
  },
};
