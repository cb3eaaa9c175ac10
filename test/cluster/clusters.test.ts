import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../lib/check/check-tree.ts';
import type { ClusterInput } from '../../lib/cluster/cluster-input.ts';
import { defineClusters } from '../../lib/cluster/clusters.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { appFolder } from '../support/app-folder.ts';
import { clusterInput, grafanaOptions } from '../support/sample.ts';
import { readFolder } from '../support/temp-folder.ts';

const shared = { ...clusterInput, name: undefined } as unknown as Omit<ClusterInput, 'name'>;
const second = grafana({ ...grafanaOptions, name: 'second', host: 'second' });
const three = () =>
  defineClusters({
    ...shared,
    apps: [grafana(grafanaOptions), second],
    clusters: [
      { name: 'home' },
      { name: 'cabin', domain: 'cabin.example.org', ingressAddress: '10.0.0.30', overrides: { second: undefined, grafana: { host: 'graphs' } } },
      {
        name: 'lab',
        domain: 'lab.example.org',
        versions: { ...clusterInput.versions, authentik: '2025.12.4' },
        edge: { className: 'nginx' },
        gitops: { path: './generated' },
      },
    ],
  });

describe('several clusters from one source', () => {
  it('serve no host twice: authentik, or an app', () => {
    const two = (second: object) => () =>
      defineClusters({ ...shared, apps: [grafana(grafanaOptions)], clusters: [{ name: 'home' }, { name: 'away', ...second }] });
    expect(two({})).toThrow(
      expect.objectContaining({ code: 'host-duplicate', found: expect.stringContaining('which home already serves') as string }) as Error,
    );
    expect(two({ idp: { host: 'login' } })).toThrow(expect.objectContaining({ code: 'host-duplicate' }) as Error);
    expect(two({ domain: 'away.example.org' })).not.toThrow();
    expect(two({ idp: { host: 'login' }, overrides: { grafana: { host: 'graphs' } } })).not.toThrow();
  });

  it('have what is shared, and their own', () => {
    const [home, cabin, lab] = three();
    expect(three().map(({ apps }) => apps.map(({ name }) => name))).toEqual([['grafana', 'second'], ['grafana'], ['grafana', 'second']]);
    expect(cabin?.apps[0]?.contracts[0]?.tile.launchUrl).toBe('https://graphs.cabin.example.org/login/generic_oauth');
    expect(home?.apps[0]?.contracts[0]?.tile.launchUrl).toBe('https://grafana.home.example.org/login/generic_oauth');
    expect(lab?.facts.edge).toMatchObject({ className: 'nginx', clusterIssuer: 'letsencrypt-prod-dns' });
    expect(lab?.facts.features.grantTypes).toBe(false);
    expect(cabin?.facts.versions).toEqual(clusterInput.versions);
  });

  it('each point Flux at their own folder', () => {
    for (const cluster of three()) {
      const paths = cluster.placed.flatMap(({ folder, object }) => (folder === 'flux' ? [(object['spec'] as { path: string }).path] : []));
      expect(paths.length).toBeGreaterThan(5);
      const { path } = cluster.facts.gitops;
      for (const one of paths) expect(one.startsWith(`${path}/${cluster.facts.name}/`)).toBe(true);
      expect(JSON.stringify(cluster.steps)).toContain(`--path=${path}/${cluster.facts.name}/flux`);
    }
  });

  it('are checked each for itself: another domain and another authentik are no mistake', async () => {
    const { base, run } = appFolder(
      `clusters: [
        { name: 'home' },
        { name: 'cabin', domain: 'cabin.example.org', versions: { authentik: '2025.12.4' } },
        { name: 'lab', domain: 'lab.example.org', idp: { host: 'login' }, overrides: { grafana: { namespace: 'graphs' } } },
      ]`,
    );
    expect(await run(['synth'])).toMatchObject({ code: 0 });
    // That Grafana keeps nothing is its owner's choice here.
    const found = () => checkTree([join(base, 'dist')]).findings.filter(({ code }) => code !== 'data-not-kept');
    expect(found()).toEqual([]);
    const file = join(base, 'dist/cabin/apps/grafana/monitoring.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('client_id: grafana', 'client_id: other'));
    const findings = found();
    expect(findings.length).toBeGreaterThan(0);
    for (const { file: place } of findings) expect(place).toContain('/cabin/');
  });

  it('are written side by side; one that is gone goes, unless somebody else has a file in it', async () => {
    const { base, app, run } = appFolder(
      "clusters: [{ name: 'home' }, { name: 'cabin', domain: 'cabin.example.org' }, { name: 'lab', domain: 'lab.example.org' }]",
    );
    await run(['synth']);
    const dist = join(base, 'dist');
    const before = readFolder(dist);
    expect(new Set(Object.keys(before).map((path) => path.split('/')[0]))).toEqual(new Set(['README.md', 'home', 'cabin', 'lab']));
    expect(before['README.md']!.match(/^## .*/gm)).toEqual(['## [home](home/README.md)', '## [cabin](cabin/README.md)', '## [lab](lab/README.md)']);
    const one = Object.keys(before).filter((path) => path.startsWith('home/'));
    expect(one.length).toBeGreaterThan(20);
    expect(await run(['synth', '--check'])).toMatchObject({ code: 0 });
    expect((await run(['synth'])).talk).toMatch(/home: no change[\s\S]*cabin: no change[\s\S]*lab: no change/);

    mkdirSync(join(dist, 'mine'));
    writeFileSync(join(dist, 'mine/note.txt'), 'mine');
    writeFileSync(join(dist, 'lab/note.txt'), 'mine');
    writeFileSync(app, readFileSync(app, 'utf8').replace(", { name: 'cabin', domain: 'cabin.example.org' }, { name: 'lab', domain: 'lab.example.org' }", ''));
    // A run of its own would load the file anew.
    Reflect.deleteProperty(createRequire(import.meta.url).cache, app);
    const check = await run(['synth', '--check', '--json']);
    expect(check.code).toBe(1);
    expect((check.json['findings'] as { file: string }[]).some(({ file }) => file.endsWith('dist/cabin/README.md'))).toBe(true);
    expect(existsSync(join(dist, 'cabin'))).toBe(true);
    expect((await run(['synth'])).talk).toContain('cabin: removed');
    const after = readFolder(dist);
    expect(Object.keys(after).filter((path) => path.startsWith('cabin/'))).toEqual([]);
    expect(after['mine/note.txt']).toBe('mine');
    expect(after['lab/README.md']).toBe(before['lab/README.md']);
    expect(Object.keys(after).filter((path) => path.startsWith('home/'))).toEqual(one);
  });

  it('write nothing when one of them is refused, or when a file is foreign', async () => {
    const { base, run } = appFolder("clusters: [{ name: 'home' }, { name: 'cabin', domain: 'cabin.example.org' }]");
    mkdirSync(join(base, 'dist/cabin'), { recursive: true });
    writeFileSync(join(base, 'dist/cabin/note.txt'), 'mine');
    expect(await run(['synth', '--json'])).toMatchObject({ code: 1, json: { findings: [{ code: 'file-foreign' }] } });
    expect(Object.keys(readFolder(join(base, 'dist')))).toEqual(['cabin/note.txt']);
    const page = appFolder('');
    mkdirSync(join(page.base, 'dist'));
    writeFileSync(join(page.base, 'dist/README.md'), '# mine\n');
    expect(await page.run(['synth', '--json'])).toMatchObject({ code: 1, json: { findings: [{ code: 'file-foreign' }] } });
    expect(Object.keys(readFolder(join(page.base, 'dist')))).toEqual(['README.md']);
  });
});
