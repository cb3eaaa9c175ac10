import { gateOfGroups, openGate } from '../../login/gate.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Make } from '../../tree/made-secrets.ts';
import { hostOf } from '../../tree/known.ts';
import { clientEnd, redirectsOf, textsOf } from '../client-end.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { otherClients } from './other-clients.ts';

const facts: IdpFacts = {
  name: 'pocket-id',
  title: 'Pocket ID',
  runs: { charts: ['pocket-id'], image: /(?:^|\/)pocket-id\/pocket-id$/, hostVariables: ['APP_URL', 'PUBLIC_APP_URL'] },
  // pocket-id/pocket-id, backend/internal/controller/well_known_controller.go, computeOIDCConfiguration: the issuer is APP_URL.
  issuerPath: () => '',
  address: /\/api\/oidc\/(?:token|userinfo|end-session|introspect)\b/,
  // pocket-id/pocket-id, backend/internal/oidc/module.go, RegisterRawRoutes: people sign in at a page of its own; what is below /api was a POST.
  mistaken: new Map([['/api/oidc/authorize', '/authorize']]),
  // pocket-id/pocket-id, backend/internal/service/oidc_service.go, createTokenFromAuthorizationCode: every code gives one.
  refreshNeedsOfflineAccess: false,
  foreignScope: 'dropped',
  // pocket-id/pocket-id, backend/internal/service/oidc_service.go
  groupsScope: 'groups',
  // Others may be made in its pages.
  namesEveryClient: false,
  tile: { field: 'launchUrl' },
  words: {
    client: 'a PocketIDOIDCClient',
    clientId: 'clientID',
    confidential: 'isPublic: false',
    public: 'isPublic: true',
    redirects: 'callbackUrls',
    redirect: (url) => url,
    scopes: 'scopes',
    scope: (name) => name,
  },
};

/** What the operator's Secret holds, and what it calls it of its own accord: aclerici38/pocket-id-operator api/v1alpha1/pocketidoidcclient_types.go, OIDCClientSecretKeys. */
const usualKeys: Readonly<Record<string, string>> = {
  clientID: 'client_id',
  clientSecret: 'client_secret',
  issuerUrl: 'issuer_url',
  callbackUrls: 'callback_urls',
  logoutCallbackUrls: 'logout_callback_urls',
  discoveryUrl: 'discovery_url',
  authorizationUrl: 'authorization_url',
  tokenUrl: 'token_url',
  userinfoUrl: 'userinfo_url',
  jwksUrl: 'jwks_url',
  endSessionUrl: 'end_session_url',
};

const credentials: Make = (spec, name) => {
  const secret = spec.get('secret');
  if (secret.get('enabled').scalar() === false) return [];
  const id = spec.get('clientID');
  const keys = new Map<string, Reader | undefined>();
  for (const [field, usual] of Object.entries(usualKeys)) keys.set(secret.get('keys').text(field) ?? usual, field === 'clientID' && id.exists ? id : undefined);
  // One of a newer operator may have more.
  const isWhole = secret
    .get('keys')
    .keys()
    .every((field) => Object.hasOwn(usualKeys, field));
  return [{ name: secret.get('name').text() ?? `${name}-oidc-credentials`, keys, ...(isWhole ? { complete: true as const } : {}) }];
};

/** Pocket ID by the custom resources of aclerici38/pocket-id-operator, by Terraform, and by lists in the words of its API. */
export const pocketId: IdentityProvider = {
  facts,
  // https://github.com/aclerici38/pocket-id-operator
  makes: { PocketIDOIDCClient: credentials },
  read(manifests) {
    const { objects } = manifests;
    const instances = objects.of('PocketIDInstance').map(({ root }) => root.get('spec', 'appUrl').locatedText());
    const clients = objects.of('PocketIDOIDCClient').map(({ root, name, namespace }) => {
      const spec = root.get('spec');
      const secret = spec.get('secret');
      // Without a list every user may use the client (pocket-id, backend/internal/service/oidc_service.go, IsUserGroupAllowedToAuthorize).
      const allowed = spec.get('allowedUserGroups').items();
      const uris = spec.get('callbackUrls').items();
      return clientEnd(facts, {
        at: spec,
        label: name,
        clientId: spec.get('clientID').locatedText(),
        name: spec.get('name').locatedText(),
        launchUrl: spec.get('launchUrl').locatedText(),
        issuer: instances.length === 1 ? instances[0] : undefined,
        // Without a list Pocket ID keeps the first address that is used.
        redirects: uris.length === 0 ? undefined : redirectsOf(uris, { stars: true }),
        gate:
          allowed.length === 0
            ? openGate
            : gateOfGroups(textsOf(allowed.map((one) => (one.text() === undefined ? one.get('name') : one))), spec.located(undefined)),
        isPublic: spec.get('isPublic').scalar() === true,
        // backend/internal/oidc: validateClientPKCERequirement; before it the code verifier was checked when the token is fetched.
        requiresPkce: [spec.get('pkceEnabled'), spec.get('isPublic')].find((one) => one.scalar() === true)?.located(undefined),
        makes:
          secret.get('enabled').scalar() === false
            ? undefined
            : {
                name: secret.get('name').text() ?? `${name}-oidc-credentials`,
                namespace,
                key: secret.get('keys', 'clientSecret').text() ?? 'client_secret',
                idKey: secret.get('keys', 'clientID').text() ?? 'client_id',
              },
      });
    });
    return { clients: [...clients, ...otherClients(manifests, facts)], hosts: instances.flatMap((url) => hostOf(url?.value) ?? []) };
  },
};
