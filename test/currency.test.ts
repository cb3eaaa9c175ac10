import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { supported } from '../lib/contract/versions.ts';
// @ts-expect-error: a script of the repository has no types
import * as pinsModule from '../scripts/currency/pins.mjs';
// @ts-expect-error: a script of the repository has no types
import * as reportModule from '../scripts/currency/report.mjs';
// @ts-expect-error: a script of the repository has no types
import * as upstreamModule from '../scripts/currency/upstream.mjs';
// @ts-expect-error: a script of the repository has no types
import * as versionsModule from '../scripts/currency/versions.mjs';
// @ts-expect-error: a script of the repository has no types
import * as importModule from '../scripts/import/packages.mjs';
// @ts-expect-error: a script of the repository has no types
import * as modulesModule from '../scripts/import/modules.mjs';

interface Pin {
  readonly what: string;
  readonly current: string;
  readonly kind: string;
  readonly name: string;
  readonly at: string;
  readonly within?: string;
  readonly registryUrl?: string;
}
type Answer = Pin & { readonly newest?: string; readonly from: string; readonly why?: string };
const { pinsOf } = pinsModule as { pinsOf: (root: string, imported: unknown, modules: unknown, window: unknown) => Pin[] };
const { compared, markdown } = reportModule as {
  compared: (
    answers: readonly Answer[],
    citing: (project: string) => readonly string[],
  ) => {
    readonly behind: readonly (Answer & { behind: string; readAgain: readonly string[] })[];
    readonly unknown: readonly Answer[];
  };
  markdown: (result: unknown) => string;
};
const { upstream, held, heard } = upstreamModule as {
  upstream: Record<string, { project: string }>;
  held: Record<string, string>;
  heard: Record<string, string>;
};
const { newestOf, distance } = versionsModule as {
  newestOf: (versions: readonly string[], current: string, within?: string) => string | undefined;
  distance: (current: string, newest: string) => string | undefined;
};
const pins = pinsOf('.', (importModule as { packages: unknown }).packages, (modulesModule as { modules: unknown }).modules, supported);
const pin = (what: string) => pins.find((one) => one.what === what);

