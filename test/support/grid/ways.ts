/** Files of a repository, by path. */
export type Files = Readonly<Record<string, string>>;
export type Env = Readonly<Record<string, string>>;

/** An app of the grid: how it is told its login, in one of the forms that it takes. The client is `shelf`, the app is at app.example.net. */
export interface GridApp {
  /** Its image, or its chart. */
  readonly runs: string;
  readonly env?: Env;
  /** A file that it reads: its name and its text. */
  readonly file?: readonly [string, string];
  /** Values of its own chart. */
  readonly values?: unknown;
  /** Where the browser comes back to. */
  readonly back: readonly string[];
  /** Scopes beside openid, profile and email. */
  readonly scopes?: readonly string[];
  readonly type?: 'public';
  readonly args?: readonly string[];
}

const yaml = (value: unknown): string => JSON.stringify(value);
const indent = (text: string, by: number): string => text.trimEnd().replace(/^(?=.)/gm, ' '.repeat(by));
const meta = (more = ''): string => `metadata: { name: shelf, namespace: rooms${more} }`;

const deployment = (image: string, container: object, pod: object = {}): string =>
  `apiVersion: apps/v1\nkind: Deployment\n${meta()}\nspec: { selector: { matchLabels: { app: shelf } }, template: { metadata: { labels: { app: shelf } }, spec: ${yaml({ containers: [{ name: 'app', image: `${image}:99.0.0`, ...container }], ...pod })} } }\n`;
const flux = (chart: string, values: unknown): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n${meta()}\nspec:\n  interval: 1h\n  chart: { spec: { chart: ${chart}, version: 1.0.0, sourceRef: { kind: HelmRepository, name: charts } } }\n  install: { remediation: { retries: 3 } }\n  upgrade: { remediation: { retries: 3 } }\n  values: ${yaml(values)}\n`;
const argo = (chart: string, helm: string): string =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shelf, namespace: argocd }\nspec:\n  project: default\n  destination: { server: https://kubernetes.default.svc, namespace: rooms }\n  source:\n    repoURL: https://charts.example.net\n    chart: ${chart}\n    targetRevision: 1.0.0\n    helm:\n${indent(helm, 6)}\n`;
const object = (kind: 'ConfigMap' | 'Secret', data: Env): string =>
  `apiVersion: v1\nkind: ${kind}\n${meta()}\n${kind === 'Secret' ? 'stringData' : 'data'}: ${yaml(data)}\n`;
const texts = (data: Env): string =>
  Object.entries(data)
    .map(([key, text]) => (text.includes('\n') ? `${key}: |\n${indent(text, 2)}` : `${key}: ${yaml(text)}`))
    .join('\n');
const external = (data: Env): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\n${meta()}\nspec:\n  secretStoreRef: { kind: ClusterSecretStore, name: store }\n  data: [{ secretKey: secret, remoteRef: { key: shelf, property: secret } }]\n  target:\n    template:\n      data:\n${indent(texts(data), 8)}\n`;
const kustomization = (more: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: rooms\n${more}`;
const template = (image: string, container: object, more: object = {}): object => ({
  controllers: { shelf: { containers: { app: { image: { repository: image, tag: '99.0.0' }, ...container } } } },
  ...more,
});
const list = (env: Env): object[] => Object.entries(env).map(([name, value]) => ({ name, value }));

