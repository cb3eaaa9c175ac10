import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppModule } from '../../lib/synth/app-modules.ts';
import { cachedTransform } from '../../lib/synth/transform-cache.ts';
import { tempFolder } from '../support/temp-folder.ts';

const file = (source: string, filename = '/home/jan/apps/main.ts') => ({ filename, source, ts: true });
const notes = { imports: [{ file: '/home/jan/apps/main.ts', from: 'pinout', name: 'grafana', use: 'value' as const }], exports: new Set(['default']) };

describe('what is transformed', () => {
  it('is kept by content, path and version, with what was noted of it', () => {
    const folder = tempFolder();
    const modules = new Map<string, AppModule>([['/home/jan/apps/main.ts', notes]]);
    const { code } = cachedTransform(modules, folder)(file('export const a: number = 1;'));
    expect(code).not.toContain(': number');
    expect(readdirSync(folder)).toHaveLength(1);
    const again = new Map<string, AppModule>();
    expect(cachedTransform(again, folder)(file('export const a: number = 1;'))).toEqual({ code });
    expect(again.get('/home/jan/apps/main.ts')).toEqual(notes);
    cachedTransform(again, folder)(file('export const a: number = 2;'));
    cachedTransform(again, folder)(file('export const a: number = 1;', '/home/jan/apps/other.ts'));
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('is taken from what is kept, and from nothing that is cut off or that somebody else may write', () => {
    const folder = tempFolder();
    const transform = cachedTransform(new Map(), folder);
    const { code } = transform(file('export const a: number = 1;'));
    const path = join(folder, readdirSync(folder)[0]!);
    const body = JSON.stringify({ code: 'kept' });
    const whole = `${createHash('sha256').update(body).digest('hex')}\n${body}`;
    writeFileSync(path, whole);
    expect(transform(file('export const a: number = 1;')).code).toBe('kept');
    writeFileSync(path, whole.slice(0, -2));
    expect(transform(file('export const a: number = 1;')).code).toBe(code);
    writeFileSync(path, whole);
    chmodSync(path, 0o666);
    expect(transform(file('export const a: number = 1;')).code).toBe(code);
  });

  it('is not kept when it cannot be read, or when the cache cannot be written', () => {
    const folder = tempFolder();
    expect(cachedTransform(new Map(), folder)(file('export const = 1;')).error).toBeDefined();
    expect(readdirSync(folder)).toEqual([]);
    const taken = join(tempFolder(), 'file');
    writeFileSync(taken, '');
    expect(cachedTransform(new Map(), join(taken, 'cache'))(file('export const a: number = 1;')).code).toContain('a');
    // A repository could bring a cache of its own making.
    const inside = join(process.cwd(), 'node_modules/.cache/pinout-test');
    mkdirSync(inside, { recursive: true });
    cachedTransform(new Map(), inside)(file('export const a: number = 1;'));
    expect(readdirSync(inside)).toEqual([]);
  });

  it('goes after a month', () => {
    const folder = tempFolder();
    const transform = cachedTransform(new Map(), folder);
    transform(file('export const a = 1;'));
    const [old] = readdirSync(folder);
    utimesSync(join(folder, old!), 0, 0);
    transform(file('export const a = 2;'));
    expect(readdirSync(folder)).not.toContain(old);
    expect(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8')).toContain('a = 2');
  });
});
