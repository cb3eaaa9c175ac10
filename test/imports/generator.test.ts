import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A module of the import: plain JavaScript, so its types are said here. */
const script = async <T>(name: string): Promise<T> => (await import(new URL(`../../scripts/import/${name}.mjs`, import.meta.url).href)) as T;
const { readTar } = await script<{ readTar: (tarball: Buffer, wanted: (path: string) => boolean) => Map<string, string> }>('tar');
const { authentikSchema } = await script<{ authentikSchema: (openApi: string, header: string, names: readonly string[]) => { $defs: Record<string, unknown> } }>('authentik');

describe('readTar', () => {
  const long = `${'folder/'.repeat(20)}${'n'.repeat(120)}.d.ts`;
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'pinout-tar-'));
    for (const [path, text] of Object.entries({ 'a.d.ts': 'ä\n', 'empty.d.ts': '', 'b.js': 'no', [long]: 'x'.repeat(1500) })) {
      mkdirSync(dirname(join(directory, 'package', path)), { recursive: true });
      writeFileSync(join(directory, 'package', path), text);
    }
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const packed = async (format: string): Promise<Buffer> => {
    execFileSync('tar', ['-czf', 'a.tgz', `--format=${format}`, 'package'], { cwd: directory });
    return readFile(join(directory, 'a.tgz'));
  };
  const declarations = (path: string): boolean => path.endsWith('.d.ts');

  it('reads what tar packed, long paths too', async () => {
    const files = readTar(await packed('pax'), declarations);
    expect(Object.fromEntries(files)).toEqual({ 'a.d.ts': 'ä\n', 'empty.d.ts': '', [long]: 'x'.repeat(1500) });
  });

  it('refuses a tarball that is cut short or changed', async () => {
    const bytes = gunzipSync(await packed('pax'));
    const last = bytes.lastIndexOf('x'.repeat(100));
    expect(() => readTar(gzipSync(bytes.subarray(0, last - 200)), declarations)).toThrow('cut short');
    const changed = Buffer.from(bytes);
    changed[0] = 0x7a;
    expect(() => readTar(gzipSync(changed), declarations)).toThrow('broken header');
  });
});

describe('schemas from OpenAPI', () => {
  const document = (schemas: Record<string, unknown>): string => JSON.stringify({ components: { schemas } });

  it('keeps what is needed and turns nullable into types', () => {
    const schemas = {
      A: {
        type: 'object',
        description: 'Prose.',
        required: ['description', 'pk'],
        properties: {
          pk: { type: 'integer', readOnly: true },
          description: { type: 'string', title: 'Prose', nullable: true, maxLength: 3 },
          mode: { allOf: [{ $ref: '#/components/schemas/Mode' }], description: 'Prose.', nullable: true },
          level: { type: 'string', enum: ['a'], nullable: true, default: 'a' },
        },
      },
      Mode: { type: 'string', enum: ['x', 'y'], description: 'Prose.' },
      Other: { type: 'string' },
    };
    expect(authentikSchema(document(schemas), 'header', ['A']).$defs).toEqual({
      A: {
        type: 'object',
        required: ['description'],
        properties: {
          description: { type: ['string', 'null'], maxLength: 3 },
          mode: { anyOf: [{ $ref: '#/$defs/Mode' }, { type: 'null' }] },
          level: { type: ['string', 'null'], enum: ['a', null] },
        },
        additionalProperties: false,
      },
      Mode: { type: 'string', enum: ['x', 'y'] },
    });
  });

  it('fails for a schema that is gone and for a keyword that it does not know', () => {
    expect(() => authentikSchema(document({}), 'header', ['A'])).toThrow("authentik's schema has no A");
    expect(() => authentikSchema(document({ A: { type: 'string', contentEncoding: 'base64' } }), 'header', ['A'])).toThrow('does not know the keyword contentEncoding');
  });
});
