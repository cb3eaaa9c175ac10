import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCollection, isMap, isSeq, parseAllDocuments } from 'yaml';
import { checkFiles, checkTree } from '../../lib/check/check-tree.ts';
import { tempFolder } from '../support/temp-folder.ts';

const below = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => below(join(path, name))) : /\.ya?ml$/.test(path) ? [path] : [];
const corpus = [...below('test/check/fixtures'), ...below('dist')].map((path) => readFileSync(path, 'utf8'));
const text = fc.integer({ min: 0, max: corpus.length - 1 }).map((index) => corpus[index]!);
const check = (file: string) => checkFiles([{ file: 'a.yaml', text: file }]);

describe('check never throws', () => {
  it('whatever is done to the text of a manifest', () => {
    const insert = fc.constantFrom(
      '\t',
      '{{ x }}',
      '${X}',
      '*a',
      '&a ',
      '<<: *a',
      '- ',
      ': ',
      '\n---\n',
      '!Find ',
      '!KeyOf x',
      '"',
      "'",
      '[',
      '}',
      '|\n',
      '\0',
      '\uFFFD',
      '%',
      '@',
      '`',
      '💥',
    );
    fc.assert(
      fc.property(
        text,
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), insert, fc.integer({ min: 0, max: 12 })), { minLength: 1, maxLength: 6 }),
        (original, edits) => {
          const mangled = edits.reduce((before, [where, what, gone]) => {
            const at = Math.floor(where * before.length);
            return before.slice(0, at) + what + before.slice(at + gone);
          }, original);
          expect(Array.isArray(check(mangled).findings)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('whatever stands where something else was expected', () => {
    const value = fc.constantFrom(null, [], {}, 5, true, 'x', '', [null], { a: null }, [[]], [{ name: 7 }], { name: [] }, '{"a": 1}', '- 1', new Date(0), 1e30);
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(), value), { minLength: 1, maxLength: 4 }), (original, edits) => {
        const documents = parseAllDocuments(original, { version: '1.1', merge: false, uniqueKeys: false, logLevel: 'silent' });
        if (!Array.isArray(documents)) return;
        for (const document of documents)
          for (const [seed, replacement] of edits) {
            let node: unknown = document.contents;
            for (let rest = seed, depth = 0; isCollection(node) && node.items.length > 0; rest = Math.floor(rest / 7) + depth, depth++) {
              const index: number = rest % node.items.length;
              const next: unknown = isMap(node) ? node.items[index]!.value : isSeq(node) ? node.items[index] : undefined;
              if (depth === seed % 6 || !isCollection(next) || next.items.length === 0) {
                if (isMap(node)) node.items[index]!.value = document.createNode(replacement);
                else if (isSeq(node)) node.items[index] = document.createNode(replacement);
                break;
              }
              node = next;
            }
          }
        const mangled = documents
          .filter(({ errors }) => errors.length === 0)
          .map((document) => document.toString())
          .join('');
        expect(Array.isArray(check(mangled).findings)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['an anchor inside itself', 'kind: HelmRelease\nmetadata: {name: a}\nspec: &a\n  values: {grafana.ini: *a, env: *a, b: [*a, *a]}\n'],
    [
      'aliases that multiply',
      `a: &a [x, x]\n${Array.from({ length: 24 }, (_, i) => `b${i}: &b${i} [${i === 0 ? '*a, *a' : `*b${i - 1}, *b${i - 1}`}]`).join('\n')}\nkind: Deployment\nmetadata: {name: a}\nspec: *b23\n`,
    ],
    ['merge keys in a circle', 'kind: HelmRelease\nmetadata: {name: a}\nspec: &a\n  <<: *a\n  values: {<<: [*a, *a]}\n'],
    ['deep nesting', `kind: ConfigMap\nmetadata: {name: a}\ndata: ${'['.repeat(3000)}`],
    [
      'a list of lists of objects',
      'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: List, items: [{kind: Secret, metadata: {name: x}}]}\n  - null\n  - 5\n',
    ],
    ['nothing', ''],
    ['comments alone', '# a\n---\n# b\n'],
    ['JSON', '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a.yaml": "entries: [{model: x}]"}}'],
    ['Windows line ends', 'kind: ConfigMap\r\nmetadata:\r\n  name: a\r\n'],
    ['a byte order mark', '\uFEFFkind: ConfigMap\nmetadata:\n  name: a\n'],
  ])('for %s', (_, file) => {
    expect(check(file).findings.filter(({ severity, code }) => severity === 'error' && !/^(?:yaml-broken|schema-type)$/.test(code))).toEqual([]);
  });

  it('for links in a circle, broken links, binary files and folders with names of files', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'folder.yaml'));
    symlinkSync('..', join(folder, 'a/up'));
    symlinkSync('nowhere', join(folder, 'a/broken.yaml'));
    symlinkSync('folder.yaml', join(folder, 'link.yaml'));
    writeFileSync(join(folder, 'a/binary.yaml'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
    writeFileSync(join(folder, 'a/large.yaml'), '');
    truncateSync(join(folder, 'a/large.yaml'), 21 * 1024 * 1024);
    writeFileSync(join(folder, 'a/good.yaml'), 'kind: ConfigMap\nmetadata: {name: a}\n');
    const { skipped: findings, documents } = checkTree([folder, join(folder, 'a')]);
    expect(documents).toBe(1);
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      ['unread', 'not read: not text'],
      ['unread', 'not read: missing, or deleted while it was read (ENOENT)'],
      ['unread', 'not read: larger than 20 MiB (22020096 bytes)'],
    ]);
  });
});
