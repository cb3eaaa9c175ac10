import { distance } from 'fastest-levenshtein';
import { adoptedLabel } from '../blueprint-types.ts';
import type { Check } from '../../../schema/checks/check.ts';
import { kindOf, shown } from '../../../schema/checks/fault.ts';
import { compile } from '../../../schema/compile.ts';
import { type Path, Tagged } from '../../../manifest/parse-yaml.ts';
import type { Schema } from '../../../schema/schema.ts';
import { nearest } from '../../../schema/suggest.ts';
import { type Fault, isMap } from '../../../schema/validate-object.ts';
import type { Violation } from '../../../schema/violation.ts';
import type { Models } from './models.ts';
import { everyModel } from './requests.ts';
import { modelForm, ruled } from './ruled.ts';
import { codeOfTag, faultOfTag } from './tag-shape.ts';

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

let shapeCheck: Check | undefined;
let entryCheck: Check | undefined;
let applyCheck: Check | undefined;
/** Whether a document is a blueprint: it has entries, and is no Kubernetes object. */
export function isBlueprint(value: unknown): boolean {
  return isMap(value) && 'entries' in value && !('kind' in value) && !('apiVersion' in value) && (Array.isArray(value['entries']) || isMap(value['entries']));
}

/** Whether an address is that of the schema that authentik publishes for blueprints: those of its API, by which they are judged here, say the same. */
export const namesBlueprintSchema = (address: string): boolean =>
  /^https:\/\/[^/\s]{0,100}(?:goauthentik\.io|githubusercontent\.com\/goauthentik|github\.com\/goauthentik|authentik)[^\s]{0,200}\/blueprints\/schema\.json$/.test(
    address,
  );

/** Everything that is wrong with a blueprint, by the schemas of a version of authentik and the rules of its importer. */
export const validateBlueprint = (value: unknown, models: Models): Fault[] => faultsOf(value, models);

/** What is wrong with a blueprint in whatever version of authentik: its form, its tags and its keys. The fields of models are of one version. */
export const blueprintFormFaults = (value: unknown): Fault[] => faultsOf(value);

