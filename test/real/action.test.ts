import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly 'working-directory': string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const root = mkdtempSync(join(tmpdir(), 'pinout-action-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The action as a workflow gets it by `uses: …@v0.1.0`: the files of the tag, and nothing else of this checkout. */
const fetched = join(root, 'action');
const git = (folder: string, ...args: readonly string[]) => spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
mkdirSync(fetched);
cpSync('action.yml', join(fetched, 'action.yml'));
git(fetched, 'init', '-q');
git(fetched, 'add', '.');
git(fetched, '-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'Release');
git(fetched, 'tag', 'v0.1.0');
const action = parse(git(fetched, 'show', 'v0.1.0:action.yml').stdout) as Action;

const project = join(root, 'project');
mkdirSync(join(project, 'node_modules/.bin'), { recursive: true });
writeFileSync(join(project, 'node_modules/.bin/pinout'), `#!/bin/sh\nexec '${process.execPath}' '${resolve('lib/cli/dev.mjs')}' "$@"\n`, { mode: 0o755 });
writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }\n');
cpSync('apps', join(project, 'apps'), { recursive: true });
cpSync('dist', join(project, 'dist'), { recursive: true });

/** An expression of GitHub Actions, as far as this action uses them. */
function valueOf(expression: string, inputs: Readonly<Record<string, string>>): unknown {
  const code = expression.replaceAll(/\binputs\.([\w-]+)/g, (_, name: string) => `inputs[${JSON.stringify(name)}]`);
  const scope = {
    inputs,
    format: (text: string, ...values: readonly string[]) => text.replaceAll(/\{(\d)\}/g, (_, index: string) => values[Number(index)]!),
    hashFiles: (path: string) => (existsSync(join(project, path)) ? 'hash' : ''),
    cancelled: () => false,
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- an expression of our own action
  return new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope)) as unknown;
}

const filled = (text: string, inputs: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\{\{(.+?)\}\}/g, (_, expression: string) => String(valueOf(expression, inputs)));

/** Runs the steps as a runner does: bash with -eo pipefail, and a step that fails does not skip those after it where they say so. */
async function runAction(given: Readonly<Record<string, string>> = {}) {
  const inputs = { ...Object.fromEntries(Object.entries(action.inputs).map(([name, one]) => [name, one.default])), ...given };
  const done: { readonly name: string; readonly code: number | 'skipped'; readonly out: string }[] = [];
  for (const step of action.runs.steps) {
    if (step.if !== undefined && valueOf(/\$\{\{(.+)\}\}/s.exec(step.if)![1]!, inputs) !== true) {
      done.push({ name: step.name, code: 'skipped', out: '' });
      continue;
    }
    // What a pull request can write never becomes a part of the script.
    expect(step.run).not.toContain('${{');
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value, inputs)]));
    const folder = join(project, filled(step['working-directory'], inputs));
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], { cwd: folder, env: { ...process.env, ...env } });
    let out = '';
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.resume();
    const [code] = (await once(child, 'close')) as [number];
    done.push({ name: step.name, code, out });
  }
  return done;
}

describe('the action, from a tag', () => {
  it('passes in a project whose dist is current, and leaves synth out where it is told to', async () => {
    expect(action.runs.using).toBe('composite');
    expect((await runAction()).map(({ name, code }) => [name, code])).toEqual([
      ['synth --check', 0],
      ['validate', 0],
      ['check', 0],
    ]);
    expect((await runAction({ synth: 'false', paths: '  dist ' })).map(({ code }) => code)).toEqual(['skipped', 0, 0]);
  });

  it('annotates what is wrong, and goes on after the first step that fails', async () => {
    const file = join(project, 'dist/home/apps/grafana/monitoring.yaml');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('kind: HelmRelease', 'kind: HelmRelaese'));
    const [synth, validate] = await runAction();
    writeFileSync(file, before);
    expect([synth!.code, validate!.code]).toEqual([1, 0]);
    expect(synth!.out).toMatch(/^::error .*file=dist\/home\/apps\/grafana\/monitoring\.yaml/m);
    expect(validate!.out).toMatch(/^::warning .*kind-unknown/m);
  });

  it('takes paths as paths, whatever is in them', async () => {
    const [, validate] = await runAction({ synth: 'false', paths: '$(touch made) dist;touch made' });
    expect(validate!.code).not.toBe(0);
    expect(existsSync(join(project, 'made'))).toBe(false);
  });
});