describe('what is pinned', () => {
  it('is every package, what imports/ is made of, every chart and image, the tools of the gate, and the newest of the window', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
    for (const [name, current] of Object.entries({ ...dependencies, ...devDependencies })) expect(pin(name)).toMatchObject({ current, kind: 'npm' });
    expect(pin('@goauthentik/api')?.at).toBe('scripts/import/packages.mjs');
    expect(pin('github.com/traefik/traefik/v3')).toMatchObject({ kind: 'go', at: 'scripts/import/modules.mjs' });
    for (const [product, versions] of Object.entries(supported)) expect(pin(product)).toMatchObject({ kind: 'window', current: versions.at(-1) });
    expect(pin('ghcr.io/external-secrets/charts/external-secrets')).toMatchObject({ kind: 'docker', at: 'lib/platform/external-secrets.ts' });
    expect(pin('https://nextcloud.github.io/helm/ nextcloud')).toMatchObject({ kind: 'helm', registryUrl: 'https://nextcloud.github.io/helm/' });
    expect(pin('quay.io/jetstack/charts/cert-manager')?.kind).toBe('docker');
    expect(pins.filter(({ kind }) => kind === 'go').length).toBeGreaterThan(3);
    expect(pins.every(({ current, at }) => current !== '' && existsSync(at))).toBe(true);
  });

  it('keeps to its major or minor version where another one is another decision', () => {
    expect(pin('docker.io/library/postgres')?.within).toBe('major');
    expect(pin('authentik-2026.2')?.within).toBe('minor');
    expect(pin('app-template-4')?.within).toBe('major');
    expect(pin('app-template')?.within).toBeUndefined();
  });

  it('has only facts of pins that are there', () => {
    const names = new Set(pins.flatMap(({ what, name }) => [what, name]));
    expect(Object.keys(upstream).filter((name) => !names.has(name))).toEqual([]);
    expect([...Object.keys(held), ...Object.keys(heard)].filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('the newest version', () => {
  it.each([
    [['17.6', '17.11', '18.1', '17.11-alpine', 'latest', '17'], '17.6', 'major', '17.11'],
    [['2026.2.3', '2026.2.10', '2026.8.0'], '2026.2.3', 'minor', '2026.2.10'],
    [['v1.21.2', 'v1.22.0-rc.1', 'v1.3.0'], 'v1.21.1', undefined, 'v1.21.2'],
    [['1.10.0', '1.9.0', '2025-01-01'], '1.9.0', undefined, '1.10.0'],
    [['edge'], '1.0.0', undefined, undefined],
  ])('of %j beside %s within %s is %s', (versions, current, within, wanted) => {
    expect(newestOf(versions, current, within)).toBe(wanted);
  });

  it('is as far away as its first number that differs', () => {
    expect([distance('1.2.3', '2.0.0'), distance('v1.2.3', 'v1.3.0'), distance('1.2.3', '1.2.4'), distance('1.2.3', '1.2.3'), distance('2.10', '2.9')]).toEqual(
      ['major', 'minor', 'patch', undefined, undefined],
    );
  });
});

describe('the report', () => {
  const answer = (what: string, newest?: string, why?: string): Answer => ({
    ...pin(what)!,
    from: 'npm',
    ...(newest === undefined ? {} : { newest }),
    ...(why === undefined ? {} : { why }),
  });
  const result = compared(
    [answer('kubernetes', '1.99'), answer('yaml', '999.0.0'), answer('commander', '99.0.0'), answer('authentik', undefined, 'ghcr.io: ENOTFOUND')],
    (project) => (project === 'kubernetes/kubernetes' ? ['lib/contract/versions.ts'] : []),
  );

  it('names what is behind, the farthest first, and the facts to read again', () => {
    expect(result.behind.map(({ what, behind }) => [what, behind])).toEqual([
      ['yaml', 'major'],
      ['kubernetes', 'minor'],
    ]);
    const text = markdown(result);
    expect(text).toContain('4 pins, 3 compared, 2 behind.');
    expect(text).toContain('- kubernetes 1.99: lib/contract/versions.ts');
    expect(text).toContain('Held on purpose: commander');
  });

  it('says what was not reached, and never takes that for current', () => {
    expect(result.unknown.map(({ what }) => what)).toEqual(['authentik']);
    expect(markdown(result)).toContain('- ghcr.io: ENOTFOUND: authentik');
  });

  it('names newer ones that nobody could read, where the registry was not reached, and there alone', () => {
    const [what, newest] = Object.entries(heard)[0]!;
    const line = `- ${what} ${pin(what)!.current}, beside ${newest}`;
    expect(markdown(compared([answer(what, undefined, 'ghcr.io: ENOTFOUND')], () => []))).toContain(line);
    expect(markdown(compared([answer(what, newest)], () => []))).not.toContain('by name alone');
    for (const [name, version] of Object.entries(heard)) expect([name, distance(pin(name)!.current, version)]).not.toEqual([name, undefined]);
  });
});

describe('the workflow', () => {
  const workflow = parse(readFileSync('.github/workflows/currency.yml', 'utf8')) as {
    on: { schedule: readonly { cron: string }[] };
    permissions: Record<string, string>;
    jobs: Record<string, { steps: readonly { run?: string; uses?: string; env?: Record<string, string> }[] }>;
  };

  it('runs each week, may write issues and nothing else, and keeps one issue', () => {
    expect(workflow.on.schedule).toHaveLength(1);
    expect(workflow.permissions).toEqual({ contents: 'read', issues: 'write' });
    const steps = workflow.jobs['compare']!.steps;
    const script = steps.map(({ run = '' }) => run).join('\n');
    expect(script).toContain('npm run --silent currency -- --markdown report.md --fail');
    for (const command of ['gh issue list --state open', 'gh issue edit', 'gh issue create', 'gh issue close']) expect(script).toContain(command);
    expect(steps.every(({ uses }) => uses === undefined || /@[0-9a-f]{40}$/.test(uses))).toBe(true);
    // What a text from outside says is never part of a command.
    expect(script).not.toContain('${{');
  });
});
