import { adoptedLabel } from '../adopted.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../../../schema/checks/check.ts';
import { kindOf, shown } from '../../../schema/checks/fault.ts';
import { compile } from '../../../schema/compile.ts';
import { type Path, Tagged } from '../../../manifest/parse-yaml.ts';
import { packaged } from '../../../schema/packaged.ts';
import type { Schema } from '../../../schema/schema.ts';
import { nearest } from '../../../schema/suggest.ts';
import { type Fault, isMap } from '../../../schema/validate-object.ts';
import type { Violation } from '../../../schema/violation.ts';
import { modelForm, ruled } from './ruled.ts';
import { codeOfTag, faultOfTag } from './tag-shape.ts';

interface SchemaFile {
  readonly models: Readonly<Record<string, string>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const isDeferred = (value: object): boolean => value instanceof Tagged;
const text: Schema = { type: 'string' };

/** goauthentik/authentik, authentik/blueprints/v1/common.py: Blueprint, BlueprintEntry. */
const entry: Schema = {
  type: 'object',
  properties: {
    model: text,
    state: { type: 'string', enum: ['present', 'created', 'must_created', 'absent'] },
    id: { type: ['string', 'null'] },
    identifiers: { type: 'object', minProperties: 1 },
    attrs: { type: ['object', 'null'] },
    conditions: { type: 'array' },
    permissions: {
      type: 'array',
      items: {
        type: 'object',
        properties: { permission: text, user: { type: ['integer', 'null'] }, role: { type: ['string', 'null'] } },
        required: ['permission'],
        additionalProperties: false,
      },
    },
  },
  required: ['model', 'identifiers'],
  additionalProperties: false,
};
/** Models that are no rows of a table have nothing to be found by: authentik/blueprints/v1/meta/apply_blueprint.py. */
const apply = 'authentik_blueprints.metaapplyblueprint';
const applyEntry: Schema = {
  ...entry,
  properties: {
    ...entry.properties,
    identifiers: { type: 'object' },
    attrs: { type: 'object', properties: { identifiers: { type: 'object' }, required: { type: 'boolean' } }, required: ['identifiers'] },
  },
  required: ['model', 'attrs'],
};
const shape: Schema = {
  type: 'object',
  properties: {
    version: { const: 1 },
    metadata: {
      type: 'object',
      properties: { name: { ...text, minLength: 1 }, labels: { type: 'object', additionalProperties: text } },
      required: ['name'],
      additionalProperties: false,
    },
    context: { type: 'object' },
    entries: { type: ['array', 'object'] },
  },
  required: ['entries'],
  additionalProperties: false,
};

/** Attributes that blueprints set and the API does not: website/docs/customize/blueprints/v1/models.mdx. */
const beyond: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  'authentik_core.user': { password: { type: ['string', 'null'] }, password_hash: { type: ['string', 'null'] }, permissions: { type: 'array' } },
  'authentik_core.token': { key: text },
  'authentik_rbac.role': { permissions: { type: 'array' } },
  'authentik_core.application': { icon: text },
  'authentik_flows.flow': { background: text },
};

let file: SchemaFile | undefined;
let shapeCheck: Check | undefined;
let entryCheck: Check | undefined;
let applyCheck: Check | undefined;
const checks = new Map<string, { readonly check: Check; readonly required: readonly string[]; readonly fields: readonly string[] } | undefined>();

/** Whether a document is a blueprint: it has entries, and is no Kubernetes object. */
export function isBlueprint(value: unknown): boolean {
  return isMap(value) && 'entries' in value && !('kind' in value) && !('apiVersion' in value) && (Array.isArray(value['entries']) || isMap(value['entries']));
}

/** Everything that is wrong with a blueprint, by authentik's request schemas and the rules of its importer. */
export const validateBlueprint = (value: unknown): Fault[] => faultsOf(value, true);

/** What is wrong with a blueprint in whatever version of authentik: its form, its tags and its keys. The fields of models are of one version. */
export const blueprintFormFaults = (value: unknown): Fault[] => faultsOf(value, false);

