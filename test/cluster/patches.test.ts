import { describe, expect, it } from 'vitest';
import { grave, judged } from '../support/judge.ts';
import { clusterWith } from '../support/sample.ts';

const objects = (patches: unknown) => clusterWith({ patches }).placed.map(({ object }) => object);
const one = (patches: unknown, kind: string, name: string) => objects(patches).find((object) => object.kind === kind && object.metadata.name === name)!;
const labels = { metadata: { labels: { team: 'home' } } };

describe('patches', () => {
  it('change all objects of a kind, and no other', () => {
    const all = objects([{ target: { kind: 'HelmRelease' }, patch: labels }]);
    for (const { kind, metadata } of all) expect(metadata.labels?.['team']).toBe(kind === 'HelmRelease' ? 'home' : undefined);
  });

  it('change one object by its name, by steps', () => {
    const release = one(
      [{ target: { kind: 'HelmRelease', name: 'grafana' }, patch: [{ op: 'replace', path: '/spec/interval', value: '30m' }] }],
      'HelmRelease',
      'grafana',
    );
    expect(release).toMatchObject({ spec: { interval: '30m', releaseName: 'grafana' } });
  });

  it('come after each other, merge maps, and delete by null', () => {
    const target = { kind: 'Ingress', name: 'grafana' };
    const both = one(
      [
        { target, patch: { metadata: { annotations: { a: '1', b: '2' } } } },
        { target, patch: { metadata: { annotations: { a: null } } } },
      ],
      'Ingress',
      'grafana',
    );
    expect(both.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt-prod-dns', b: '2' });
  });

  it('reach the Kustomizations of Flux too, and dist stays clean', () => {
    const patches = [{ target: { kind: 'Kustomization', name: 'pinout-app-grafana' }, patch: { spec: { timeout: '45m' } } }];
    expect(one(patches, 'Kustomization', 'pinout-app-grafana')).toMatchObject({ spec: { timeout: '45m' } });
    expect(grave(judged(clusterWith({ patches })).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });
});
