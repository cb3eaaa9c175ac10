import type { IdpFacts } from '../../login/idp-facts.ts';
import { hostOf } from '../../tree/known.ts';
import type { Reader } from '../../manifest/reader.ts';
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

/**
 * With a list of organisations a team is `organisation:team` (dexidp/dex, connector/github/github.go, formatTeamName), and the path of a group at GitLab has no
 * colon.
 */
function namesOwner(connector: Reader): boolean {
  const orgs = connector.items('config', 'orgs').map((one) => one.text('name'));
  return connector.text('type') === 'gitlab' || (connector.text('type') === 'github' && orgs.length > 0 && !orgs.includes('system'));
}

/** Dex, whose clients are in its configuration. */
export const dex: IdentityProvider = {
  facts,
  read(manifests) {
    const hosts = new Set<string>();
    const clients = [...settingsWith(manifests, facts.name, 'staticClients')].flatMap(({ root, found }) => {
      const issuer = root.get('issuer').locatedText();
      const host = hostOf(issuer?.value);
      if (host !== undefined) hosts.add(host);
      const groupsHaveOwner = root.get('staticPasswords').items().length === 0 && root.items('connectors').every(namesOwner) ? true : undefined;
      return found.items().map((one) => {
        const isPublic = one.get('public').scalar() === true;
        const uris = one.get('redirectURIs').items();
        return clientEnd(facts, {
          at: one,
          label: one.get('name').text() ?? 'a client',
          clientId: one.get('id').locatedText(),
          name: one.get('name').locatedText(),
          issuer,
          groupsHaveOwner,
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