function faultsOf(value: unknown, models?: Models): Fault[] {
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
    const slip = slipOf(one, path);
    if (slip !== undefined) faults.push(slip);
    else if (models !== undefined) modelFaults(one, path, faults, adopts, models);
    keyFaults(one, [...path], ids, later, faults);
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

/** A model that is none in any version, and has the name of one but for a letter or two. */
function slipOf(value: unknown, path: Path): Fault | undefined {
  const model = isMap(value) ? value['model'] : undefined;
  if (typeof model !== 'string' || !modelForm.test(model) || model.length > 100 || model === apply || everyModel().has(model)) return undefined;
  const meant = nearest(model, everyModel());
  if (meant === undefined || distance(meant, model) > 2) return undefined;
  return {
    code: 'entry-model-invalid',
    path: [...path, 'model'],
    message: `is ${model}, which authentik does not have; did you mean ${meant}?`,
    expected: meant,
    received: model,
    why: 'authentik refuses the whole blueprint.',
    fix: `write ${meant}`,
  };
}

/** States of entries that are made, and lack what their model needs. */
const made: ReadonlySet<unknown> = new Set(['present', 'created', 'must_created']);

/** What the fields of an entry's model are not. */
function modelFaults(value: unknown, path: Path, faults: Fault[], adopts: boolean, models: Models): void {
  if (!isMap(value) || typeof value['model'] !== 'string' || !modelForm.test(value['model'])) return;
  const model = value['model'];
  if (model === apply) return;
  const sure = models.isExact ? {} : { severity: 'warning' as const };
  if (!models.has(model)) {
    const meant = faults.length > 100 ? undefined : nearest(model, models.names);
    faults.push({
      ...sure,
      code: 'blueprint-model-unknown',
      path: [...path, 'model'],
      message: `is ${shown(model)}, which authentik ${models.version} has no model of${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      expected: 'a model such as authentik_core.group',
      received: model,
      why: 'authentik refuses the whole blueprint.',
      fix: meant === undefined ? 'write the intended model' : `write ${meant}`,
    });
    return;
  }
  const { attrs, identifiers, state } = value;
  // Nobody knows what an entry of another state is to have.
  if (typeof state === 'string' && !made.has(state)) return;
  const given = isMap(attrs) ? attrs : {};
  faults.push(
    ...models.faultsOf(model, given).map((fault): Fault => {
      const at = { ...fault, ...sure, path: [...path, 'attrs', ...fault.path] };
      // A name that nobody knows, and that looks like none, is of another version: authentik applies the rest.
      const isOfOther = !(fault.fix ?? '').startsWith('write ');
      return fault.code === 'schema-unknown-field'
        ? { ...at, ...(isOfOther ? { severity: 'warning' as const } : {}), why: `authentik ${models.version} drops what it does not know, without a word.` }
        : at;
    }),
  );
  if (adopts || !isMap(identifiers) || isPackaged(identifiers)) return;
  for (const name of models.requiredOf(model))
    if (!Object.hasOwn(given, name) && !Object.hasOwn(identifiers, name))
      // Of what is there already authentik takes the fields that are given (authentik/blueprints/v1/importer.py: `partial`).
      faults.push({
        severity: 'warning',
        code: 'schema-required',
        path: isMap(attrs) ? [...path, 'attrs'] : path,
        message: `lacks the field ${name}, which authentik ${models.version} needs to create ${model}`,
        expected: name,
        received: 'nothing',
        why: 'What exists already keeps its value. A new object is refused, and the whole blueprint with it.',
        fix: `add ${name}`,
      });
}

/** An entry that changes what authentik brings itself, or finds what is there: nothing is created, so nothing is required. */
const isPackaged = (identifiers: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(identifiers).some(
    ([name, value]) =>
      name === 'pk' || name === 'managed' || value instanceof Tagged || (typeof value === 'string' && /^(?:default-|authentik |initial-setup$)/.test(value)),
  );

/** `path` leads to the value while it is looked at. */
function tagFaults(value: unknown, path: (string | number)[], faults: Fault[]): void {
  if (value instanceof Tagged) {
    const wrong = faultOfTag(value);
    if (wrong !== undefined)
      faults.push({
        code: codeOfTag(value.tag),
        path: [...path],
        message: wrong.startsWith(value.tag) ? wrong : `${value.tag} ${wrong}`,
        expected: wrong,
        received: `${value.tag} ${kindOf(value.value)}`,
        why: 'authentik refuses the whole blueprint, or uses null.',
        fix: 'write the argument in that form',
      });
    tagFaults(value.value, path, faults);
  } else below(value, path, (item) => tagFaults(item, path, faults));
}

function keyFaults(value: unknown, path: (string | number)[], ids: ReadonlyMap<string, string>, later: ReadonlySet<string>, faults: Fault[]): void {
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
        path: [...path],
        message: `!KeyOf ${id}: ${JSON.stringify(id)} ${why}`,
        expected: 'the id of an earlier entry in the same file',
        received: id,
        why: 'authentik reads entries from top to bottom, and refuses the whole blueprint.',
        fix: later.has(id) && state === undefined ? `move the entry ${id} above this one` : 'write the id of an earlier entry',
      });
    }
    keyFaults(id, path, ids, later, faults);
  } else below(value, path, (item) => keyFaults(item, path, ids, later, faults));
}

/** Members of a list or a map that may hold something themselves, each while the path leads to it. */
function below(value: unknown, path: (string | number)[], look: (item: unknown) => void): void {
  const step = (item: unknown, key: string | number): void => {
    if (typeof item !== 'object' || item === null) return;
    path.push(key);
    look(item);
    path.pop();
  };
  if (Array.isArray(value)) value.forEach(step);
  else if (isMap(value)) for (const key of Object.keys(value)) step(value[key], key);
}
