import { chartWays, fileWays, type Files } from './ways.ts';

const back = 'https://app.example.net/callback';
const meta = (name: string, more = ''): string => `metadata: { name: ${name}, namespace: auth${more} }`;
const json = JSON.stringify;
const under = (key: string, text: string, by: number): string => `${key}: |\n${text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by))}\n`;

/** An identity provider with the client `shelf`, in one of the forms in which its settings are written. */
export interface GridIdp {
  readonly issuer: string;
  readonly forms: Readonly<Record<string, Files>>;
}

/** A file in each of the ways that a pod may get it, and besides. */
const inFile = (image: string, name: string, text: string, more: Readonly<Record<string, Files>> = {}): Readonly<Record<string, Files>> => ({
  ...Object.fromEntries(Object.entries(fileWays).map(([way, make]) => [way, moved(make(image, name, text))])),
  ...more,
});
const inChart = (chart: string, values: unknown): Readonly<Record<string, Files>> =>
  Object.fromEntries(Object.entries(chartWays).map(([way, make]) => [`values of its chart, ${way}`, moved(make(chart, values))]));

/** Beside the app, in a folder and a namespace of its own. */
const moved = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      `idp/${path}`,
      text
        .replaceAll('name: shelf', 'name: idp')
        .replaceAll('$values/shelf', '$values/idp/shelf')
        .replaceAll('rooms', 'auth')
        .replaceAll('"name":"shelf"', '"name":"idp"'),
    ]),
  );

const autheliaClients = `identity_providers:
  oidc:
    hmac_secret: x
    jwks: [{ key: x }]
    clients:
      - client_id: shelf
        client_name: Shelf
        client_secret: $pbkdf2-sha512$310000$x
        public: false
        authorization_policy: one_factor
        redirect_uris: ["${back}"]
        scopes: [openid, profile, email, groups]
        userinfo_signed_response_alg: none
session:
  cookies: [{ domain: example.net, authelia_url: "https://id.example.net" }]
`;
const autheliaTemplated = autheliaClients.replace('client_secret: $pbkdf2-sha512$310000$x', 'client_secret: {{ secret "/config/secrets/shelf" }}');

const dex = {
  issuer: 'https://id.example.net/dex',
  storage: { type: 'kubernetes', config: { inCluster: true } },
  connectors: [{ type: 'github', id: 'github', name: 'GitHub', config: { clientID: '$GITHUB_CLIENT_ID', clientSecret: '$GITHUB_CLIENT_SECRET' } }],
  staticClients: [{ id: 'shelf', name: 'Shelf', secretEnv: 'SHELF_SECRET', redirectURIs: [back] }],
};

const realm = {
  realm: 'house',
  enabled: true,
  clients: [
    {
      clientId: 'shelf',
      name: 'Shelf',
      enabled: true,
      protocol: 'openid-connect',
      publicClient: false,
      secret: '$(env:SHELF_SECRET)',
      standardFlowEnabled: true,
      redirectUris: [back],
    },
  ],
};

