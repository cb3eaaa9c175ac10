import { readFileSync } from 'node:fs';
import { Environment } from '@marcbachmann/cel-js';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultOfFormat } from '../../lib/schema/formats.ts';
import { parseYaml } from '../../lib/manifest/parse-yaml.ts';
import { kindId, Registry } from '../../lib/schema/registry.ts';
import type { Schema } from '../../lib/schema/schema.ts';
import type { Violation } from '../../lib/schema/violation.ts';
import { type Mutation, mutationsOf } from './mutations.ts';
import { samples } from './samples.ts';
import { describeUpstream, upstreamCrds } from '../support/upstream.ts';

// The default run makes every twentieth change of one thing in each sample; PINOUT_MUTATIONS=one makes each, PINOUT_MUTATIONS=pairs two at a time,
// some hundred thousand documents.
const isLarge = process.env['PINOUT_MUTATIONS'] === 'pairs';

const registry = new Registry();
type Document = { apiVersion: string; kind: string };
const documents = Object.entries(samples).flatMap(([name, text]) => {
  const value = parseYaml(text)[0]!.value as Document;
  return 'kind' in value ? [[name, value] as const] : [];
});

/** Lets the runner hear from this thread: it gives up on one that is silent for a minute. */
const breath = () => new Promise((resolve) => setImmediate(resolve));

function ours(value: unknown): readonly Violation[] {
  const out: Violation[] = [];
  const { apiVersion, kind } = value as Document;
  registry.checkOf(apiVersion, kind)!(value, { path: [], out });
  return out;
}

function mutated(value: Document, fields: readonly string[]): Mutation[] {
  const once = fields.flatMap((field) => mutationsOf(value, [field]));
  if (process.env['PINOUT_MUTATIONS'] === undefined) return once.filter((_, index) => index % 20 === 0);
  if (!isLarge) return once;
  return once
    .filter((_, index) => index % 7 === 0)
    .flatMap((one) =>
      fields.flatMap((field) =>
        field in (one.value as object) ? mutationsOf(one.value, [field]).map((two) => ({ name: `${one.name}, ${two.name}`, value: two.value })) : [],
      ),
    );
}

// Go's way to say that case does not matter.
const regExp = Object.assign((pattern: string, flags: string) => new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags), {
  code: 'goRegExp',
});
const ajv = new Ajv2020({ strict: false, allErrors: true, useDefaults: true, validateFormats: true, code: { regExp } });
for (const format of [
  'int32',
  'int64',
  'double',
  'float',
  'byte',
  'date-time',
  'quantity',
  'duration',
  'ipv4',
  'ipv6',
  'uri',
  'k8s-namespace',
  'k8s-label-key',
  'k8s-label-value',
  'k8s-annotation-key',
])
  ajv.addFormat(
    format,
    /int|double|float/.test(format)
      ? { type: 'number', validate: (value: number) => faultOfFormat(format, value) === undefined }
      : { type: 'string', validate: (value: string) => faultOfFormat(format, value) === undefined },
  );

interface Tally {
  total: number;
  refused: number;
  readonly disagreements: string[];
}

/** Compares verdicts on mutations; what `explained` knows about counts as agreement that a reader can check. */
function compare(
  name: string,
  mutations: readonly Mutation[],
  oracle: (value: unknown) => string,
  explained: (mutation: Mutation, text: string) => boolean,
  tally: Tally,
): void {
  for (const mutation of mutations) {
    const mine = ours(mutation.value);
    const theirs = oracle(structuredClone(mutation.value));
    tally.total += 1;
    if (mine.length > 0) tally.refused += 1;
    if (mine.length > 0 === (theirs !== '')) continue;
    if (!explained(mutation, theirs))
      tally.disagreements.push(`${name}: ${mutation.name}: ours ${mine.map(({ message }) => message).join('; ') || 'accepts'}, theirs ${theirs || 'accepts'}`);
  }
}

describe('mutations of valid documents, by our check and by Ajv on the same schema', () => {
  const files = new Map<string, { $defs: Record<string, Schema> }>();
  const index = (JSON.parse(readFileSync('imports/index.json', 'utf8')) as { $defs: Record<string, string> }).$defs;
  const validatorOf = ({ apiVersion, kind }: Document): ValidateFunction => {
    const id = kindId(apiVersion, kind);
    const file = index[id]!;
    if (!files.has(file)) {
      const schema = JSON.parse(readFileSync(`imports/${file}.schema.json`, 'utf8')) as { $defs: Record<string, Schema> };
      files.set(file, schema);
      ajv.addSchema(schema, file);
    }
    return ajv.getSchema(`${file}#/$defs/${id}`)!;
  };

  it('agree', async () => {
    const tally: Tally = { total: 0, refused: 0, disagreements: [] };
    for (const [name, value] of documents) {
      await breath();
      const validate = validatorOf(value);
      const isBuiltIn = index[kindId(value.apiVersion, value.kind)] === 'kubernetes' || value.apiVersion.startsWith('kustomize.config.k8s.io/');
      const mutations = mutated(
        value,
        Object.keys(value).filter((field) => field !== 'apiVersion' && field !== 'kind'),
      );
      compare(
        name,
        mutations,
        (one) => (validate(one) ? '' : ajv.errorsText(validate.errors)),
        // Null is "not there" for built-in kinds, and for kustomize, and so is no text for a field with few values. Keys of lists and rules in CEL are nothing
        // that Ajv knows.
        (mutation, theirs) =>
          (isBuiltIn && (mutation.name.includes('as nothing') || (mutation.name.includes('as empty') && theirs.endsWith('one of the allowed values')))) ||
          (theirs === '' && ours(mutation.value).every(({ code }) => code === 'schema-rule' || code === 'schema-duplicate-item')),
        tally,
      );
    }
    expect(tally.disagreements.slice(0, 20)).toEqual([]);
    expect(tally.total).toBeGreaterThan(375);
    expect(tally.refused / tally.total).toBeGreaterThan(0.5);
  });
});

