import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../lib/schema/json-schema/faults.ts';
import { Judge, type Verdict } from '../../lib/schema/json-schema/judge.ts';
import { judgeBySchema } from '../../lib/schema/judge-by-schema.ts';
import { cases } from '../support/json-schema/cases.ts';
import { verdict } from '../support/json-schema/verdict.ts';
import { tempFolder } from '../support/temp-folder.ts';

// test:real asks helm for the same verdicts.
describe('a JSON Schema judges as Helm does', () => {
  it.each(Object.entries(cases))('%s', (_, { schema, takes = [], refuses = [], broken }) => {
    for (const values of takes) expect(verdict(schema, values), JSON.stringify(values)).toBe('taken');
    for (const values of [...refuses, ...(broken === true ? [{}, { v: 1 }] : [])]) expect(verdict(schema, values), JSON.stringify(values)).toBe('refused');
  });
});

const job = (schema: unknown, value: unknown) => ({ schema: JSON.stringify(schema), value: JSON.stringify(value) });
const judged = (schema: unknown, value: unknown): Verdict => new Judge(undefined, '1').judge(job(schema, value));

/** `code path: message` of each fault. */
function said(schema: object, value: unknown, unsure?: Parameters<typeof faultsOf>[2]): string[] {
  const found = judged({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, value);
  if (found.kind !== 'judged') throw new Error(found.why);
  return faultsOf(found.errors, value, unsure).map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`);
}

describe('what it says', () => {
  it('names what was found and what is wanted', () => {
    const properties = { a: { type: 'integer', minimum: 2 }, b: { enum: ['one', 'two'] }, c: { minLength: 3 }, d: { items: { type: 'string' }, maxItems: 1 } };
    expect(said({ properties, required: ['e'], additionalProperties: false }, { a: 1, b: 'onne', c: 'x', d: ['y', 4], f: 1 })).toEqual([
      'schema-required : lacks the field e',
      'schema-unknown-field f: there is no field "f"',
      'schema-bounds a: is 1, but must be at least 2',
      'schema-enum b: is "onne", but must be one of "one", "two"',
      'schema-bounds c: has 1 character, but must have at least 3',
      'schema-bounds d: has 2 items, but must have at most 1',
      'schema-type d.1: must be string, but is integer',
    ]);
  });

  it('takes the branch that was meant', () => {
    const definitions = { port: { type: 'object', properties: { port: { type: 'integer' } } } };
    expect(said({ definitions, properties: { v: { anyOf: [{ type: 'string' }, { $ref: '#/definitions/port' }] } } }, { v: { port: '80' } })).toEqual([
      'schema-type v.port: must be integer, but is string',
    ]);
    expect(said({ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, {})).toEqual(['schema-choice : needs one of a, b']);
    expect(said({ oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 })).toEqual([
      'schema-choice : matches more than one of several mutually exclusive forms',
    ]);
    expect(said({ if: { required: ['a'] }, then: { required: ['b'] } }, { a: 1 })).toEqual(['schema-required : lacks the field b']);
  });

  it('says nothing of what only the cluster knows', () => {
    const schema = {
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      anyOf: [{ properties: { a: { const: 1 } } }, { properties: { a: { const: 2 } } }],
      required: ['c'],
    };
    expect(said(schema, { a: '${A}', b: 'x', c: 1 }, { values: [['a']], open: [] })).toEqual(['schema-type b: must be integer, but is string']);
    expect(said(schema, { a: 1, b: 'x' }, { values: [], open: [[]] })).toEqual(['schema-type b: must be integer, but is string']);
  });
});

describe('a schema that was made to do harm', () => {
  it('says that it never ends', () => {
    const around = { definitions: { a: { allOf: [{ $ref: '#/definitions/b' }] }, b: { allOf: [{ $ref: '#/definitions/a' }] } }, $ref: '#/definitions/a' };
    expect(judged(around, 1)).toEqual({ kind: 'broken', why: 'it refers to itself endlessly' });
    const deep = `${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)}`;
    expect(new Judge(undefined, '1').judge({ schema: deep, value: '1' })).toEqual({ kind: 'unknown', why: 'it is nested too deep' });
  });

  it('is given up when it takes too long, and the next one is judged', async () => {
    // Each step asks the next one twice.
    const steps = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `d${index}`,
        { anyOf: [{ allOf: [{ $ref: `#/definitions/d${index + 1}` }, { $ref: `#/definitions/d${index + 1}` }] }] },
      ]),
    );
    const slow = { definitions: { ...steps, d60: { type: 'object' } }, $ref: '#/definitions/d0', $schema: 'http://json-schema.org/draft-07/schema#' };
    // The one that comes after is compiled already: however busy the machine is, it takes no time.
    const cache = join(tempFolder(), 'pinout');
    new Judge(cache, '1').judge(job({ type: 'string' }, 1));
    const verdicts = await judgeBySchema([job(slow, {}), job(slow, {}), job({ type: 'string' }, 1)], { version: '1', limit: 1_200, cache });
    expect(verdicts.map((one) => ('why' in one ? one.why : one.errors.length))).toEqual([
      'it takes more than 1.2 seconds, or too much memory',
      'it takes more than 1.2 seconds, or too much memory',
      1,
    ]);
  });

  it('is compiled for the user alone', () => {
    const home = tempFolder();
    const folder = join(home, 'pinout');
    const first = new Judge(folder, '1');
    expect(first.judge(job({ type: 'string' }, 1))).toMatchObject({ kind: 'judged', errors: [{ keyword: 'type' }] });
    const [name] = readdirSync(folder);
    const path = join(folder, name!);
    const whole = readFileSync(path, 'utf8');
    expect(new Judge(folder, '1').judge(job({ type: 'string' }, 'a'))).toMatchObject({ kind: 'judged', errors: [] });
    // Code of somebody else, without its checksum.
    writeFileSync(path, whole.replace('"use strict"', 'globalThis.wasRun = true; \\"use strict\\"'));
    expect(new Judge(folder, '1').judge(job({ type: 'string' }, 1))).toMatchObject({ kind: 'judged', errors: [{ keyword: 'type' }] });
    expect('wasRun' in globalThis).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe(whole);
    // A folder of the project, and one that cannot be made.
    const inside = join(process.cwd(), 'node_modules', '.cache', 'pinout-test');
    new Judge(inside, '1').judge(job({ type: 'string' }, 1));
    expect(existsSync(inside) ? readdirSync(inside) : []).toEqual([]);
    mkdirSync(join(home, 'file'));
    writeFileSync(join(home, 'file', 'x'), '');
    expect(new Judge(join(home, 'file', 'x'), '1').judge(job({ type: 'string' }, 1))).toMatchObject({ kind: 'judged' });
  });
});