function faultsOf(value: unknown, withModels: boolean): Fault[] {
  const out: Violation[] = [];
  shapeCheck ??= compile(shape, {}, { nulls: 'strict', close: true, isPlaceholder: isDeferred });
  shapeCheck(value, { path: [], out });
  const faults: Fault[] = [...out];
  tagFaults(value, [], faults);
  const ids = new Map<string, string>();
  const all = entriesOf(value);
  const adopts = takesOver(value);
  const later = new Set(all.flatMap(({ value: one }) => (isMap(one) && typeof one['id'] === 'string' ? [one['id']] : [])));
  for (const { value: one, path } of all) {
    entryFaults(one, path, faults);
    if (withModels) modelFaults(one, path, faults, adopts);
    keyFaults(one, path, ids, later, faults);
    if (isMap(one) && typeof one['id'] === 'string') ids.set(one['id'], typeof one['state'] === 'string' ? one['state'] : 'present');
  }
  return faults.map((fault) => ruled(fault, value));
}

function entriesOf(value: unknown): { value: unknown; path: Path }[] {
  const entries = isMap(value) ? value['entries'] : undefined;
  if (Array.isArray(entries)) return (entries as unknown[]).map((one, index) => ({ value: one, path: ['entries', index] }));
  if (!isMap(entries)) return [];
  return Object.entries(entries).flatMap(([section, list]) =>
    Array.isArray(list) ? (list as unknown[]).map((one, index) => ({ value: one, path: ['entries', section, index] })) : [],
  );
}

/** Whether the file takes over what is there: it is refused before it would make any of it. */
function takesOver(value: unknown): boolean {
  const metadata = isMap(value) ? value['metadata'] : undefined;
  const labels = isMap(metadata) ? metadata['labels'] : undefined;
  return isMap(labels) && Object.hasOwn(labels, adoptedLabel);
}

function entryFaults(value: unknown, path: Path, faults: Fault[]): void {
  const out: Violation[] = [];
  const isApply = isMap(value) && value['model'] === apply;
  if (isApply) applyCheck ??= compile(applyEntry, {}, { nulls: 'strict', close: true, isPlaceholder: isDeferred });
  entryCheck ??= compile(entry, {}, { nulls: 'strict', close: true, isPlaceholder: isDeferred });
  (isApply ? applyCheck! : entryCheck)(value, { path: [...path], out });
  faults.push(...out);
  if (isMap(value) && typeof value['model'] === 'string' && !modelForm.test(value['model']))
    faults.push({
      code: 'entry-model-invalid',
      path: [...path, 'model'],
      message: `is ${shown(value['model'])}, which is not a model name`,
      expected: 'authentik_app.model, for example authentik_core.application',
      received: value['model'] === '' ? 'nothing' : value['model'],
      why: 'authentik refuses the whole blueprint.',
      fix: 'write the model as in the documentation, in lower case',
    });
}

