import type { Located } from '../../contract/observed.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Reader } from '../../manifest/reader.ts';
import { suffixes } from '../../tree/made-secrets.ts';
import { hostOf, known } from '../../tree/known.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { openGate } from '../../login/gate.ts';
import { clientEnd, redirectsOf, textsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { settingsOf } from '../settings.ts';

const facts: IdpFacts = {
  name: 'keycloak',
  title: 'Keycloak',
  runs: { charts: ['keycloak', 'keycloakx'], image: /(?:^|\/)(?:keycloak\/keycloak|keycloak-config-cli)$/, hostVariables: ['KC_HOSTNAME', 'KC_HOSTNAME_URL'] },
  address: /\/realms\/[^/]+/,
  issuerKey: /\/realms\/([^/?#]+)/,
  issuerPath: (realm) => `/realms/${realm}`,
  // offline_access asks for a token that outlives the session; the usual refresh token comes with every code.
  refreshNeedsOfflineAccess: false,
  // AuthorizationEndpointChecker.checkValidScope: "Invalid scopes".
  // keycloak/keycloak, ClientIdAndSecretAuthenticator.java: "Skip client_secret validation for public client".
  secretOfPublic: 'ignored',
  // services/src/main/java/org/keycloak/protocol/oidc/utils/RedirectUtils.java: lowerCaseHostname.
  lowersHosts: true,
  // The same file, matchesRedirects: "strip off trailing '/'".
  starTakesSlash: true,
  foreignScope: 'refused',
  namesEveryClient: false,
  words: {
    client: 'a client of the realm',
    clientId: 'clientId',
    confidential: 'publicClient: false',
    public: 'publicClient: true',
    redirects: 'redirectUris',
    redirect: (url) => url,
    scopes: 'defaultClientScopes and optionalClientScopes',
    scope: (name) => name,
  },
};

/** Keycloak by realms (a KeycloakRealmImport, a file of a realm), and by the custom resources of its operators and of Crossplane. */
export const keycloak: IdentityProvider = {
  facts,
  makes: {
    KeycloakClient: (spec, name) => [spec.get('clientSecretRef', 'name').text(), spec.get('secret').text(), `keycloak-client-secret-${name}`],
    'k8s.keycloak.org Keycloak': suffixes('initial-admin'),
  },
  read(manifests) {
    const { objects } = manifests;
    const hosts = objects.of('Keycloak').flatMap(({ root }) => {
      const hostname = root.get('spec', 'hostname');
      return hostOf(hostname.get('hostname').text() ?? hostname.text()) ?? [];
    });
    // keycloak/terraform-provider-keycloak docs/resources/openid_client.md: the standard flow is off unless it says so.
    const inTerraform = terraformResources(manifests).filter(
      (one) => one.get('type').text() === 'keycloak_openid_client' && one.get('standardFlowEnabled').scalar() === true && !isForm(one),
    );
    const single = [
      ...inTerraform,
      ...objects.of('KeycloakClient').map(({ root }) => (root.get('spec', 'client').exists ? root.get('spec', 'client') : root.get('spec'))),
      ...objects.of('Client').flatMap(({ root, apiVersion }) => (apiVersion.startsWith('openidclient.keycloak.') ? [root.get('spec', 'forProvider')] : [])),
    ];
    return { clients: [...realmsOf(manifests).flatMap(clientsOf), ...single.flatMap((one) => clientOf(one, undefined))], hosts };
  },
};

/** A module that nobody near calls: it has neither a client nor an address of its own. */
const isForm = (one: Reader): boolean => known(one.get('clientId').text()) === undefined && !Array.isArray(one.get('validRedirectUris').value);

function realmsOf(manifests: Manifests): Reader[] {
  const imports = manifests.objects.of('KeycloakRealmImport').map(({ root }) => root.get('spec', 'realm'));
  const files = settingsOf(manifests, 'redirectUris').filter((root) => realmIn(root) !== undefined && root.get('clients').items().length > 0);
  return [...imports, ...files];
}

/** The name of a realm in its export; some tools keep the realm's own settings in a map of their own. */
const realmIn = (root: Reader): Located<string> | undefined => root.get('realm').locatedText() ?? root.get('realm', 'realm').locatedText();

function clientsOf(realm: Reader): IdpEnd[] {
  const name = realmIn(realm);
  const own = realm.items('clientScopes').flatMap((scope) => scope.text('name') ?? []);
  const given = ['defaultDefaultClientScopes', 'defaultOptionalClientScopes'].flatMap((list) => textsOf(realm.items(list)).map(({ value }) => value));
  return realm
    .get('clients')
    .items()
    .flatMap((one) => clientOf(one, name, ['openid', ...scopesOfRealm, ...own, ...given]));
}

/** Scopes that a realm has from the beginning (OIDCLoginProtocolFactory.createDefaultClientScopesImpl, DefaultClientScopes). */
const scopesOfRealm = 'profile email address phone offline_access roles web-origins microprofile-jwt acr basic organization service_account'.split(' ');

function clientOf(one: Reader, realm: Located<string> | undefined, usualScopes?: readonly string[]): IdpEnd[] {
  const type = one.get('accessType').text()?.toUpperCase();
  const protocol = one.get('protocol').text() ?? 'openid-connect';
  const isOff =
    ['enabled', 'standardFlowEnabled'].some((name) => one.get(name).scalar() === false) || one.get('bearerOnly').scalar() === true || type === 'BEARER-ONLY';
  const id = one.get('clientId').locatedText();
  if (isOff || protocol !== 'openid-connect' || id === undefined || ofKeycloak.has(id.value)) return [];
  const uris = [...one.get('redirectUris').items(), ...one.get('validRedirectUris').items()];
  const root = one.get('rootUrl').text() ?? '';
  const own = [one.get('defaultClientScopes'), one.get('optionalClientScopes')];
  const isPublic = one.get('publicClient').scalar() ?? one.get('public').scalar() ?? (type === undefined ? undefined : type === 'PUBLIC');
  return [
    clientEnd(facts, {
      at: one,
      // Of Terraform the name of the resource.
      label: one.get('address').text()?.split('.').slice(1).join('.') ?? id.value,
      clientId: id,
      name: one.get('name').locatedText(),
      issuerKey: realm ?? one.get('realmId').locatedText(),
      launchUrl: one.get('baseUrl').locatedText() ?? one.get('rootUrl').locatedText(),
      redirects: uris.length === 0 ? undefined : absolute(redirectsOf(uris, { stars: true }), root),
      // Where one list is given, a client has no others (RepresentationToModel.createClient); openid needs none.
      scopes: own.some((list) => list.exists) ? [one.located('openid'), ...own.flatMap((list) => textsOf(list.items()))] : undefined,
      usualScopes,
      // Anyone who has an account in the realm: only a flow of its own would say otherwise.
      gate: openGate,
      isPublic: isPublic === true,
      // AuthorizationEndpointChecker.checkPKCEParams.
      requiresPkce: [one.get('attributes', 'pkce.code.challenge.method')].find((method) => (method.text() ?? '') !== '')?.located(undefined),
      secret: one.get('secret').locatedText(),
    }),
  ];
}

/** Clients that Keycloak makes in every realm for its own pages (RealmManager.setupAccountManagement and what follows it). */
const ofKeycloak: ReadonlySet<string> = new Set(['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console']);

/** A path counts from the root URL of the client; without one it is below the realm's own address, which no setting tells. */
function absolute(list: NonNullable<IdpEnd['redirects']>, root: string): IdpEnd['redirects'] {
  const isPath = ({ value }: (typeof list)[number]) => value.url.startsWith('/');
  if (root === '' && list.some(isPath)) return undefined;
  return list.map((one) => (isPath(one) ? { ...one, value: { ...one.value, url: root.replace(/\/$/, '') + one.value.url } } : one));
}
