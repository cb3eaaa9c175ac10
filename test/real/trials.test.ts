import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFolder } from '../support/temp-folder.ts';
import { builtPinout, byHand, start, strays, trialProject, type Variant } from '../support/trial.ts';

// Needs nothing but time. A tenth of the trials takes two minutes; PINOUT_TRIALS=1 runs all of them.
const part = Number(process.env['PINOUT_TRIALS'] ?? '0.1');
const times = (all: number): number => Math.max(2, Math.ceil(all * part));
const hour = { timeout: 3_600_000 };

let pinout: ReturnType<typeof builtPinout>;
let root: string;
let base: string;
/** How long a run takes here, in milliseconds: the points at which it is killed lie between its start and a little after its end. */
let usual = 0;
const trees = {} as Record<Variant, Record<string, string>>;
const home = () => join(base, 'dist/home');
const synth = (variant: Variant, env: Readonly<Record<string, string>> = {}) => start(pinout.bin, base, ['synth'], { VARIANT: variant, ...env });
const other = (variant: Variant): Variant => (variant === 'a' ? 'b' : 'a');

beforeAll(async () => {
  pinout = builtPinout();
  root = mkdtempSync(join(tmpdir(), 'pinout-trials-'));
  base = join(root, 'project');
  mkdirSync(base);
  trialProject(base);
  for (const variant of ['b', 'a'] as const) {
    const before = Date.now();
    const { code, talk } = await synth(variant).ended;
    expect([code, talk]).toEqual([0, expect.stringContaining('files')]);
    usual = Date.now() - before;
    trees[variant] = readFolder(home());
  }
  expect(Object.keys(trees.a).filter((path) => trees.a[path] !== trees.b[path]).length).toBeGreaterThan(100);
}, 600_000);

afterAll(() => {
  pinout.remove();
  rmSync(root, { recursive: true, force: true });
});

/** Which variant a tree is, whole; undefined when it is neither. */
const variantOf = (tree: Record<string, string>): Variant | undefined =>
  (['a', 'b'] as const).find((one) => JSON.stringify(Object.entries(trees[one])) === JSON.stringify(Object.entries(tree)));
const kept = () => byHand.filter((name) => readFileSync(join(base, 'dist', name), 'utf8') !== `# by hand: ${name}\n`);

/** Sends a signal: every other time at any moment of the run, else when files are being written. */
async function strike({ child, ended }: ReturnType<typeof synth>, round: number, signal: NodeJS.Signals): Promise<boolean> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  if (round % 2 === 0) await Promise.race([sleep(Math.random() * usual * 1.1), ended]);
  else {
    while (!isOver && !readdirSync(base).some((name) => name.startsWith('.pinout-'))) await sleep(1);
    await sleep(Math.random() * 60);
  }
  return child.kill(signal);
}

describe('a run of synth', () => {
  it('that is killed at any moment leaves a whole tree, and the next run leaves nothing else', hour, async () => {
    const counts = { runs: 0, hit: 0, during: 0, mixed: 0, missing: 0, strayAfterNext: 0, lost: 0 };
    let now: Variant = 'a';
    for (let round = 0; round < times(200); round++) {
      const run = synth(other(now));
      await strike(run, round, 'SIGKILL');
      const { signal } = await run.ended;
      counts.runs++;
      if (signal === 'SIGKILL') counts.hit++;
      if (strays(base).length > 0) counts.during++;
      // Between the two renames the old folder lies beside its place, and the next run puts it back.
      const old = readdirSync(base).find((name) => name.includes('.old.'));
      const place = existsSync(home()) ? home() : old === undefined ? undefined : join(base, old);
      if (place === undefined) counts.missing++;
      else if (variantOf(readFolder(place)) === undefined) counts.mixed++;
      const next: Variant = round % 3 === 0 ? now : other(now);
      expect(await synth(next).ended).toMatchObject({ code: 0 });
      if (variantOf(readFolder(home())) !== next) counts.mixed++;
      counts.strayAfterNext += strays(base).length;
      counts.lost += kept().length;
      now = next;
    }
    console.info('kill -9', counts);
    expect(counts).toMatchObject({ mixed: 0, missing: 0, strayAfterNext: 0, lost: 0 });
    // Worth something only when some were hit while they wrote.
    expect(counts.during).toBeGreaterThan(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('that %s ends leaves nothing behind, while it loads and while it writes', hour, async (name) => {
    const counts = { runs: 0, hit: 0, mixed: 0, strays: 0, lost: 0, otherEnd: 0 };
    let now = variantOf(readFolder(home()))!;
    for (let round = 0; round < times(60); round++) {
      const run = synth(other(now), round % 3 === 0 ? { LOAD: '2000' } : {});
      await strike(run, round, name);
      const { code, signal } = await run.ended;
      counts.runs++;
      if (signal === name) counts.hit++;
      else if (code !== 0) counts.otherEnd++;
      const found = variantOf(readFolder(home()));
      if (found === undefined) counts.mixed++;
      else now = found;
      counts.strays += strays(base).length;
      counts.lost += kept().length;
    }
    console.info(name, counts);
    expect(counts).toMatchObject({ mixed: 0, strays: 0, lost: 0, otherEnd: 0 });
    expect(counts.hit).toBeGreaterThan(0);
  });

  it('beside one or two others leaves the tree of one of them, whole', hour, async () => {
    const counts = { rounds: 0, runs: 0, mixed: 0, gaveWay: 0, unclear: 0, strays: 0, lost: 0 };
    for (let round = 0; round < times(30); round++) {
      const runs = (round % 2 === 0 ? ['a', 'b'] : ['b', 'a', 'b']).map((variant) => synth(variant as Variant).ended);
      for (const { code, talk } of await Promise.all(runs)) {
        counts.runs++;
        if (code === 3 && talk.includes('changed by another program at the same time')) counts.gaveWay++;
        else if (code !== 0) counts.unclear++;
      }
      counts.rounds++;
      if (variantOf(readFolder(home())) === undefined) counts.mixed++;
      counts.strays += strays(base).length;
      counts.lost += kept().length;
    }
    console.info('at once', counts);
    expect(counts).toMatchObject({ mixed: 0, unclear: 0, strays: 0, lost: 0 });
  });

  it('is not seen half done by check and validate beside it', hour, async () => {
    const counts = { rounds: 0, wrong: 0, unexpected: 0 };
    let now = variantOf(readFolder(home()))!;
    for (let round = 0; round < times(30); round++) {
      const writer = synth(other(now));
      const offset = sleep(Math.random() * usual * 0.5);
      await offset;
      const readers = [start(pinout.bin, base, ['check', 'dist/home', '--json']), start(pinout.bin, base, ['validate', 'dist/home', '--no-cache', '--json'])];
      for (const { code, talk } of await Promise.all(readers.map(({ ended }) => ended))) {
        if (code !== 0) {
          counts.wrong++;
          console.warn(talk);
        }
        if (talk.includes('"unexpected"')) counts.unexpected++;
      }
      expect((await writer.ended).code).toBe(0);
      now = other(now);
      counts.rounds++;
    }
    console.info('check and validate beside it', counts);
    expect(counts).toMatchObject({ wrong: 0, unexpected: 0 });
  });
});
