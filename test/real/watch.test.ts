import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { progressOn } from '../../lib/cli/progress.ts';
import { watch } from '../../lib/cli/watch.ts';
import { appFolder } from '../support/app-folder.ts';

const has = async (what: () => boolean, why: () => string): Promise<void> => {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (what()) return;
  throw new Error(why());
};

describe('pinout synth --watch', () => {
  it('writes again after each change, says what is wrong meanwhile, and leaves dist whole', { timeout: 120_000 }, async () => {
    const { base, app } = appFolder('');
    const text = readFileSync(app, 'utf8');
    const out = join(base, 'dist');
    const ended = new AbortController();
    let talk = '';
    const since = () => talk.slice(mark);
    let mark = 0;
    const io = { out: () => undefined, talk: (more: string) => (talk += more), env: {} };
    const watching = watch({ app, out, args: ['synth', '--app', app, '--out', out], signal: ended.signal }, io);
    const idle = () => since().includes('waiting for changes');
    const page = join(out, 'home/apps/grafana/monitoring.yaml');
    await has(idle, () => talk);
    expect(readFileSync(page, 'utf8')).toContain('host: grafana.home.example.org');

    // What an editor saves in the middle of a word.
    mark = talk.length;
    writeFileSync(app, text.replace("host: 'grafana'", "host: 'graf"));
    await has(idle, () => talk);
    expect(since()).toContain('app-file-broken');
    expect(readFileSync(page, 'utf8')).toContain('host: grafana.home.example.org');

    // The whole folder is gone for a moment, as when a branch changes.
    mark = talk.length;
    rmSync(join(base, 'apps'), { recursive: true });
    await has(idle, () => talk);
    expect(since()).toContain('app-file-missing');
    mark = talk.length;
    mkdirSync(join(base, 'apps'));
    writeFileSync(app, text.replace("host: 'grafana'", "host: 'graphs'"));
    await has(idle, () => talk);
    expect(readFileSync(page, 'utf8')).toContain('host: graphs.home.example.org');

    ended.abort();
    expect(await watching).toBe(0);
  });
});

describe('progress', () => {
  it('is one line on a terminal that goes away, after a while, and nothing elsewhere', () => {
    let now = 0;
    let talk = '';
    const io = (terminal: boolean) => ({ talk: (text: string) => (talk += text), terminal });
    const progress = progressOn(io(true), false, () => now);
    progress('rule 1');
    expect(talk).toBe('');
    now = 1000;
    progress('rule 2');
    progress('rule 3');
    expect(talk).toBe('\r\u001b[2Krule 2 ');
    progress(undefined);
    expect(talk.endsWith('\r\u001b[2K')).toBe(true);
    talk = '';
    for (const [terminal, quiet] of [
      [false, false],
      [true, true],
    ] as const) {
      const silent = progressOn(io(terminal), quiet, () => now);
      now += 5000;
      silent('rule 1');
      silent(undefined);
    }
    expect(talk).toBe('');
  });
});
