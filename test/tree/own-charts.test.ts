import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';

type Files = Readonly<Record<string, string>>;
const files = (all: Files) => Object.entries(all).map(([file, text]) => ({ file, text }));
const rows = (all: Files) =>
  checkFiles(files(all))
    .logins()
    .map(({ app, client, read, at, why }) => ({ app, client, read, at: `${at.at.file}:${at.at.line}`, ...(read === 'neither' ? { why } : {}) }));

const chart = (name: string, more = '') => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${more}`;
const application = (name: string, path: string, helm = '{}') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec:\n  source: {repoURL: https://git.example.net/x.git, path: ${path}, helm: ${helm}}\n  destination: {namespace: home}\n`;
const board = {
  'charts/board/Chart.yaml': chart('board'),
  'charts/board/values.yaml': 'client: from-values\ndomain: example.net\n',
  'charts/board/templates/_names.tpl': '{{ define "board.host" }}{{ .Release.Name }}.{{ .Values.domain }}{{ end }}',
  'charts/board/templates/pod.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: board\n          image: ghcr.io/mealie-recipes/mealie:v3\n          env:\n            - name: BASE_URL\n              value: https://{{ include "board.host" . }}\n            - name: OIDC_CLIENT_ID\n              value: {{ .Values.client | quote }}\n            - name: OIDC_CONFIGURATION_URL\n              value: https://id.{{ .Values.domain }}/application/o/board/.well-known/openid-configuration\n',
};

