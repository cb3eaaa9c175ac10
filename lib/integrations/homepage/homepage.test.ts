import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { edges } from '../../../test/support/edges.ts';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { homepage, homepageIntegration } from './homepage.ts';
import type { HomepageOptions } from './options.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'externalHost'] as const;

const clusterOf = (options: Partial<HomepageOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [homepage({ host: 'home', access: everyone(), ...options })], ...cluster });
const objects = (options: Partial<HomepageOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) => clusterOf(options, cluster).apps[0]!.end.objects;
const files = (options: Partial<HomepageOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) => {
  const { data } = objects(options, cluster).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'homepage-config') as unknown as {
    data: Record<string, string>;
  };
  return Object.fromEntries(Object.entries(data).map(([name, text]) => [name, parse(text) as unknown]));
};

describe('the read laws of homepage', () => {
  it.each(Object.entries(edges))('hold at %s', (_, edge) => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('homepage', 'start'),
          access: fc.constantFrom(everyone(), groups('a', 'b')),
          discovery: fc.constantFrom('cluster' as const, 'off' as const),
        }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { edge, versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), homepageIntegration, holds);
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe('what is written', () => {
  it('allows its own host, and the address that probes come by', () => {
    expect(JSON.stringify(objects())).toContain('{"name":"HOMEPAGE_ALLOWED_HOSTS","value":"home.home.example.org,$(MY_POD_IP):3000"}');
    expect(JSON.stringify(objects())).toContain('[{"name":"MY_POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"HOMEPAGE_ALLOWED_HOSTS"');
  });

  it('has a token and rights only for discovery', () => {
    expect(objects().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding']));
    expect(JSON.stringify(objects())).toContain('"automountServiceAccountToken":true');
    const off = objects({ discovery: 'off' });
    expect(off.map(({ kind }) => kind).filter((kind) => /Role|ServiceAccount/.test(kind))).toEqual([]);
    expect(JSON.stringify(off)).toContain('"automountServiceAccountToken":false');
    expect(files({ discovery: 'off' })['kubernetes.yaml']).toEqual({ mode: 'disabled' });
  });

  it('looks for what the edge of the cluster has', () => {
    expect(files()['kubernetes.yaml']).toEqual({ mode: 'cluster', ingress: true, traefik: false });
    const gateway = { edge: edges['Envoy Gateway'] };
    expect(files({}, gateway)['kubernetes.yaml']).toEqual({ mode: 'cluster', ingress: false, gateway: true });
    expect(JSON.stringify(objects({}, gateway).find(({ kind }) => kind === 'ClusterRole'))).toContain('httproutes');
  });

  it('mounts every file, so that none is the example of the image, and restarts when one changes', () => {
    const services = [{ Media: [{ Jellyfin: { href: 'https://jellyfin.home.example.org' } }] }];
    expect(files({ files: { services } })).toMatchObject({ 'services.yaml': services, 'bookmarks.yaml': [], 'settings.yaml': {} });
    const hash = (options: Partial<HomepageOptions>) => /"pinout\/config-sha256":"(\w+)"/.exec(JSON.stringify(objects(options)))?.[1];
    expect(hash({ files: { services } })).not.toBe(hash({}));
    for (const file of Object.keys(files())) expect(JSON.stringify(objects())).toContain(`"path":"/app/config/${file}","subPath":"${file}"`);
  });
});