/** Ways to give a container its variables. */
export const envWays: Readonly<Record<string, (image: string, env: Env) => Files>> = {
  'Deployment, literal variables': (image, env) => ({ 'a.yaml': deployment(image, { env: list(env) }) }),
  'Deployment, envFrom ConfigMap': (image, env) => ({
    'a.yaml': `${deployment(image, { envFrom: [{ configMapRef: { name: 'shelf' } }] })}---\n${object('ConfigMap', env)}`,
  }),
  'Deployment, envFrom Secret': (image, env) => ({
    'a.yaml': `${deployment(image, { envFrom: [{ secretRef: { name: 'shelf' } }] })}---\n${object('Secret', env)}`,
  }),
  'Deployment, one key of a ConfigMap each': (image, env) => ({
    'a.yaml': `${deployment(image, { env: Object.keys(env).map((name) => ({ name, valueFrom: { configMapKeyRef: { name: 'shelf', key: name.toLowerCase() } } })) })}---\n${object('ConfigMap', Object.fromEntries(Object.entries(env).map(([name, text]) => [name.toLowerCase(), text])))}`,
  }),
  'app-template, a map': (image, env) => ({ 'a.yaml': flux('app-template', template(image, { env })) }),
  'app-template, a list': (image, env) => ({ 'a.yaml': flux('app-template', template(image, { env: list(env) })) }),
  'app-template, the template of an ExternalSecret': (image, env) => ({
    'a.yaml': `${flux('app-template', template(image, { envFrom: [{ secretRef: { name: 'shelf' } }] }))}---\n${external(env)}`,
  }),
  'app-template, a ConfigMap of its values': (image, env) => ({
    'a.yaml': flux('app-template', template(image, { envFrom: [{ configMapRef: { identifier: 'login' } }] }, { configMaps: { login: { data: env } } })),
  }),
  'Argo CD, valuesObject': (image, env) => ({ 'a.yaml': argo('app-template', `valuesObject: ${yaml(template(image, { env }))}`) }),
  'Argo CD, values as a text': (image, env) => ({ 'a.yaml': argo('app-template', `values: |\n  ${yaml(template(image, { env }))}`) }),
  'kustomize, literals of a generator': (image, env) => ({
    'kustomization.yaml': kustomization(
      `resources: [a.yaml]\nconfigMapGenerator:\n  - name: shelf\n    literals: ${yaml(Object.entries(env).map(([name, value]) => `${name}=${value}`))}\n`,
    ),
    'a.yaml': deployment(image, { envFrom: [{ configMapRef: { name: 'shelf' } }] }),
  }),
  'kustomize, a file of variables': (image, env) => ({
    'kustomization.yaml': kustomization('resources: [a.yaml]\nsecretGenerator:\n  - name: shelf\n    envs: [login.env]\n'),
    'login.env': `${Object.entries(env)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n')}\n`,
    'a.yaml': deployment(image, { envFrom: [{ secretRef: { name: 'shelf' } }] }),
  }),
  'kustomize, a chart': (image, env) => ({
    'kustomization.yaml': kustomization(
      `helmCharts:\n  - name: app-template\n    repo: https://charts.example.net\n    version: 1.0.0\n    releaseName: shelf\n    valuesInline: ${yaml(template(image, { env }))}\n`,
    ),
  }),
  'a chart of one’s own, by Flux': (image, env) => ({ 'a.yaml': flux('shelf', { image: { repository: image, tag: '99.0.0' }, env }) }),
  'a file of values that nothing names': (image, env) => ({ 'shelf/values.yaml': yaml({ image: { repository: image, tag: '99.0.0' }, env: list(env) }) }),
  'a Secret for a chart that is not here': (image, env) => ({
    'a.yaml': `${flux('shelf', { image: { repository: image, tag: '99.0.0' }, existingSecret: 'shelf' })}---\n${external(env)}`,
  }),
};

const volume = { volumes: [{ name: 'config', configMap: { name: 'shelf' } }] };

