import { describe, expect, it } from 'vitest';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';
import { codesSaid } from '../support/tree-said.ts';

const release = (containers: string, patches: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: reader, namespace: rooms}\nspec:\n  interval: 1h\n  chart: {spec: {chart: app-template, version: 4.0.0, sourceRef: {kind: HelmRepository, name: b}}}\n  values: {controllers: {reader: {containers: ${containers}}}}\n  postRenderers: [{kustomize: ${patches}}]\n`;
const app =
  '{image: {repository: ghcr.io/miniflux/miniflux, tag: "2"}, env: {OAUTH2_PROVIDER: oidc, OAUTH2_CLIENT_ID: reader, OAUTH2_CLIENT_SECRET: {valueFrom: {secretKeyRef: {name: s, key: k}}}}}';
const missing = (containers: string, patches: string) =>
  codesSaid({ 'a.yaml': release(containers, patches) }).filter((line) => line.includes('login-incomplete'));
const merged = (name: string, env: string) =>
  `{patches: [{target: {kind: Deployment}, patch: 'spec: {template: {spec: {containers: [{name: ${name}, env: [${env}]}]}}}'}]}`;
const both =
  '{name: OAUTH2_OIDC_DISCOVERY_ENDPOINT, value: "https://id.example.net"}, {name: OAUTH2_REDIRECT_URL, value: "https://reader.example.net/oauth2/oidc/callback"}';

describe('postRenderers', () => {
  it('of kustomize bring variables', () => {
    expect(missing(`{app: ${app}}`, '{patches: []}')).toHaveLength(2);
    expect(missing(`{app: ${app}}`, merged('app', both))).toEqual([]);
    expect(missing(`{app: ${app}}`, merged('app', '{name: OAUTH2_REDIRECT_URL, value: "https://reader.example.net"}'))).toHaveLength(1);
    expect(missing(`{app: ${app}, other: {image: {repository: x}}}`, merged('other', both))).toHaveLength(2);
  });

  it('bring them by a JSON patch', () => {
    const add = (name: string) => `{op: add, path: /spec/template/spec/containers/0/env/-, value: {name: ${name}, value: "https://id.example.net"}}`;
    expect(
      missing(`{app: ${app}}`, `{patches: [{target: {kind: Deployment}, patch: '[${add('OAUTH2_OIDC_DISCOVERY_ENDPOINT')}, ${add('OAUTH2_REDIRECT_URL')}]'}]}`),
    ).toEqual([]);
    // Which of two containers is the first after rendering is not known.
    expect(missing(`{app: ${app}, other: {image: {repository: x}}}`, `{patches: [{patch: '[${add('OAUTH2_REDIRECT_URL')}]'}]}`)).toEqual([]);
  });

  it('change images', () => {
    const text = release('{app: {image: {repository: example.net/a, tag: "1"}}}', '{images: [{name: example.net/a, newName: example.net/b, newTag: "2"}]}');
    expect(manifestsOf(treeOf([{ file: 'a.yaml', text }])).containers.map(({ image, tag }) => `${image}:${tag}`)).toEqual(['example.net/b:2']);
  });
});
