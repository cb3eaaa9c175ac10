import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { featuresOf, supported } from '../../lib/contract/versions.ts';
import { authentikUpgrade } from '../../lib/idp/authentik/upgrade.ts';
import { main } from '../../lib/cli/main.ts';
import { type AppFolder, appFolder } from '../support/app-folder.ts';

/** synth with an authentik in the source, over what the last one wrote. */
const synthIn =
  ({ app, run }: AppFolder) =>
  (version: string, ...more: string[]) => {
    writeFileSync(app, readFileSync(app, 'utf8').replace(/authentik: '[^']+'/, `authentik: '${version}'`));
    return run(['synth', ...more]);
  };
const tagIn = ({ base }: AppFolder) => /tag: "?([\d.]+)/.exec(readFileSync(join(base, 'dist/home/authentik/authentik.yaml'), 'utf8'))![1];

describe('an upgrade of authentik', () => {
  it('is written release by release, refused with the steps when one is left out, and refused back', async () => {
    const folder = appFolder('');
    const synth = synthIn(folder);
    const tag = () => tagIn(folder);
    expect(await synth('2025.12.4')).toMatchObject({ code: 0 });
    const skips = await synth('2026.8.3');
    expect(skips.code).toBe(1);
    expect(skips.talk + skips.out).toMatch(/authentik-upgrade: cluster: versions.authentik is "2026.8.3", but \S+ has 2025.12.4.*must be 2026.2.3/);
    expect(skips.talk + skips.out).toMatch(/write versions.authentik: '2026.2.3'.*then 2026.5.6, then 2026.8.3/);
    expect(tag()).toBe('2025.12.4');
    for (const version of ['2026.2.3', '2026.5.6', '2026.8.0', '2026.8.3']) expect(await synth(version)).toMatchObject({ code: 0 });
    expect(tag()).toBe('2026.8.3');
    const back = await synth('2026.5.6');
    expect(back.code).toBe(1);
    expect(back.talk + back.out).toContain('cannot be downgraded');
    expect(await synth('2026.8.0')).toMatchObject({ code: 0 });
    expect(await synth('2025.12.4', '--new-database')).toMatchObject({ code: 0 });
    expect(await synth('2026.8.3', '--new-database')).toMatchObject({ code: 0 });
  });

  it('is told by diff', async () => {
    const [one, two] = [appFolder(''), appFolder('')];
    writeFileSync(one.app, readFileSync(one.app, 'utf8').replace('2026.8.3', '2025.12.4'));
    for (const { run: synthesise } of [one, two]) await synthesise(['synth']);
    let out = '';
    await main(['diff', join(one.base, 'dist'), join(two.base, 'dist')], { out: (text) => (out += text), talk: () => undefined, env: {} });
    expect(out).toMatch(/breaks {2}authentik goes from 2025.12.4 to 2026.8.3 and leaves out 2026.2.3, 2026.5.6/);
  });

  it.each([
    ['2026.5.6', '2026.8.3', { kind: 'step' }],
    ['2026.8.0', '2026.8.3', { kind: 'step' }],
    ['2026.8.3', '2026.8.0', { kind: 'step' }],
    ['2026.8.3', '2026.5.6', { kind: 'back' }],
    ['2025.10.3', '2026.2.3', { kind: 'skips', through: ['2025.12.4'] }],
    ['2024.12.3', '2025.10.3', { kind: 'step' }],
  ])('from %s to %s is one of three kinds', (from, to, kind) => {
    expect(authentikUpgrade(from, to)).toEqual(kind);
  });
});

/** The first Kubernetes that a chart of dist takes: `kubeVersion` of its Chart.yaml. A chart that asks for none runs wherever dist does. */
const chartKubernetes: Readonly<Record<string, string>> = {
  'app-template 4': '1.28',
  'app-template 5': '1.31',
  authentik: '1.30',
  'cert-manager': '1.22',
  'cert-manager-webhook-ovh': '1.30',
  'external-secrets': '1.19',
  grafana: '1.25',
  headlamp: '1.30',
  'kube-prometheus-stack': '1.25',
  nextcloud: '1.30',
  openbao: '1.30',
  vault: '1.20',
};

describe('charts', () => {
  it('take each Kubernetes of the window', () => {
    for (const kubernetes of supported.kubernetes) {
      const { appTemplate } = featuresOf({ kubernetes, authentik: '2026.8.3', flux: '2.9' });
      const least = [
        ...Object.entries(chartKubernetes).filter(([name]) => !name.startsWith('app-template')),
        ['', chartKubernetes[`app-template ${appTemplate.split('.')[0]}`]!] as const,
      ];
      for (const [name, first] of least) expect(Number(kubernetes.split('.')[1]), name).toBeGreaterThanOrEqual(Number(first.split('.')[1]));
    }
  });
});