const blueprint = (id: string): string => `version: 1
metadata: { name: shelf }
entries:
  - model: authentik_core.group
    id: people
    identifiers: { name: people }
  - model: authentik_providers_oauth2.oauth2provider
    id: provider
    identifiers: { name: shelf }
    attrs:
      client_type: confidential
      client_id: ${id}
      client_secret: !Env SHELF_SECRET
      grant_types: [authorization_code, refresh_token]
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]
      redirect_uris: [{ matching_mode: strict, url: "${back}" }]
      property_mappings:
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-profile]]
        - !Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-email]]
  - model: authentik_core.application
    id: application
    identifiers: { slug: shelf }
    attrs: { name: Shelf, provider: !KeyOf provider }
  - model: authentik_policies.policybinding
    identifiers: { order: 0, target: !KeyOf application, group: !KeyOf people }
`;
const authentikChart = (more: unknown): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n${meta('authentik')}\nspec:\n  interval: 1h\n  chart: { spec: { chart: authentik, version: 2026.5.6, sourceRef: { kind: HelmRepository, name: authentik } } }\n  values: ${json(more)}\n`;
const blueprintMap = `apiVersion: v1\nkind: ConfigMap\n${meta('blueprints')}\ndata:\n${under('  shelf.yaml', blueprint('shelf'), 4)}`;

/** Identity providers that are read. */
export const idps: Readonly<Record<string, GridIdp>> = {
  authentik: {
    issuer: 'https://id.example.net/application/o/shelf/',
    forms: {
      'a ConfigMap that the chart mounts': { 'idp/a.yaml': `${authentikChart({ blueprints: { configMaps: ['blueprints'] } })}---\n${blueprintMap}` },
      'a generator of kustomize': {
        'idp/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: auth\nresources: [a.yaml]\nconfigMapGenerator:\n  - name: blueprints\n    files: [blueprints/shelf.yaml]\n',
        'idp/a.yaml': authentikChart({ blueprints: { configMaps: ['blueprints'] } }),
        'idp/blueprints/shelf.yaml': blueprint('shelf'),
      },
      'a Secret': {
        'idp/a.yaml': `${authentikChart({ blueprints: { secrets: ['blueprints'] } })}---\napiVersion: v1\nkind: Secret\n${meta('blueprints')}\nstringData:\n${under('  shelf.yaml', blueprint('shelf'), 4)}`,
      },
      'the template of an ExternalSecret': {
        'idp/a.yaml': `${authentikChart({ blueprints: { secrets: ['blueprints'] } })}---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n${meta('blueprints')}\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: store }\n  data: [{ secretKey: secret, remoteRef: { key: shelf } }]\n  target:\n    template:\n      data:\n${under('        shelf.yaml', blueprint('shelf').replace('!Env SHELF_SECRET', '"{{ .secret }}"'), 10)}`,
      },
      'a file': { 'blueprints/shelf.yaml': blueprint('shelf') },
      'a sidecar’s label': {
        'idp/a.yaml': `${authentikChart({
          worker: {
            additionalContainers: [
              {
                name: 'blueprints',
                image: 'ghcr.io/kiwigrid/k8s-sidecar:2.0.0',
                env: [
                  { name: 'LABEL', value: 'goauthentik_blueprint' },
                  { name: 'FOLDER', value: '/blueprints/sidecar' },
                  { name: 'RESOURCE', value: 'configmap' },
                ],
              },
            ],
          },
        })}---\n${blueprintMap.replace('namespace: auth }', 'namespace: auth, labels: { goauthentik_blueprint: "1" } }')}`,
      },
      'a ConfigMap of the values of a chart': {
        'idp/a.yaml': authentikChart({
          additionalObjects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'blueprints' }, data: { 'shelf.yaml': blueprint('shelf') } }],
          blueprints: { configMaps: ['blueprints'] },
        }),
      },
    },
  },
  Authelia: {
    issuer: 'https://id.example.net',
    forms: {
      ...inFile('ghcr.io/authelia/authelia', 'configuration.yml', autheliaClients),
      ...Object.fromEntries(
        Object.entries(inFile('ghcr.io/authelia/authelia', 'configuration.yaml', autheliaTemplated)).map(([way, files]) => [`${way}, with templates`, files]),
      ),
      ...inChart('authelia', {
        configMap: {
          session: { cookies: [{ domain: 'example.net', subdomain: 'id', authelia_url: 'https://id.example.net' }] },
          identity_providers: {
            oidc: {
              enabled: true,
              clients: [
                {
                  client_id: 'shelf',
                  client_name: 'Shelf',
                  client_secret: { path: '/secrets/shelf' },
                  public: false,
                  authorization_policy: 'one_factor',
                  redirect_uris: [back],
                  scopes: ['openid', 'profile', 'email', 'groups'],
                },
              ],
            },
          },
        },
      }),
    },
  },
  'Pocket ID': {
    issuer: 'https://id.example.net',
    forms: {
      'its operator': {
        'idp/a.yaml': `apiVersion: pocketid.internal/v1alpha1\nkind: PocketIDInstance\n${meta('pocket-id')}\nspec: { appUrl: "https://id.example.net" }\n---\napiVersion: pocketid.internal/v1alpha1\nkind: PocketIDOIDCClient\nmetadata: { name: shelf, namespace: rooms }\nspec:\n  clientID: shelf\n  name: Shelf\n  callbackUrls: ["${back}"]\n  isPublic: false\n  allowedUserGroups: [{ name: people }]\n`,
      },
    },
  },
  Kanidm: {
    issuer: 'https://id.example.net/oauth2/openid/shelf',
    forms: {
      kaniop: {
        'idp/a.yaml': `apiVersion: kaniop.rs/v1beta1\nkind: Kanidm\n${meta('kanidm')}\nspec: { domain: id.example.net }\n---\napiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata: { name: shelf, namespace: rooms }\nspec:\n  kanidmRef: { name: kanidm, namespace: auth }\n  displayname: Shelf\n  origin: https://app.example.net\n  redirectUrl: ["${back}"]\n  scopeMap: [{ group: people, scopes: [openid, profile, email] }]\n`,
      },
      'kaniop in the template of a chart that nothing installs': {
        'idp/a.yaml': `apiVersion: kaniop.rs/v1beta1\nkind: Kanidm\n${meta('kanidm')}\nspec: { domain: id.example.net }\n`,
        'shelf/Chart.yaml':
          'apiVersion: v2\nname: shelf\nversion: 1.0.0\ndependencies: [{ name: app-template, version: 5.1.0, repository: "https://bjw-s-labs.github.io/helm-charts/" }]\n',
        'shelf/values.yaml': 'app-template: {}\n',
        'shelf/templates/client.yaml': `apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata:\n  name: shelf\nspec:\n  kanidmRef: { name: kanidm, namespace: auth }\n  displayname: Shelf\n  origin: https://app.example.net\n  redirectUrl:\n    - ${back}\n  scopeMap:\n    - group: people\n      scopes: [openid, profile, email]\n`,
      },
      'kaniop in the template of a chart': {
        'idp/a.yaml': `apiVersion: kaniop.rs/v1beta1\nkind: Kanidm\n${meta('kanidm')}\nspec: { domain: id.example.net }\n`,
        'shelf/Chart.yaml': 'apiVersion: v2\nname: shelf-login\nversion: 1.0.0\n',
        'shelf/values.yaml': 'group: people\n',
        'shelf/templates/client.yaml': `apiVersion: kaniop.rs/v1beta1\nkind: KanidmOAuth2Client\nmetadata:\n  name: shelf\n  namespace: {{ .Release.Namespace }}\nspec:\n  kanidmRef: { name: kanidm, namespace: auth }\n  displayname: Shelf\n  origin: https://app.example.net\n  redirectUrl:\n    - ${back}\n  scopeMap:\n    - group: {{ .Values.group }}\n      scopes: [openid, profile, email]\n`,
        'apps/shelf.yaml':
          'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shelf-login, namespace: argocd }\nspec:\n  project: default\n  destination: { server: https://kubernetes.default.svc, namespace: rooms }\n  source: { repoURL: "https://git.example.net/me/house", path: shelf, targetRevision: main }\n',
      },
    },
  },
  Keycloak: {
    issuer: 'https://id.example.net/realms/house',
    forms: {
      'an import of a realm': {
        'idp/a.yaml': `apiVersion: k8s.keycloak.org/v2alpha1\nkind: Keycloak\n${meta('keycloak')}\nspec: { hostname: { hostname: id.example.net } }\n---\napiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\n${meta('house')}\nspec: { keycloakCRName: keycloak, realm: ${json(realm)} }\n`,
      },
      'a client of its operator': {
        'idp/a.yaml': `apiVersion: legacy.k8s.keycloak.org/v1alpha1\nkind: KeycloakClient\n${meta('shelf')}\nspec:\n  realmSelector: { matchLabels: { realm: house } }\n  client: ${json(realm.clients[0])}\n`,
      },
      'a client of Crossplane': {
        'idp/a.yaml': `apiVersion: openidclient.keycloak.crossplane.io/v1alpha1\nkind: Client\nmetadata: { name: shelf }\nspec:\n  forProvider: { realmId: house, clientId: shelf, name: Shelf, accessType: CONFIDENTIAL, standardFlowEnabled: true, enabled: true, validRedirectUris: ["${back}"] }\n`,
      },
      'a client of EPAM’s operator': {
        'idp/a.yaml': `apiVersion: v1.edp.epam.com/v1\nkind: KeycloakClient\n${meta('shelf')}\nspec: { realmRef: { kind: KeycloakRealm, name: house }, clientId: shelf, public: false, redirectUris: ["${back}"], webUrl: "https://app.example.net" }\n`,
      },
      ...inFile('quay.io/keycloak/keycloak', 'realm.json', json(realm)),
      ...Object.fromEntries(
        Object.entries(
          inFile(
            'quay.io/adorsys/keycloak-config-cli',
            'house.yaml',
            `realm: house\nenabled: true\nclients:\n  - clientId: shelf\n    name: Shelf\n    enabled: true\n    protocol: openid-connect\n    publicClient: false\n    secret: $(env:SHELF_SECRET)\n    redirectUris: ["${back}"]\n`,
          ),
        ).map(([way, files]) => [`${way}, for keycloak-config-cli`, files]),
      ),
      ...inChart('keycloak', { keycloakConfigCli: { enabled: true, configuration: { 'house.json': json(realm) } } }),
    },
  },
  Dex: {
    issuer: dex.issuer,
    forms: {
      ...inFile(
        'ghcr.io/dexidp/dex',
        'config.yaml',
        `issuer: ${dex.issuer}\nstorage: { type: memory }\nstaticClients:\n  - id: shelf\n    name: Shelf\n    secret: x\n    redirectURIs: ["${back}"]\n`,
      ),
      ...inChart('dex', { config: dex }),
    },
  },
};

/** An app that is told this issuer. */
export const appFor = (issuer: string): Files => ({
  'rooms/app.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shelf, namespace: rooms }\nspec: { selector: { matchLabels: { app: shelf } }, template: { metadata: { labels: { app: shelf } }, spec: { containers: [{ name: app, image: "example.net/shelf:1", env: [{ name: OIDC_ISSUER_URL, value: "${issuer}" }, { name: OIDC_CLIENT_ID, value: shelf }, { name: OIDC_CLIENT_SECRET, valueFrom: { secretKeyRef: { name: shelf-oidc, key: secret } } }, { name: OIDC_SCOPES, value: "openid profile email" }, { name: OIDC_REDIRECT_URI, value: "${back}" }] }] } } }\n`,
});
