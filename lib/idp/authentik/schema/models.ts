import type { Path } from '../../../manifest/parse-yaml.ts';
import { Tagged } from '../../../manifest/parse-yaml.ts';
import { faultsOf, type Unsure } from '../../../schema/json-schema/faults.ts';
import { Judge } from '../../../schema/json-schema/judge.ts';
import { knownFields } from '../../../schema/json-schema/known-fields.ts';
import type { Schema } from '../../../schema/schema.ts';
import { isSubstituted } from '../../../schema/substituted.ts';
import { isMap } from '../../../schema/validate-object.ts';
import type { Violation } from '../../../schema/violation.ts';
import { asRead, worded } from './as-read.ts';
import { newestVersion, nearestKnown, type Requests, requestsOf } from './requests.ts';

const text: Schema = { type: 'string' };

/** Attributes that blueprints set and the API does not: website/docs/customize/blueprints/v1/models.mdx. */
const beyond: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  'authentik_core.user': { password: { type: ['string', 'null'] }, password_hash: { type: ['string', 'null'] }, permissions: { type: 'array' } },
  'authentik_core.token': { key: text },
  'authentik_rbac.role': { permissions: { type: 'array' } },
  'authentik_core.application': { icon: text },
  'authentik_sources_oauth.oauthsource': { icon: text },
  'authentik_sources_saml.samlsource': { icon: text },
  'authentik_sources_plex.plexsource': { icon: text },
  'authentik_flows.flow': { background: text },
  'authentik_stages_invitation.invitation': { created_by: { type: ['integer', 'null'] } },
  'authentik_endpoints_connectors_agent.enrollmenttoken': { key: text },
};

/** What a model takes: its schema as JSON Schema for Ajv, and what it cannot be created without. */
interface Model {
  readonly schema: Schema;
  readonly text: string;
  readonly required: readonly string[];
}

/** Judges attributes of entries by authentik's schemas, with Ajv. Compiled validators are kept in the private cache, where there is one. */
export class Models {
  private readonly requests: Requests;
  private readonly judge: Judge;
  private readonly known = new Map<string, Model | undefined>();
  private readonly fields = new Map<string, Readonly<Record<string, Schema>> | undefined>();

  /** False where the version that runs is not known here, so that the nearest one judges. */
  readonly isExact: boolean;

  constructor(minor: string, judge: Judge) {
    this.requests = requestsOf(nearestKnown(minor));
    this.isExact = this.version === minor;
    this.judge = judge;
  }

  get version(): string {
    return this.requests.version;
  }

  /** Names of all models. */
  get names(): readonly string[] {
    return Object.keys(this.requests.models);
  }

  has(model: string): boolean {
    return Object.hasOwn(this.requests.models, model);
  }

  /** Fields without which the model cannot be created. */
  requiredOf(model: string): readonly string[] {
    return this.of(model)?.required ?? [];
  }

  /** The attributes that a model takes, each with its schema; undefined for a model that the API cannot create. */
  fieldsOf(model: string): Readonly<Record<string, Schema>> | undefined {
    if (!this.fields.has(model)) {
      const { models, $defs } = this.requests;
      const own = Object.hasOwn(models, model) ? $defs[models[model]!] : undefined;
      this.fields.set(model, own === undefined ? undefined : { ...own.properties, ...beyond[model] });
    }
    return this.fields.get(model);
  }

  /** Whether a field is a list or no more than one value, where its schema says which. */
  formOf({ $ref, type, allOf = [], anyOf = [], oneOf = [] }: Schema): 'list' | 'one' | undefined {
    if ($ref !== undefined) return this.formOf(this.requests.$defs[$ref.slice('#/$defs/'.length)] ?? {});
    const types = [type ?? []].flat().filter((one) => one !== 'null');
    if (types.length > 0) return types.every((one) => one === 'array') ? 'list' : types.some((one) => one === 'array' || one === 'object') ? undefined : 'one';
    const [form, ...others] = [...allOf, ...anyOf, ...oneOf].map((one) => this.formOf(one));
    return others.every((other) => other === form) ? form : undefined;
  }

  /** What is wrong with attributes of a model; nothing for a model that the API cannot create. */
  faultsOf(model: string, attrs: unknown): Violation[] {
    const found = this.of(model);
    if (found === undefined) return [];
    const values: Path[] = [];
    const plain = withoutTags(attrs, [], values);
    const verdict = this.judge.judge({ schema: found.text, value: JSON.stringify(plain), isOurs: true });
    if (verdict.kind !== 'judged') throw new Error(`authentik's schema of ${model}: ${verdict.why}`);
    if (verdict.errors.length === 0) return [];
    const unsure: Unsure = { values, open: [] };
    return faultsOf(verdict.errors, plain, unsure, (path) => knownFields(found.schema, path)).map((fault) => worded(fault, plain));
  }

  private of(model: string): Model | undefined {
    if (!this.known.has(model)) this.known.set(model, this.made(model));
    return this.known.get(model);
  }

  private made(model: string): Model | undefined {
    const { models, $defs } = this.requests;
    const fields = this.fieldsOf(model);
    if (fields === undefined) return undefined;
    const { required = [], ...rest } = $defs[models[model]!]!;
    const properties = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, orEmpty(field)]));
    const needed = Object.entries(neededBy(properties, $defs)).map(([name, one]) => [name, asRead(one)] as const);
    // Draft 7 is the last one in which a format judges.
    const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...asRead({ ...rest, properties }), $defs: Object.fromEntries(needed) };
    return { schema, text: JSON.stringify(schema), required };
  }
}

const all = new Map<string, Models>();

/**
 * Models of a minor version of authentik; of the newest that is known unless given.
 *
 * @param cache folder of the cache
 * @param version of pinout: what another one compiled does not count
 */
export function modelsOf(minor = newestVersion, cache?: string, version = ''): Models {
  const key = JSON.stringify([minor, cache, version]);
  let models = all.get(key);
  if (models === undefined) all.set(key, (models = new Models(minor, new Judge(cache, version))));
  return models;
}

/** The definitions that a schema refers to, and those that they refer to. */
function neededBy(schema: unknown, all: Requests['$defs']): Record<string, Schema> {
  const needed: Record<string, Schema> = {};
  const queue: unknown[] = [schema];
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const [, name = ''] of JSON.stringify(next).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g))
      if (!Object.hasOwn(needed, name) && all[name] !== undefined) {
        needed[name] = all[name];
        queue.push(all[name]);
      }
  return needed;
}

/**
 * authentik's specification says `format: uri` also of fields that may be empty (`blank=True` of a model, for example logout_uri in
 * authentik/providers/oauth2/models.py); those that may not have a minLength.
 */
function orEmpty(field: Schema): Schema {
  const { format, minLength } = field as { readonly format?: unknown; readonly minLength?: unknown };
  return format === 'uri' && minLength === undefined ? { anyOf: [{ const: '' }, field] } : field;
}

/** A value as plain data; where a tag of authentik or a variable of Flux puts another one, nobody knows it, which `unsure` says. */
function withoutTags(value: unknown, path: Path, unsure: Path[]): unknown {
  if (value instanceof Tagged || (typeof value === 'string' && isSubstituted(value))) {
    unsure.push(path);
    return null;
  }
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as unknown[]).map((one, index) => withoutTags(one, [...path, index], unsure));
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutTags(one, [...path, key], unsure)])) : value;
}
