import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ovh } from '../lib/index.ts';
import { supported } from '../lib/contract/versions.ts';
import { clusterWith } from './support/sample.ts';

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}
const { customManagers } = JSON.parse(readFileSync('renovate.json', 'utf8')) as { customManagers: readonly Manager[] };
const sources = ['lib', 'apps']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)))
  .filter((path) => path.endsWith('.ts'));

/** What Renovate finds: the version that stands there, and what it is a version of. */
const found = customManagers.flatMap(({ managerFilePatterns, matchStrings }) => {
  const files = managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1)));
  return sources
    .filter((path) => files.some((file) => file.test(path)))
    .flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      return matchStrings.flatMap((pattern) =>
        [...text.matchAll(new RegExp(pattern, 'gm'))].map(({ groups }): Record<string, string | undefined> => ({ ...groups, path })),
      );
    });
});
const versions = new Set(found.map(({ currentValue }) => currentValue));

// Every app of the sample, by every way in.
const files = import.meta.glob<Record<string, unknown>>(['../apps/*.ts', '!../apps/main*.ts'], { eager: true });
const apps = Object.values(files)
  .flatMap((file) => Object.values(file))
  .filter((one) => typeof one === 'object' && one !== null && 'integration' in one);

/** What dist installs besides apps. */
const platform = {
  edge: { className: 'traefik' },
  certificates: { email: 'jan@example.org', provider: ovh({ endpoint: 'ovh-eu', authentication: 'application' }) },
  dns: { mode: 'pihole', externalDns: { server: 'http://192.168.1.2' } },
  idp: { database: { kind: 'cloudnative-pg', instances: 1, operator: 'release' } },
};

describe('Renovate', () => {
  it('finds every chart and image that dist pins', () => {
    const pinned = new Set<string>();
    for (const authentik of supported.authentik)
      for (const kubernetes of ['1.30', '1.36']) {
        const cluster = clusterWith({
          apps,
          apiserver: { rollout: 'daemonset' },
          ...platform,
          versions: { kubernetes, authentik: `${authentik}.0`, flux: '2.9' },
        });
        const text = JSON.stringify(cluster.placed.map(({ object }) => object));
        for (const [, tag] of text.matchAll(/"tag":"([^"]+)"|"image":"[^"]+:([^"]+)"/g)) if (tag !== undefined) pinned.add(tag);
        for (const [, version] of text.matchAll(/"version":"([^"]+)"/g)) pinned.add(version!);
      }
    // The image of authentik is the cluster's own: a fact that its owner writes.
    const own = [...pinned].filter((version) => !supported.authentik.some((minor) => version === `${minor}.0` && minor !== '2026.8'));
    expect(own.length).toBeGreaterThan(15);
    expect(own.filter((version) => !versions.has(version))).toEqual([]);
  });

  it('finds images with their digest, and nothing in tests', () => {
    const image = `docker.io/library/busybox:1.37.0@sha256:${'a'.repeat(64)}`;
    const matches = customManagers.flatMap(({ matchStrings }) => matchStrings.flatMap((one) => [...`image: '${image}',`.matchAll(new RegExp(one, 'g'))]));
    expect(matches.map(({ groups }) => ({ ...groups }))).toEqual([
      { depName: 'docker.io/library/busybox', currentValue: '1.37.0', currentDigest: `sha256:${'a'.repeat(64)}` },
    ]);
    expect(found.filter(({ path = '' }) => /\.(test|gallery)\.ts$/.test(path))).toEqual([]);
  });
});
