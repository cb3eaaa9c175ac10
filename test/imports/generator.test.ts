import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>;
type Kind = { package: string; path: string; name: string; out: string; only?: Record<string, readonly string[]> };
type Module = { out: string };
type Model = { modules: Module[] };

/** A module of the import: plain JavaScript, so its types are said here. */
const script = async <T>(name: string): Promise<T> => (await import(new URL(`../../scripts/import/${name}.mjs`, import.meta.url).href)) as T;
const { readTar } = await script<{ readTar: (tarball: Buffer, wanted: (path: string) => boolean) => Map<string, string> }>('tar');
const { model } = await script<{ model: (sources: Texts, kinds: readonly Kind[], folders: ReadonlyMap<string, string>) => Model }>('model');
const { typesOf } = await script<{ typesOf: (module: Module, made: Model, header: () => string) => string }>('typescript');
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

describe('types from declarations', () => {
  const meta = `/** Prose. */\nexport interface ObjectMeta { /** Prose. */ name?: string; readonly uid?: string; labels?: { [name: string]: string } }`;
  const head = `import { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";\nimport { ModelData } from "@kubernetes-models/base";`;
  const kindOf = (name: string, spec: string): string => `${head}\nexport interface I${name} { "apiVersion": "x/v1"; "kind": "${name}"; "metadata"?: IObjectMeta; "spec"?: ${spec}; "status"?: { "phase": string } }`;
  const made = (files: Record<string, string>, kinds: readonly Omit<Kind, 'package'>[]): Record<string, string> => {
    const sources = new Map([
      ['kubernetes-types', new Map([['meta/v1.d.ts', meta]])],
      ['@kubernetes-models/x', new Map(Object.entries(files))],
    ]);
    const folders = new Map([
      ['kubernetes-types', 'kubernetes'],
      ['@kubernetes-models/x', 'x'],
    ]);
    const result = model(
      sources,
      kinds.map((kind) => ({ ...kind, package: '@kubernetes-models/x' })),
      folders,
    );
    return Object.fromEntries(result.modules.map((module) => [module.out, typesOf(module, result, () => 'header').replace(/\s+/g, ' ')]));
  };
  const a = { path: 'v1/A.d.ts', name: 'A', out: 'x/a.ts' };
  const b = { path: 'v1/B.d.ts', name: 'B', out: 'x/b.ts' };

  it('keeps names, types and enums, drops prose, status and what only a server writes', () => {
    const { 'x/a.ts': text } = made({ 'v1/A.d.ts': kindOf('A', `{ /** Prose. */ "one-two"?: Array<"x" | "y">; any: any }`) }, [a]);
    expect(text).toContain(`export type A = { readonly apiVersion: "x/v1"; readonly kind: "A"; readonly metadata: ObjectMeta & { readonly name: string };`);
    expect(text).toContain(`readonly spec?: { readonly "one-two"?: readonly ("x" | "y")[]; readonly any: unknown; }; };`);
    expect(text).not.toMatch(/Prose|status|uid/);
  });

  it('puts what two kinds need into one common file, through aliases and imports', () => {
    const files = {
      'v1/A.d.ts': `import { ComShared } from "./Shared.js";\n${kindOf('A', 'ComShared')}`,
      'v1/B.d.ts': `import { ComShared } from "./Shared.js";\n${kindOf('B', 'ComShared')}`,
      'v1/Shared.d.ts': `export interface IShared { self?: Array<IShared>; size: number }\nexport type { IShared as ComShared };`,
    };
    const result = made(files, [b, a]);
    expect(Object.keys(result)).toEqual(['kubernetes/common.ts', 'x/a.ts', 'x/b.ts', 'x/common.ts']);
    expect(result['x/common.ts']).toContain('export type Shared = { readonly self?: readonly (Shared)[]; readonly size: number; };');
    expect(result['x/a.ts']).toContain(`import type { ObjectMeta } from '../kubernetes/common.ts'; import type { Shared } from './common.ts';`);
    expect(made(files, [a, b])).toEqual(result);
  });

  it('keeps only the fields that are asked for', () => {
    const files = { 'v1/A.d.ts': `${kindOf('A', 'ISpec')}\nexport interface ISpec { kept: string; dropped: IUnread }\nexport interface IUnread { a: keyof string }` };
    expect(made(files, [{ ...a, only: { Spec: ['kept'] } }])['x/a.ts']).toContain('type Spec = { readonly kept: string; };');
    expect(() => made(files, [{ ...a, only: { Spec: ['renamed'] } }])).toThrow('does not have all of renamed');
  });

  it('fails for what it cannot read, instead of guessing', () => {
    expect(() => made({ 'v1/A.d.ts': kindOf('A', 'Partial<{ a: string }>') }, [a])).toThrow('cannot read the type `Partial<{ a: string }>`');
    expect(() => made({ 'v1/A.d.ts': kindOf('A', 'Missing') }, [a])).toThrow('does not declare Missing');
    expect(() => made({ 'v1/A.d.ts': `import { Far } from "elsewhere";\n${kindOf('A', 'Far')}` }, [a])).toThrow('not among the pinned packages');
    expect(() => made({}, [a])).toThrow('no file v1/A.d.ts');
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
