import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { RE2JS } from 're2js';
import { commands } from '../lib/cli/commands.ts';
import { mainFile } from '../lib/scaffold/project-files.ts';

interface Renovate {
  customManagers: { managerFilePatterns: string[]; matchStrings: string[]; datasourceTemplate?: string; depNameTemplate?: string }[];
}

/** What Renovate's regex manager would find in a text. */
function found(config: string, path: string, text: string): string[] {
  const { customManagers } = JSON.parse(readFileSync(config, 'utf8')) as Renovate;
  return customManagers.flatMap(({ managerFilePatterns, matchStrings, datasourceTemplate, depNameTemplate }) =>
    managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(path))
      ? matchStrings.flatMap((source) =>
          [...text.matchAll(new RegExp(source, 'g'))].map(
            ({ groups }) =>
              `${groups!['datasource'] ?? datasourceTemplate!} ${groups!['registryUrl'] ?? ''} ${groups!['depName'] ?? depNameTemplate!} ${groups!['currentValue']!}`,
          ),
        )
      : [],
  );
}

describe('Renovate', () => {
  it('finds the charts of lib, so that their versions move', () => {
    const all = readdirSync('lib', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => found('renovate.json', `lib/${path}`, readFileSync(`lib/${path}`, 'utf8')));
    for (const chart of [
      'docker  ghcr.io/prometheus-community/charts/kube-prometheus-stack ',
      'helm https://grafana-community.github.io/helm-charts grafana ',
      'helm https://kubernetes-sigs.github.io/headlamp/ headlamp ',
    ])
      expect(
        all.some((one) => one.startsWith(chart)),
        `${chart} in ${all.join('; ')}`,
      ).toBe(true);
  });

  it("finds the charts of a user's apps", () => {
    const text = `oidcApp({ chart: { oci: 'oci://ghcr.io/a/b', version: '1.2.3' } });
oidcApp({ chart: { repository: 'https://charts.example.org', name: 'c', version: '2.0.0' } });
oidcApp({
  chart: {
    repository: 'https://charts.example.org',
    name: 'd',
    version: '3.0.0',
  },
});
oidcApp({ image: 'ghcr.io/miniflux/miniflux:2.2.19', sidecars: { cache: { image: 'docker.io/library/redis:8.2.1@sha256:${'a'.repeat(64)}' } } });
helmApp({ image: 'nginx:1.29.1' });
defineCluster({ versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' }, idp: { existing: { url: 'https://auth.example.org:8443' } } });
grafana({
  // renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/kube-prometheus-stack
  chartVersion: '88.5.3',
});`;
    expect(found('docs/templates/renovate.json', 'apps/x.ts', text)).toEqual([
      'docker  ghcr.io/a/b 1.2.3',
      'helm https://charts.example.org c 2.0.0',
      'helm https://charts.example.org d 3.0.0',
      'docker  ghcr.io/prometheus-community/charts/kube-prometheus-stack 88.5.3',
      'docker  ghcr.io/miniflux/miniflux 2.2.19',
      'docker  docker.io/library/redis 8.2.1',
      'docker  nginx 1.29.1',
      'docker  ghcr.io/goauthentik/server 2026.8.3',
    ]);
    expect(found('docs/templates/renovate.json', 'dist/x.ts', text)).toEqual([]);
  });

  it('finds every version of a project that pinout init begins', () => {
    const main = mainFile({ facts: { versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' } }, apps: [] });
    expect(found('docs/templates/renovate.json', main.path, main.text)).toEqual(['docker  ghcr.io/goauthentik/server 2026.8.3']);
  });

  it('finds what the sample pins, by expressions that RE2 takes', () => {
    const sample = readdirSync('apps').flatMap((path) => found('docs/templates/renovate.json', `apps/${path}`, readFileSync(`apps/${path}`, 'utf8')));
    for (const one of ['ghcr.io/miniflux/miniflux', 'docker.io/traefik/whoami', 'ghcr.io/stefanprodan/charts/podinfo', 'ghcr.io/goauthentik/server'])
      expect(sample.filter((line) => line.includes(` ${one} `))).toHaveLength(1);
    const { customManagers } = JSON.parse(readFileSync('docs/templates/renovate.json', 'utf8')) as Renovate;
    // Renovate runs RE2: no lookahead, no back reference.
    for (const { matchStrings } of customManagers) for (const one of matchStrings) expect(() => RE2JS.compile(one)).not.toThrow();
  });
});

describe('workflows and hooks', () => {
  const files = ['.github/workflows/pr.yml', 'action.yml', 'docs/templates/lefthook.yml', 'docs/templates/pre-commit-config.yaml'];
  it.each(files)('%s runs commands that there are', (path) => {
    const text = readFileSync(path, 'utf8');
    expect(parse(text)).toBeTypeOf('object');
    const called = [...text.matchAll(/npx (?:--no-install )?pinout (\w+)/g)].map(([, name]) => name!);
    expect(called.length).toBeGreaterThan(1);
    for (const name of called) expect(Object.keys(commands)).toContain(name);
  });

  it('pin every action by commit, and put no input into a script', () => {
    for (const path of ['.github/workflows/pr.yml', '.github/workflows/release.yml', 'action.yml']) {
      const text = readFileSync(path, 'utf8');
      for (const [, version] of text.matchAll(/uses: \S+@(\S+)/g)) expect(version).toMatch(/^[0-9a-f]{40}$/);
      for (const [, script] of text.matchAll(/run: (.*)/g)) expect(script).not.toContain('${{');
    }
  });
});
