import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, KeywordCxt, Options } from 'ajv';
import * as runtime from './runtime.ts';
import { discriminated } from './discriminated.ts';
import type { Draft } from './draft.ts';
import { type Bundle, BrokenSchema, bundle } from './bundle.ts';

const require = createRequire(import.meta.url);

/** What a validator that Ajv wrote answers with. */
export interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly ErrorObject[] | null;
}

/** A schema as a validator. */
export interface Compiled {
  /** JavaScript of a CommonJS module. */
  readonly code: string;
  /** Addresses that nobody here can read: what refers to them was taken as right. */
  readonly elsewhere: readonly string[];
}

/**
 * Compiles a JSON Schema with Ajv, to judge as Helm's engine does: drafts 4 to 2020-12, Go's regular expressions and formats, exact decimals, and formats
 * only where a draft asserts them.
 *
 * @param others see bundle
 * @param isValid nobody needs to ask whether the schema is one, which costs as much as to compile it
 * @throws BrokenSchema for one that Helm refuses, UnknownSchema
 */
export function compileSchema(document: unknown, at?: string, others?: (address: string) => unknown, isValid = false): Compiled {
  const bundled = bundle(document, at, others);
  if (!isValid) for (const one of [document, ...bundled.odd]) refuseInvalid(one, bundled.draft);
  return { code: codeOf(bundled), elsewhere: bundled.elsewhere };
}

const options: Options = {
  strict: false,
  allErrors: true,
  ownProperties: true,
  // A definition that is nothing but a reference to itself would be put into itself without end.
  inlineRefs: false,
  discriminator: true,
  logger: false,
  formats: runtime.formats,
};

/** Ajv takes expressions with the same text for the same. */
const withText = (pattern: string) => Object.assign(runtime.goRegExp(pattern), { toString: () => pattern });

type Class = new (options: Options) => Ajv;

function classOf(draft: Draft): Class {
  const path = draft === 2020 ? 'ajv/dist/2020.js' : draft === 2019 ? 'ajv/dist/2019.js' : 'ajv';
  return (require(path) as { default: Class }).default;
}

/** The schemas of the drafts, as their authors publish them. */
const metaSchemas: Readonly<Record<Exclude<Draft, 4>, readonly string[]>> = {
  6: ['ajv/dist/refs/json-schema-draft-06.json'],
  7: ['ajv/dist/refs/json-schema-draft-07.json'],
  2019: ['schema', 'meta/applicator', 'meta/content', 'meta/core', 'meta/format', 'meta/meta-data', 'meta/validation'].map(
    (name) => `ajv/dist/refs/json-schema-2019-09/${name}.json`,
  ),
  2020: ['schema', 'meta/applicator', 'meta/unevaluated', 'meta/content', 'meta/core', 'meta/format-annotation', 'meta/meta-data', 'meta/validation'].map(
    (name) => `ajv/dist/refs/json-schema-2020-12/${name}.json`,
  ),
};

interface MetaSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The copies in Helm's engine differ in a few words (santhosh-tekuri/jsonschema v6, metaschemas/). */
const changes: Partial<Readonly<Record<Draft, Readonly<Record<string, unknown>>>>> = {
  6: { examples: {} },
  7: { writeOnly: { type: 'boolean' } },
};

const withChanges = (meta: MetaSchema, draft: Draft): MetaSchema => {
  const changed = changes[draft];
  return changed === undefined ? meta : { ...meta, properties: { ...meta.properties, ...changed } };
};

const metas = new Map<Draft, Validator>();

/** Helm's engine judges the schema itself by the schema of its draft, formats included. */
function refuseInvalid(document: unknown, draft: Draft): void {
  let meta = metas.get(draft);
  if (meta === undefined) {
    // As plain schemas: Ajv judges no formats in those that it takes for schemas of schemas.
    const ajv = new (classOf(draft))({ ...options, allErrors: false, meta: false, validateSchema: false, code: {} });
    const [main, ...parts] = draft === 4 ? [draft04] : metaSchemas[draft].map((path) => withChanges(require(path) as MetaSchema, draft));
    for (const part of parts) ajv.addSchema(part);
    meta = ajv.compile(main) as Validator;
    metas.set(draft, meta);
  }
  if (meta(document)) return;
  const [first] = meta.errors ?? [];
  throw new BrokenSchema(
    `it is not a valid JSON Schema: ${first === undefined ? 'its structure is wrong' : `${first.instancePath || 'its root'} ${first.message ?? 'is wrong'}`}`,
  );
}

