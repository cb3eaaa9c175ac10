import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { appliedTrees } from '../../lib/tree/applied/applied-trees.ts';
import { treeOf } from '../../lib/tree/tree.ts';

const files = (all: Readonly<Record<string, string>>) => Object.entries(all).map(([file, text]) => ({ file, text }));
const logins = (all: Readonly<Record<string, string>>) =>
  checkFiles(files(all))
    .logins()
    .map(({ app, client }) => `${app} ${client ?? ''}`);

const set = (generators: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all, namespace: argocd}\nspec:\n  goTemplate: true\n  generators: ${generators}\n  template:\n    metadata: {name: 'grafana-{{ .cluster }}'}\n    spec:\n      destination: {namespace: '{{ .cluster }}'}\n      source:\n        repoURL: https://charts.example.org\n        chart: grafana\n        targetRevision: 9.0.0\n        helm:\n          valuesObject:\n            grafana.ini:\n              server: {root_url: 'https://{{ .host }}'}\n              auth.generic_oauth: {enabled: true, client_id: '{{ .id }}', auth_url: "https://id.example.net/application/o/authorize/", token_url: "https://id.example.net/application/o/token/", api_url: "https://id.example.net/application/o/userinfo/", scopes: openid}\n`;

describe('an ApplicationSet', () => {
  it('with a matrix makes every pair, and the second list sees the first', () => {
    expect(
      logins({
        'a.yaml': set(
          '[{matrix: {generators: [{list: {elements: [{env: live}, {env: test}]}}, {list: {elements: [{cluster: "{{ .env }}-a", id: "{{ .env }}-id"}]}}]}}]',
        ),
      }),
    ).toEqual(['grafana-live-a live-id', 'grafana-test-a test-id']);
  });

  it('with a matrix of what only Argo CD knows keeps the placeholders', () => {
    expect(logins({ 'a.yaml': set('[{matrix: {generators: [{clusters: {}}, {list: {elements: [{id: one}]}}]}}]') })).toEqual(['grafana-{{ .cluster }} one']);
  });

  it('with a merge takes what the later lists say of the same key', () => {
    expect(
      logins({
        'a.yaml': set(
          '[{merge: {mergeKeys: [cluster], generators: [{list: {elements: [{cluster: a, id: x}, {cluster: b, id: y}]}}, {list: {elements: [{cluster: b, id: z}]}}]}}]',
        ),
      }),
    ).toEqual(['grafana-a x', 'grafana-b z']);
  });

  it('takes the clusters whose Secrets are there, by their labels', () => {
    const cluster = (name: string, labels: string) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}-cluster, namespace: argocd, labels: {argocd.argoproj.io/secret-type: cluster, ${labels}}}\nstringData: {name: ${name}, server: 'https://${name}.example.net'}\n`;
    const by = (selector: string) =>
      set(`[{clusters: {selector: ${selector}, values: {id: 'of-{{ .name }}'}}}]`)
        .replaceAll('{{ .cluster }}', '{{ .name }}')
        .replaceAll('{{ .id }}', '{{ .metadata.labels.tier }}');
    const secrets = { 'one.yaml': cluster('one', 'tier: live, wiki: "true"'), 'two.yaml': cluster('two', 'tier: test') };
    expect(logins({ 'a.yaml': by('{matchLabels: {tier: test}}'), ...secrets })).toEqual(['grafana-two test']);
    expect(logins({ 'a.yaml': by('{matchExpressions: [{key: wiki, operator: In, values: ["true"]}]}'), ...secrets })).toEqual(['grafana-one live']);
    expect(logins({ 'a.yaml': by('{matchExpressions: [{key: wiki, operator: DoesNotExist}]}'), ...secrets })).toEqual(['grafana-two test']);
    expect(logins({ 'a.yaml': by('{matchLabels: {tier: none}}'), ...secrets })).toEqual(['grafana-{{ .name }} ']);
  });

  it('takes files of the repository', () => {
    const config = { 'clusters/one/config.json': '{"cluster": "one", "id": "first"}', 'clusters/two/config.json': '{"cluster": "two", "id": "second"}' };
    expect(logins({ 'a.yaml': set('[{git: {files: [{path: "clusters/**/config.json"}]}}]'), ...config })).toEqual(['grafana-one first', 'grafana-two second']);
    expect(logins({ 'a.yaml': set('[{git: {files: [{path: "clusters/one/*.json"}]}}]'), ...config })).toEqual(['grafana-one first']);
  });
});

describe('an Application with settings for kustomize', () => {
  const application = (name: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec:\n  destination: {namespace: rooms}\n  source:\n    path: apps/reader\n    kustomize:\n      namespace: rooms\n      namePrefix: my-\n      commonLabels: {team: us}\n      patches:\n        - target: {kind: ConfigMap}\n          patch: |\n            - {op: add, path: /data/b, value: "2"}\n`;
  const base = {
    'apps/reader/kustomization.yaml': 'resources: [c.yaml]\n',
    'apps/reader/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: facts}\ndata: {a: "1"}\n',
  };
  const built = (all: Readonly<Record<string, string>>) =>
    appliedTrees(treeOf(files(all))).flatMap(({ objects }) => objects.filter(({ kind }) => kind === 'ConfigMap').map(({ root }) => root.value));

  it('adds them to the kustomization of its folder', () => {
    expect(built({ 'app.yaml': application('reader'), ...base })).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'my-facts', namespace: 'rooms', labels: { team: 'us' } }, data: { a: '1', b: '2' } },
    ]);
  });

  it('is one of several for a folder, and then nobody can say which', () => {
    expect(built({ 'app.yaml': `${application('one')}---\n${application('two')}`, ...base })).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'facts' }, data: { a: '1' } },
    ]);
  });
});