/** Ways to give a container a file. */
export const fileWays: Readonly<Record<string, (image: string, name: string, text: string, more?: object) => Files>> = {
  'a ConfigMap': (image, name, text, more = {}) => ({
    'a.yaml': `${deployment(image, { ...more, volumeMounts: [{ name: 'config', mountPath: `/config/${name}`, subPath: name }] }, volume)}---\napiVersion: v1\nkind: ConfigMap\n${meta()}\ndata:\n  ${name}: |\n${indent(text, 4)}\n`,
  }),
  'a Secret': (image, name, text, more = {}) => ({
    'a.yaml': `${deployment(image, more, { volumes: [{ name: 'config', secret: { secretName: 'shelf' } }] })}---\napiVersion: v1\nkind: Secret\n${meta()}\nstringData:\n  ${name}: |\n${indent(text, 4)}\n`,
  }),
  'the template of an ExternalSecret': (image, name, text, more = {}) => ({
    'a.yaml': `${flux('app-template', template(image, more, { persistence: { config: { type: 'secret', name: 'shelf' } } }))}---\n${external({ [name]: text })}`,
  }),
  'a generator of kustomize': (image, name, text, more = {}) => ({
    'kustomization.yaml': kustomization(`resources: [a.yaml]\nconfigMapGenerator:\n  - name: shelf\n    files: [config/${name}]\n`),
    [`config/${name}`]: text,
    'a.yaml': flux('app-template', template(image, more, { persistence: { config: { type: 'configMap', name: 'shelf' } } })),
  }),
  'a ConfigMap of the values of app-template': (image, name, text, more = {}) => ({
    'a.yaml': flux(
      'app-template',
      template(image, more, { configMaps: { login: { data: { [name]: text } } }, persistence: { config: { type: 'configMap', identifier: 'login' } } }),
    ),
  }),
  'Argo CD, values of app-template': (image, name, text, more = {}) => ({
    'a.yaml': argo('app-template', `valuesObject: ${yaml(template(image, more, { configMaps: { login: { data: { [name]: text } } } }))}`),
  }),
};

/** Ways to give a chart its values. */
export const chartWays: Readonly<Record<string, (chart: string, values: unknown) => Files>> = {
  Flux: (chart, values) => ({ 'a.yaml': flux(chart, values) }),
  'Flux, values of a ConfigMap': (chart, values) => ({
    'kustomization.yaml': kustomization(
      'resources: [a.yaml]\nconfigMapGenerator:\n  - name: shelf-values\n    files: [values.yaml]\n    options: { disableNameSuffixHash: true }\n',
    ),
    'values.yaml': yaml(values),
    'a.yaml': flux(chart, {}).replace('  values: {}', '  valuesFrom: [{ kind: ConfigMap, name: shelf-values }]'),
  }),
  'Argo CD, valuesObject': (chart, values) => ({ 'a.yaml': argo(chart, `valuesObject: ${yaml(values)}`) }),
  'Argo CD, a file of values': (chart, values) => ({
    'apps/a.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shelf, namespace: argocd }\nspec:\n  project: default\n  destination: { server: https://kubernetes.default.svc, namespace: rooms }\n  sources:\n    - repoURL: https://charts.example.net\n      chart: ${chart}\n      targetRevision: 1.0.0\n      helm: { valueFiles: [$values/shelf/values.yaml] }\n    - repoURL: https://git.example.net/me/house\n      targetRevision: main\n      ref: values\n`,
    'shelf/values.yaml': yaml(values),
  }),
  'a chart of charts': (chart, values) => ({
    'shelf/Chart.yaml': `apiVersion: v2\nname: shelf\nversion: 1.0.0\ndependencies:\n  - name: ${chart}\n    version: 1.0.0\n    repository: https://charts.example.net\n`,
    'shelf/values.yaml': yaml({ [chart]: values }),
  }),
  kustomize: (chart, values) => ({
    'kustomization.yaml': kustomization(
      `helmCharts:\n  - name: ${chart}\n    repo: https://charts.example.net\n    version: 1.0.0\n    releaseName: shelf\n    valuesFile: values.yaml\n`,
    ),
    'values.yaml': yaml(values),
  }),
  k3s: (chart, values) => ({
    'a.yaml': `apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: shelf, namespace: kube-system }\nspec:\n  repo: https://charts.example.net\n  chart: ${chart}\n  version: 1.0.0\n  targetNamespace: rooms\n  valuesContent: |\n    ${yaml(values)}\n`,
  }),
};