function codeOf({ draft, schema }: Bundle): string {
  const { _ } = require('ajv') as typeof import('ajv');
  const standalone = (require('ajv/dist/standalone/index.js') as { default: (ajv: Ajv, validate: unknown) => string }).default;
  const ajv = new (classOf(draft))({
    ...options,
    meta: false,
    validateSchema: false,
    code: {
      source: true,
      formats: _`require("pinout").formats`,
      regExp: Object.assign((pattern: string) => withText(pattern), { code: 'require("pinout").goRegExp' }),
    },
  });
  // What was judged of a value is asked by these keywords alone. Ajv loses count of it where a schema refers to itself, and then fails.
  ajv.opts.unevaluated = /"unevaluated(?:Properties|Items)":/.test(JSON.stringify(schema));
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: 'must be a multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
    code: (context: KeywordCxt) => {
      const test = context.gen.scopeValue('func', { ref: runtime.isMultipleOf, code: _`require("pinout").isMultipleOf` });
      context.fail(_`!${test}(${context.data}, ${context.schemaCode})`);
    },
  });
  return standalone(ajv, ajv.compile(discriminated(schema) as typeof schema));
}

/** Runs the code of a validator. It is Ajv's own, of this run or from the private cache. */
export function load(code: string): Validator {
  const module = { exports: undefined as unknown };
  const wanted = (id: string): unknown => {
    if (id === 'pinout') return runtime;
    // Ajv's own asks values for their methods, which a key of that name shadows.
    if (id === 'ajv/dist/runtime/equal') return { default: runtime.isEqual };
    if (/^ajv\/dist\/runtime\/\w+$/.test(id)) return require(`${id}.js`);
    throw new Error(`a validator asks for ${id}`);
  };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- Ajv writes its validators as code
  new Function('module', 'require', code)(module, wanted);
  return module.exports as Validator;
}

const count = { type: 'integer', minimum: 0 };
const schemas = { type: 'array', minItems: 1, items: { $ref: '#' } };
const byName = { type: 'object', additionalProperties: { $ref: '#' } };
const texts = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } };
const types = { enum: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] };

/** The schema of JSON Schema draft 4 (json-schema.org/draft-04/schema), which Ajv no longer brings. The one exclusive bound in it is a number, as Ajv has them. */
const draft04 = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    $schema: { type: 'string' },
    $ref: { type: 'string' },
    format: { type: 'string' },
    title: { type: 'string' },
    description: { type: 'string' },
    default: {},
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    maximum: { type: 'number' },
    exclusiveMaximum: { type: 'boolean' },
    minimum: { type: 'number' },
    exclusiveMinimum: { type: 'boolean' },
    maxLength: count,
    minLength: count,
    pattern: { type: 'string', format: 'regex' },
    additionalItems: { anyOf: [{ type: 'boolean' }, { $ref: '#' }] },
    items: { anyOf: [{ $ref: '#' }, schemas] },
    maxItems: count,
    minItems: count,
    uniqueItems: { type: 'boolean' },
    maxProperties: count,
    minProperties: count,
    required: texts,
    additionalProperties: { anyOf: [{ type: 'boolean' }, { $ref: '#' }] },
    definitions: byName,
    properties: byName,
    patternProperties: byName,
    dependencies: { type: 'object', additionalProperties: { anyOf: [{ $ref: '#' }, texts] } },
    enum: { type: 'array', minItems: 1, uniqueItems: true },
    type: { anyOf: [types, { type: 'array', items: types, minItems: 1, uniqueItems: true }] },
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
    not: { $ref: '#' },
  },
  dependencies: { exclusiveMaximum: ['maximum'], exclusiveMinimum: ['minimum'] },
};