describe("a chart of the repository's own", () => {
  it('is rendered for the Application that installs it, with its values files and parameters', () => {
    const all = {
      ...board,
      'global.yaml': 'client: from-file\n',
      'apps/a.yaml': application('one', 'charts/board', '{valueFiles: [../../global.yaml]}'),
      'apps/b.yaml': application('two', 'charts/board', '{parameters: [{name: client, value: from-parameter}]}'),
    };
    expect(rows(all)).toEqual([
      { app: 'one', client: 'from-file', read: 'app', at: 'charts/board/templates/pod.yaml:15' },
      { app: 'two', client: 'from-parameter', read: 'app', at: 'charts/board/templates/pod.yaml:15' },
    ]);
  });

  it('is left where its values are no map, as Helm leaves it', () => {
    const root = {
      'charts/root/Chart.yaml': chart('root'),
      'charts/root/values.yaml': 'https://example.org/values.yaml\n',
      'charts/root/templates/a.yaml': application('one', 'charts/board'),
    };
    expect(rows({ ...root, ...board })).toEqual(rows(board));
  });

  it('is rendered for the HelmRelease that takes it from the repository itself', () => {
    const release =
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: board, namespace: home}\nspec:\n  chart: {spec: {chart: ./charts/board, sourceRef: {kind: GitRepository, name: flux-system}}}\n  values: {client: "${CLIENT}"}\n';
    expect(rows({ ...board, 'apps/release.yaml': release })).toEqual([
      { app: 'board', client: '${CLIENT}', read: 'app', at: 'charts/board/templates/pod.yaml:15' },
    ]);
  });

  it('brings the files that its template takes by a pattern', () => {
    const { 'charts/board/templates/pod.yaml': pod, ...rest } = board;
    const all = {
      ...rest,
      'charts/board/templates/all.yaml': '{{ range $path, $_ := .Files.Glob "*/*.yaml" }}\n---\n{{ $.Files.Get $path }}\n{{ end }}',
      'charts/board/objects/pod.yaml': pod
        .replace('{{ .Release.Name }}', 'board')
        .replace('{{ include "board.host" . }}', 'board.example.net')
        .replace('{{ .Values.client | quote }}', 'plain')
        .replace('{{ .Values.domain }}', 'example.net'),
      'apps/a.yaml': application('one', 'charts/board'),
    };
    expect(rows(all)).toMatchObject([{ client: 'plain', read: 'app' }]);
  });

  it('that brings Applications is followed, also where it says itself with which values it is installed', () => {
    const all = {
      ...board,
      'root/Chart.yaml': chart('root'),
      'root/templates/self.yaml': application('root', 'root', '{valueFiles: [../all.yaml]}'),
      'root/templates/apps.yaml': `{{ range $name, $app := .Values.apps }}\n${application('{{ $name }}', 'charts/{{ $app.chart }}')}---\n{{ end }}`,
      'all.yaml': 'apps: {wiki: {chart: board}}\n',
    };
    expect(rows(all)).toEqual([{ app: 'wiki', client: 'from-values', read: 'app', at: 'charts/board/templates/pod.yaml:15' }]);
  });

  it('has the objects of charts that it brings from the repository, and values for those from elsewhere', () => {
    const all = {
      ...board,
      'charts/all/Chart.yaml': chart(
        'all',
        'dependencies:\n  - {name: board, version: 1.0.0, repository: "file://../board"}\n  - {name: redis, version: 1.0.0, repository: https://charts.example.net}\n',
      ),
      'charts/all/values.yaml': 'board: {client: from-above}\nredis: {auth: {enabled: true}}\n',
      'apps/a.yaml': application('all', 'charts/all'),
    };
    const { objects, releases } = manifestsOf(treeOf(files(all)));
    expect(objects.of('Deployment').map(({ name, namespace }) => `${namespace}/${name}`)).toEqual(['home/all']);
    expect(releases.map((one) => one.chart)).toEqual(['redis']);
    expect(rows(all).map(({ client }) => client)).toEqual(['from-above']);
  });

  it('that nothing installs is not rendered: its own values may be an example', () => {
    expect(rows(board)).toEqual([
      {
        app: 'board',
        read: 'neither',
        at: 'charts/board/Chart.yaml:2',
        client: undefined,
        why: 'the templates of this chart look like a login, but could not be rendered: nothing here installs the chart, or a value is missing',
      },
    ]);
  });

  it('is not rendered with half of its values, and the file is named with the reason', () => {
    const unread = (all: Files) => manifestsOf(treeOf(files(all))).tree.unread.map(({ why }) => why);
    expect(unread({ ...board, 'apps/a.yaml': application('one', 'charts/board', '{valueFiles: [secrets.yaml]}') })).toContain(
      'template of a Helm chart: its values file secrets.yaml is not in the repository',
    );
    const asks = { 'charts/board/templates/x.yaml': 'kind: Secret\ndata: {{ lookup "v1" "Secret" "a" "b" | toJson }}\n' };
    expect(unread({ ...board, ...asks, 'apps/a.yaml': application('one', 'charts/board') })).toContain(
      'template of a Helm chart: it asks for an object of the cluster',
    );
  });

  it('in a namespace that only Argo CD knows has its Secrets wherever an app looks for them', () => {
    const all = {
      'sets.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all, namespace: argocd}\nspec:\n  goTemplate: true\n  generators: [{clusters: {}}]\n  template:\n    metadata: {name: wiki}\n    spec:\n      destination: {namespace: "{{ default .name .space }}"}\n      source: {repoURL: https://git.example.net/x.git, path: charts/wiki}\n',
      'charts/wiki/Chart.yaml': chart('wiki', 'dependencies:\n  - {name: argo-cd, version: 9.0.0, repository: https://charts.example.net}\n'),
      'charts/wiki/values.yaml':
        'argo-cd: {configs: {cm: {url: "https://cd.example.net", oidc.config: "issuer: https://id.example.net\\nclientID: $login:id\\nclientSecret: $login:secret\\n"}}}\n',
      'charts/wiki/templates/secret.yaml':
        'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: login}\nspec:\n  target: {template: {metadata: {labels: {app.kubernetes.io/part-of: argocd}}, data: {id: "{{ `{{ .id }}` }}", secret: "{{ `{{ .secret }}` }}"}}}\n',
    };
    expect(checkFiles(files(all)).findings.filter(({ code }) => code === 'secret-missing')).toEqual([]);
  });
});