/** What the fields of an entry's model are not. */
function modelFaults(value: unknown, path: Path, faults: Fault[], adopts: boolean): void {
  if (!isMap(value) || typeof value['model'] !== 'string' || !modelForm.test(value['model'])) return;
  const model = value['model'];
  file ??= JSON.parse(readFileSync(join(packaged, 'authentik.schema.json'), 'utf8')) as SchemaFile;
  if (model === apply) return;
  if (!Object.hasOwn(file.models, model)) {
    const meant = faults.length > 100 ? undefined : nearest(model, Object.keys(file.models));
    faults.push({
      code: 'blueprint-model-unknown',
      path: [...path, 'model'],
      message: `is ${shown(model)}, which is not an authentik model${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      expected: 'a model such as authentik_core.group',
      received: model,
      why: 'authentik refuses the whole blueprint.',
      fix: meant === undefined ? 'write the intended model' : `write ${meant}`,
    });
    return;
  }
  const known = modelOf(model, file);
  const { attrs, identifiers, state } = value;
  if (known === undefined || state === 'absent') return;
  const given = isMap(attrs) ? attrs : {};
  const found: Violation[] = [];
  known.check(given, { path: [...path, 'attrs'], out: found });
  faults.push(
    ...found.map((fault): Fault =>
      fault.code === 'schema-unknown-field' ? { ...fault, why: 'authentik silently ignores unknown fields.' } : fault,
    ),
  );
  if (adopts || !isMap(identifiers) || isPackaged(identifiers)) return;
  for (const name of known.required)
    if (!Object.hasOwn(given, name) && !Object.hasOwn(identifiers, name))
      faults.push({
        code: 'schema-required',
        path: isMap(attrs) ? [...path, 'attrs'] : path,
        message: `lacks the field ${name}, which authentik needs to create ${model}`,
        expected: name,
        received: 'nothing',
        fix: `add ${name}`,
      });
}

function modelOf(model: string, { models, $defs }: SchemaFile): ReturnType<typeof checks.get> {
  if (checks.has(model)) return checks.get(model);
  const schema = $defs[models[model]!];
  let made: ReturnType<typeof checks.get>;
  if (schema !== undefined) {
    const { required = [], ...rest } = schema;
    const properties = Object.fromEntries(Object.entries({ ...rest.properties, ...beyond[model] }).map(([name, field]) => [name, orEmpty(field)]));
    made = {
      check: compile({ ...rest, properties }, $defs, { nulls: 'strict', close: true, isPlaceholder: isDeferred }),
      required,
      fields: Object.keys(properties),
    };
  }
  checks.set(model, made);
  return made;
}

/**
 * authentik's specification says `format: uri` also of fields that may be empty (`blank=True` of a model, for example logout_uri in
 * authentik/providers/oauth2/models.py); those that may not have a minLength.
 */
function orEmpty(field: Schema): Schema {
  const { format, minLength } = field as { readonly format?: unknown; readonly minLength?: unknown };
  return format === 'uri' && minLength === undefined ? { anyOf: [{ const: '' }, field] } : field;
}

/** An entry that changes what authentik brings itself, or finds what is there: nothing is created, so nothing is required. */
const isPackaged = (identifiers: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(identifiers).some(
    ([name, value]) =>
      name === 'pk' || name === 'managed' || value instanceof Tagged || (typeof value === 'string' && /^(?:default-|authentik |initial-setup$)/.test(value)),
  );

function tagFaults(value: unknown, path: Path, faults: Fault[]): void {
  if (value instanceof Tagged) {
    const wrong = faultOfTag(value);
    if (wrong !== undefined)
      faults.push({
        code: codeOfTag(value.tag),
        path,
        message: wrong.startsWith(value.tag) ? wrong : `${value.tag} ${wrong}`,
        expected: wrong,
        received: `${value.tag} ${kindOf(value.value)}`,
        why: 'authentik refuses the whole blueprint, or uses null.',
        fix: 'write the argument in that form',
      });
    tagFaults(value.value, path, faults);
  } else if (Array.isArray(value)) for (const [index, item] of (value as unknown[]).entries()) tagFaults(item, [...path, index], faults);
  else if (isMap(value)) for (const [key, item] of Object.entries(value)) tagFaults(item, [...path, key], faults);
}

function keyFaults(value: unknown, path: Path, ids: ReadonlyMap<string, string>, later: ReadonlySet<string>, faults: Fault[]): void {
  if (value instanceof Tagged) {
    const { tag, value: id } = value;
    if (tag === '!KeyOf' && typeof id === 'string' && (ids.get(id) ?? 'absent') === 'absent') {
      const state = ids.get(id);
      const meant = faults.length > 100 ? undefined : nearest(id, ids.keys());
      const why =
        state === 'absent'
          ? 'is the id of an entry with state: absent'
          : later.has(id)
            ? 'is the id of a later entry'
            : `is not the id of an entry${meant === undefined ? '' : `; did you mean ${meant}?`}`;
      faults.push({
        code: 'keyof-unresolved',
        path,
        message: `!KeyOf ${id}: ${JSON.stringify(id)} ${why}`,
        expected: 'the id of an earlier entry in the same file',
        received: id,
        why: 'authentik reads entries from top to bottom, and refuses the whole blueprint.',
        fix: later.has(id) && state === undefined ? `move the entry ${id} above this one` : 'write the id of an earlier entry',
      });
    }
    keyFaults(id, path, ids, later, faults);
  } else if (Array.isArray(value)) for (const [index, item] of (value as unknown[]).entries()) keyFaults(item, [...path, index], ids, later, faults);
  else if (isMap(value)) for (const [key, item] of Object.entries(value)) keyFaults(item, [...path, key], ids, later, faults);
}
