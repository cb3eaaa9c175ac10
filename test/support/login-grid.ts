import { checkFiles } from '../../lib/check/check-tree.ts';

/** How a login is written at both ends, and what they have in common. */
export interface Written {
  readonly key: 'id' | 'redirect' | 'made' | 'pushed' | 'served' | 'name';
  readonly app: 'pod' | 'values' | 'fetched';
  readonly provider: 'authelia' | 'dex' | 'keycloak' | 'pocket-id' | 'kanidm';
  readonly host: 'literal' | 'variable' | 'flux' | 'chart';
}

const of = {
  key: ['id', 'redirect', 'made', 'pushed', 'served', 'name'],
  app: ['pod', 'values', 'fetched'],
  provider: ['authelia', 'dex', 'keycloak', 'pocket-id', 'kanidm'],
  host: ['literal', 'variable', 'flux', 'chart'],
} as const;

/** An operator makes Secrets; a chart of one's own holds pods; what an ExternalSecret makes is no Secret of an operator. */
const isPossible = ({ key, app, provider, host }: Written): boolean =>
  (!(key === 'made' || key === 'pushed') || provider === 'pocket-id' || provider === 'kanidm') &&
  (host !== 'chart' || app === 'pod') &&
  (key !== 'made' || app !== 'fetched') &&
  (key !== 'pushed' || app === 'fetched');

/** Every way that this grid knows. */
export const everyWay: readonly Written[] = of.key
  .flatMap((key) => of.app.flatMap((app) => of.provider.flatMap((provider) => of.host.map((host) => ({ key, app, provider, host })))))
  .filter(isPossible);

/** Two apps that are written alike, the client of each, and what the client is called where that is not like the app. */
const twins = [
  { app: 'orchid', client: 'letters', host: 'north' },
  { app: 'quartz', client: 'maps', host: 'south' },
] as const;
type Twin = { readonly app: string; readonly client: string; readonly host: string };

const clientName = ({ key }: Written, twin: Twin): string => (key === 'name' ? twin.app : twin.client);
const domainOf = ({ host }: Written): string => (host === 'variable' ? '${DOMAIN}' : 'example.net');
const secretOf = ({ provider }: Written, name: string): string => `${name}-${provider === 'kanidm' ? 'kanidm-oauth2' : 'oidc'}-credentials`;
const idKeyOf = ({ provider }: Written): string => (provider === 'kanidm' ? 'CLIENT_ID' : 'client_id');

function providerFiles(way: Written): Record<string, string> {
  const clients = [...twins, { app: 'willow', client: 'decoy', host: 'west' }].map((twin) => {
    const name = clientName(way, twin);
    return { name, id: way.key === 'id' ? name : `x-${name}`, url: `https://${twin.host}.${domainOf(way)}/cb` };
  });
  const custom = (kind: string, apiVersion: string, spec: (one: (typeof clients)[number]) => string) =>
    clients.map((one) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${one.name}, namespace: rooms}\nspec: ${spec(one)}\n`).join('---\n');
  switch (way.provider) {
    case 'authelia':
      return {
        'door/config.yaml': `identity_providers:\n  oidc:\n    clients:\n${clients.map(({ name, id, url }) => `      - {client_id: ${id}, client_name: ${name}, redirect_uris: ['${url}']}\n`).join('')}`,
      };
    case 'dex':
      return {
        'door/values.yaml': `config:\n  issuer: https://id.example.net\n  staticClients:\n${clients.map(({ name, id, url }) => `    - {id: ${id}, name: ${name}, redirectURIs: ['${url}']}\n`).join('')}`,
      };
    case 'keycloak':
      return {
        'door/realm.yaml': `realm: home\nclients:\n${clients.map(({ name, id, url }) => `  - {clientId: ${id}, name: ${name}, redirectUris: ['${url}']}\n`).join('')}`,
      };
    case 'pocket-id':
      return {
        'door/clients.yaml': custom(
          'PocketIDOIDCClient',
          'pocketid.internal/v1alpha1',
          ({ id, url }) => `{${way.key === 'id' ? `clientID: ${id}, ` : ''}callbackUrls: ["${url}"]}`,
        ),
      };
    case 'kanidm':
      return {
        'door/clients.yaml': custom('KanidmOAuth2Client', 'kaniop.rs/v1beta1', ({ url }) => `{origin: "${url.replace(/cb$/, '')}", redirectUrl: ["${url}"]}`),
      };
  }
}

/** The environment of an app, in the form of Kubernetes. */
function environment(way: Written, twin: Twin, domain: string): string {
  const name = clientName(way, twin);
  const from = (key: string, secret: string) => `{valueFrom: {secretKeyRef: {name: ${secret}, key: ${key}}}}`;
  const own = `${twin.app}-login`;
  const made = way.key === 'made' ? secretOf(way, name) : own;
  const list: Record<string, string> = {
    OIDC_CLIENT_ID: way.key === 'id' && way.app !== 'fetched' ? `{value: ${name}}` : from(way.key === 'made' ? idKeyOf(way) : 'OIDC_CLIENT_ID', made),
    OIDC_ISSUER: from('OIDC_ISSUER', own),
    ...(way.key === 'redirect' ? { OIDC_REDIRECT_URI: `{value: "https://${twin.host}.${domain}/cb"}` } : {}),
  };
  return Object.entries(list)
    .map(([key, value]) => (way.app === 'values' ? `${key}: ${value}` : value.replace('{', `{name: ${key}, `)))
    .join(', ');
}

