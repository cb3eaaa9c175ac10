import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const page = readFileSync('docs/tasks/raspberry-pi.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `'));
const files = (folder: string, fits: (path: string) => boolean) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(fits)
    .map((path) => readFileSync(join(folder, path), 'utf8'));
/** The name alone: no tag, no digest. */
const nameOf = (image: string) => image.replace(/@sha256:.*$/, '').replace(/:[^:/]+$/, '');
const unknown = (images: readonly string[]) => [...new Set(images.map(nameOf))].filter((name) => !page.includes(`\`${name}\``)).sort();

describe('the table of processors', () => {
  it('has every image that a source names', () => {
    const sources = [
      ...files('lib', (path) => path.endsWith('.ts') && !/\.(?:test|gallery)\.ts$/.test(path) && !path.startsWith('scaffold')),
      ...files('apps', (path) => path.endsWith('.ts')),
    ];
    // As Renovate finds them: a literal with its registry and its version, outside of comments.
    const found = sources.flatMap((text) =>
      [...text.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/'((?:docker\.io|ghcr\.io|quay\.io)\/[a-z0-9._/-]+:[A-Za-z0-9][A-Za-z0-9._-]*)'/g)].map(
        ([, image]) => image!,
      ),
    );
    expect(found.length).toBeGreaterThan(6);
    expect(unknown(found)).toEqual([]);
  });

  it('has every image of dist', () => {
    const found = files('dist', (path) => path.endsWith('.yaml')).flatMap((text) => [
      ...[...text.matchAll(/^\s*(?:- )?image: "?([^\s"{]+:[^\s"]+)"?$/gm)].map(([, image]) => image!),
      ...[...text.matchAll(/^\s*repository: "?([a-z0-9./_-]+)"?\n/gm)].map(([, image]) => image!),
    ]);
    expect(found.length).toBeGreaterThan(10);
    expect(unknown(found)).toEqual([]);
  });

  it('names a file or an issue of the project for each, and no image twice', () => {
    for (const row of rows) expect(row).toMatch(/[\w-]+\/[\w.-]+(?::|#\d)|official images|dist does not start it/);
    const names = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(new Set(names).size).toBe(names.length);
  });

  it('says no where dist asks for another node, and there alone', () => {
    const refused = rows.filter((row) => row.includes('**no**')).map((row) => /`([^`]+)`/.exec(row)![1]);
    const values = files('dist/home/apps', (path) => path.endsWith('.yaml')).map((text) =>
      JSON.stringify(parseAllDocuments(text).map((document) => document.toJS() as unknown)),
    );
    const pinned = values.filter((text) => text.includes('"kubernetes.io/arch":"amd64"')).map((text) => /"repository":"([^"]+)"/.exec(text)![1]);
    expect(pinned).toEqual(refused);
  });
});