describeUpstream('mutations, by our check and by Ajv on the CRDs of upstream with their rules in CEL', [], () => {
  type Crd = {
    kind: string;
    spec: { group: string; names: { kind: string }; versions: { name: string; served: boolean; schema: { openAPIV3Schema: Schema } }[] };
  };
  const crds = new Map(
    upstreamCrds()
      .map((text) => parse(text) as Crd)
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .flatMap(({ spec }) =>
        spec.versions.map((version) => [kindId(`${spec.group}/${version.name}`, spec.names.kind), closed(version.schema.openAPIV3Schema, true)] as const),
      ),
  );

  it('agree, apart from what is explained here', async () => {
    const tally: Tally = { total: 0, refused: 0, disagreements: [] };
    const kinds = new Set<string>();
    let explained = 0;
    for (const [name, value] of documents) {
      const schema = crds.get(kindId(value.apiVersion, value.kind));
      if (schema === undefined) continue;
      kinds.add(value.kind);
      await breath();
      const validate = ajv.compile(schema);
      const oracle = (one: unknown): string => (validate(one) ? rulesNotMet(one, schema) : ajv.errorsText(validate.errors));
      compare(
        name,
        mutated(value, ['spec']),
        oracle,
        (mutation) => {
          // Stricter on purpose: an object without spec, which the API server stores and no controller can use. List keys: Ajv does not know them.
          const isExplained =
            /^(?:drop|rename|as empty) spec$/.test(mutation.name) || ours(mutation.value).every(({ code }) => code === 'schema-duplicate-item');
          if (isExplained) explained += 1;
          return isExplained;
        },
        tally,
      );
    }
    expect(tally.disagreements.slice(0, 20)).toEqual([]);
    expect([...kinds].sort()).toEqual([
      'Certificate',
      'ClusterIssuer',
      'ClusterSecretStore',
      'ExternalSecret',
      'GitRepository',
      'HelmChart',
      'HelmRelease',
      'HelmRepository',
      'Kustomization',
      'OCIRepository',
      'Password',
      'PushSecret',
      'SecretStore',
    ]);
    expect(tally.total).toBeGreaterThan(75);
    // The whole corpus and a sample of it explain the same few: those that drop, rename or empty spec.
    expect(explained).toBeLessThan(2 * kinds.size);
    if (process.env['PINOUT_MUTATIONS'] !== undefined)
      console.log(`${tally.total} mutations, ${tally.refused} refused, ${tally.disagreements.length} disagreements, ${explained} explained`);
  });
});

/** A CRD's schema that refuses unknown fields at every depth, as the API server does when it is asked to be strict. */
function closed(schema: Schema, isRoot = false): Schema {
  const result = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties') return [key, Object.fromEntries(Object.entries(value as object).map(([name, one]) => [name, closed(one as Schema)]))];
      if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) return [key, closed(value as Schema)];
      return [key, value as unknown];
    }),
  ) as Record<string, unknown>;
  if (result['properties'] !== undefined && result['additionalProperties'] === undefined && result['x-kubernetes-preserve-unknown-fields'] !== true)
    result['additionalProperties'] = false;
  if (isRoot) result['properties'] = { ...(result['properties'] as object), metadata: { type: 'object' } };
  return result;
}

const environment = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
const programs = new Map<string, (context: object) => unknown>();

/** The first rule of a CRD that a value does not meet. */
function rulesNotMet(value: unknown, schema: Schema): string {
  for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
    if (value === null || value === undefined) continue;
    if (!programs.has(rule)) programs.set(rule, environment.parse(rule));
    if (programs.get(rule)!({ self: ints(value) }) === false) return rule;
  }
  if (Array.isArray(value)) return (value as unknown[]).map((item) => rulesNotMet(item, (schema.items ?? {}) as Schema)).find((one) => one !== '') ?? '';
  if (typeof value !== 'object' || value === null) return '';
  const { properties, additionalProperties } = schema;
  return (
    Object.entries(value)
      .map(([key, item]) => rulesNotMet(item, properties?.[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : {})))
      .find((one) => one !== '') ?? ''
  );
}

function ints(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return (value as unknown[]).map(ints);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ints(item)]));
}
