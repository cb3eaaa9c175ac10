import { securityPoliciesOf } from '../../edge/security-policies.ts';
import { type LoginEnd, oidcEnd, slugIn, withOpenid } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { readGatewayPlugins } from './read-plugins.ts';

/**
 * Reads logins that Envoy itself does before an app: SecurityPolicies of Envoy Gateway with `oidc`, and GatewayExtensions of kgateway with `oauth2`.
 * SecurityPolicies with `extAuth` are guards, and read as that. Those of other gateways by their plugins: read-plugins.ts.
 */
export function readEnvoyOidc(manifests: Manifests): LoginEnd[] {
  const { objects } = manifests;
  return [
    ...objects.of('SecurityPolicy').flatMap((object) => endOf(object, manifests)),
    ...objects.of('GatewayExtension').flatMap(ofExtension),
    ...readGatewayPlugins(manifests),
  ].map((end): LoginEnd => ({ ...end, isGateway: true }));
}

/** kgateway's form (kgateway-dev/kgateway, GatewayExtension `oauth2`): it says its redirect URI and scopes by itself. */
function ofExtension(object: TreeObject): LoginEnd[] {
  const oauth2 = object.root.get('spec', 'oauth2');
  if (!oauth2.exists) return [];
  const clientId = oauth2.get('credentials', 'clientID');
  const at = (clientId.exists ? clientId : oauth2).located(undefined);
  const redirect = oauth2.get('redirectURI').locatedText();
  const secret = oauth2.get('credentials', 'clientSecretRef', 'name').locatedText();
  const scopes = oauth2.items('scopes').flatMap((one) => one.locatedText() ?? []);
  return [
    oidcEnd({
      app: 'envoy-oidc',
      called: 'kgateway',
      object,
      at,
      issuer: oauth2.get('issuerURI').locatedText(),
      endpoints: ['authorizationEndpoint', 'tokenEndpoint', 'endSessionEndpoint'].flatMap((name) => oauth2.get(name).locatedText() ?? []),
      clientId: clientId.locatedText(),
      confidential: true,
      secret: secret === undefined ? undefined : { name: secret, key: { ...secret, value: 'client-secret' } },
      scopes: scopes.length === 0 ? undefined : scopes,
      refresh: scopes.find(({ value }) => value === 'offline_access'),
      sends: redirect === undefined ? undefined : [redirect],
      exactIssuer: false,
    }),
  ];
}

function endOf(object: TreeObject, manifests: Manifests): LoginEnd[] {
  const oidc = object.root.get('spec', 'oidc');
  if (!oidc.exists) return [];
  const provider = oidc.get('provider');
  const issuer = provider.get('issuer').locatedText();
  const hasEndpoints = ['authorizationEndpoint', 'tokenEndpoint'].every((name) => (provider.text(name) ?? '') !== '');
  const clientId = oidc.get('clientID');
  const at = clientId.exists ? clientId : oidc;
  const asked = oidc.items('scopes').flatMap((one) => one.locatedText() ?? []);
  const scopes = withOpenid(asked, at.located(undefined));
  const redirect = oidc.get('redirectURL').locatedText();
  // Envoy takes the address of the request when none is given (internal/gatewayapi/securitypolicy.go, defaultRedirectURL).
  const hosts = securityPoliciesOf(manifests).edges(object);
  const sends =
    redirect === undefined
      ? hosts.map(({ host }) => ({ ...host, value: `https://${host.value}/oauth2/callback` }))
      : isAddress(redirect.value)
        ? [redirect]
        : [];
  const secret = oidc.get('clientSecret', 'name').locatedText();
  const namespace = oidc.text('clientSecret', 'namespace');
  const groups = groupsOf(object);
  return [
    oidcEnd({
      app: 'envoy-oidc',
      called: 'Envoy Gateway',
      // envoyproxy/gateway internal/xds/translator/oidc.go: "every OIDC provider supports basic auth"
      tokenEndpointAuthMethod: 'client_secret_basic',
      object,
      at: at.located(undefined),
      // It looks at the issuer for the endpoints that are not given, and never else (internal/gatewayapi/securitypolicy.go: fetchEndpointsFromIssuer).
      issuer: hasEndpoints ? undefined : issuer,
      slug: slugIn(issuer),
      endpoints: ['authorizationEndpoint', 'tokenEndpoint', 'endSessionEndpoint'].flatMap((name) => provider.get(name).locatedText() ?? []),
      clientId: clientId.locatedText(),
      confidential: true,
      secret:
        secret === undefined || (namespace !== undefined && namespace !== object.namespace)
          ? undefined
          : { name: secret, key: { ...secret, value: 'client-secret' } },
      scopes,
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      sends: sends.length === 0 ? undefined : sends,
      otherRedirects: /\/oauth2\/callback$/,
      groups,
      usesGroups: groups[0],
      // Endpoints are found below the issuer, and Envoy does not compare it with the token's.
      exactIssuer: false,
    }),
  ];
}

/** `%REQ(x-forwarded-proto)%://%REQ(:authority)%/…` is made for each request. */
const isAddress = (url: string): boolean => !url.includes('%REQ(');

/** Groups that the authorization of the same policy asks for. */
function groupsOf({ root }: TreeObject) {
  return root
    .items('spec', 'authorization', 'rules')
    .flatMap((rule) => rule.items('principal', 'jwt', 'claims'))
    .filter((claim) => claim.text('name') === 'groups')
    .flatMap((claim) => claim.items('values'))
    .flatMap((value) => value.locatedText() ?? []);
}