function appFiles(way: Written, twin: Twin): Record<string, string> {
  const name = clientName(way, twin);
  // What fills it in: Flux, the chart's own values, or nobody that is in git.
  const domain = way.host === 'flux' || way.host === 'variable' ? '${DOMAIN}' : way.host === 'chart' ? '{{ .Values.domain }}' : 'example.net';
  const workload =
    way.app === 'values'
      ? `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${twin.app}, namespace: rooms}\nspec:\n  interval: 1h\n  chart: {spec: {chart: app-template, version: 4.0.0, sourceRef: {kind: HelmRepository, name: n}}}\n  values: {controllers: {main: {containers: {app: {image: {repository: example.net/x, tag: 1.0.0}, env: {${environment(way, twin, domain)}}}}}}}\n`
      : `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${twin.app}\n  namespace: rooms\nspec: {template: {spec: {containers: [{name: app, image: "example.net/x:1", env: [${environment(way, twin, domain)}]}]}}}\n`;
  const route = `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: ${twin.app}\n  namespace: rooms\nspec: {hostnames: ["${twin.host}.${domain}"], rules: [{backendRefs: [{name: ${twin.app}, port: 80}]}]}\n`;
  const fetched = (data: string) =>
    `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${twin.app}-login, namespace: rooms}\nspec:\n  secretStoreRef: {name: vault, kind: ClusterSecretStore}\n  target: {template: {data: {${data}, OIDC_ISSUER: "{{ .issuer }}"}}}\n  dataFrom: [{extract: {key: ${twin.app}}}]\n`;
  const pushed = `apiVersion: external-secrets.io/v1alpha1\nkind: PushSecret\nmetadata: {name: ${name}, namespace: rooms}\nspec:\n  secretStoreRefs: [{name: vault, kind: ClusterSecretStore}]\n  selector: {secret: {name: ${secretOf(way, name)}}}\n  data: [{match: {secretKey: ${idKeyOf(way)}, remoteRef: {remoteKey: ${twin.app}, property: the_id}}}]\n`;
  return {
    'app.yaml': workload,
    ...(way.key === 'served' ? { 'route.yaml': route } : {}),
    ...(way.app === 'fetched' ? { 'secret.yaml': fetched(`OIDC_CLIENT_ID: "${way.key === 'id' ? name : '{{ .the_id }}'}"`) } : {}),
    ...(way.key === 'pushed' ? { 'push.yaml': pushed } : {}),
  };
}

/** A repository in which both apps have their client by construction, beside a client of nobody. */
export function repositoryOf(way: Written): { readonly file: string; readonly text: string }[] {
  const files = providerFiles(way);
  for (const twin of twins) {
    const own = appFiles(way, twin);
    const folder = `apps/${twin.app}`;
    for (const [file, text] of Object.entries(own)) files[way.host === 'chart' ? `${folder}/templates/${file}` : `${folder}/${file}`] = text;
    if (way.host === 'flux') files[`${folder}/kustomization.yaml`] = `resources: [${Object.keys(own).join(', ')}]\n`;
    if (way.host === 'flux')
      files[`flux/${twin.app}.yaml`] =
        `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${twin.app}, namespace: flux-system}\nspec: {interval: 1h, path: ./${folder}, prune: true, sourceRef: {kind: GitRepository, name: flux-system}, postBuild: {substitute: {DOMAIN: example.net}}}\n`;
    if (way.host === 'chart') {
      files[`${folder}/Chart.yaml`] = `apiVersion: v2\nname: ${twin.app}\nversion: 1.0.0\n`;
      files[`${folder}/values.yaml`] = 'domain: example.net\n';
      files[`argo/${twin.app}.yaml`] =
        `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${twin.app}, namespace: argocd}\nspec: {project: default, destination: {namespace: rooms}, source: {repoURL: x, path: ${folder}}}\n`;
    }
  }
  if (way.host === 'flux' && (way.provider === 'pocket-id' || way.provider === 'kanidm')) {
    files['door/kustomization.yaml'] = 'resources: [clients.yaml]\n';
    files['flux/door.yaml'] =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: door, namespace: flux-system}\nspec: {interval: 1h, path: ./door, prune: true, sourceRef: {kind: GitRepository, name: flux-system}}\n';
  }
  return Object.entries(files).map(([file, text]) => ({ file, text }));
}

/** What `check` pairs, as `app -> client`, and what it should. */
export function pairsIn(way: Written): { readonly said: readonly string[]; readonly wanted: readonly string[] } {
  const rows = checkFiles(repositoryOf(way)).logins();
  const named = new Map([...twins].map((twin) => [clientName(way, twin), twin.app]));
  const said = rows.flatMap(({ app, client = '', read }) => (read === 'both' ? [`${app} -> ${named.get(client.replace(/^x-/, '')) ?? client}`] : []));
  return { said: [...new Set(said)].sort(), wanted: twins.map(({ app }) => `${app} -> ${app}`) };
}
