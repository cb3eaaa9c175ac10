import { nearest } from '../../../schema/suggest.ts';
import { newestVersion, requestsOf } from './requests.ts';
import { Tagged } from '../../../manifest/parse-yaml.ts';

/** What is wrong with the argument of one of authentik's tags, or nothing: goauthentik/authentik, authentik/blueprints/v1/common.py. */
export function faultOfTag({ tag, value }: Tagged): string | undefined {
  const shape = shapes[tag];
  if (shape !== undefined) return shape(value);
  const meant = nearest(tag, Object.keys(shapes));
  return `${tag} is not a blueprint tag; ${meant === undefined ? `there are ${Object.keys(shapes).join(', ')}` : `did you mean ${meant}?`}`;
}

/** The rule that a fault of a tag belongs to. YAML's own tags are no misspelt ones of authentik. */
export const codeOfTag = (tag: string): string =>
  tag === '!Find' || tag === '!FindObject' ? 'lookup-invalid' : Object.hasOwn(shapes, tag) || tag.startsWith('!!') ? 'blueprint-tag' : 'blueprint-tag-unknown';

type Shape = (value: unknown) => string | undefined;

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const scalar =
  (what: string): Shape =>
  (value) =>
    isScalar(value) && value !== null && value !== '' ? undefined : `takes ${what}`;

/** A name, or a list of a name and a default. */
const withDefault =
  (what: string): Shape =>
  (value) => {
    if (Array.isArray(value)) return value.length === 2 && isScalar(value[0]) && value[0] !== null ? undefined : `takes ${what}, or [${what}, default]`;
    if (isText(value) && (value as string).includes(', ')) return `takes ${what}, or [${what}, default]: without brackets the comma is part of the name`;
    return isScalar(value) && value !== null && value !== '' ? undefined : `takes ${what}, or [${what}, default]`;
  };

const list =
  (least: number, most: number, what: string): Shape =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most ? undefined : `takes ${what}`;

/** Apps of authentik, and those that come with Django and guardian. */
const models = /^(?:authentik_[a-z0-9_]+|auth|contenttypes|guardian|sessions)\.[a-z0-9_]+$/;

let known: ReadonlySet<string> | undefined;

/** Apps whose models a blueprint can make. */
const apps = (): ReadonlySet<string> => (known ??= new Set(Object.keys(requestsOf(newestVersion).models).map((model) => model.split('.', 1)[0]!)));

const find: Shape = (value) => {
  const what = 'takes [model, [field, value], …]';
  if (!Array.isArray(value) || value.length < 2) return what;
  const [model, ...conditions] = value as unknown[];
  if (!(isText(model) || model instanceof Tagged)) return what;
  if (typeof model === 'string' && !models.test(model)) return `${what}, but ${JSON.stringify(model)} is not a model such as authentik_flows.flow`;
  const [app = ''] = typeof model === 'string' ? model.split('.') : [];
  const meant = app.startsWith('authentik_') && !apps().has(app) ? nearest(app, apps()) : undefined;
  // A newer version may have more apps; one that is nearly the name of another is misspelt.
  if (meant !== undefined) return `${what}, but authentik has no app ${JSON.stringify(app)}; did you mean ${meant}?`;
  const isField = (one: unknown): boolean => one instanceof Tagged || (typeof one === 'string' && /^\w+$/.test(one));
  return conditions.every((one) => one instanceof Tagged || (Array.isArray(one) && one.length === 2 && isField(one[0]))) ? undefined : what;
};

const modes = new Set(['AND', 'NAND', 'OR', 'NOR', 'XOR', 'XNOR', 'EQ', 'NEQ']);
const condition: Shape = (value) => {
  const what = `takes [${[...modes].join(' | ')}, argument, …]`;
  return Array.isArray(value) && value.length >= 2 && modes.has(String(value[0])) ? undefined : what;
};

/** It is read as text and made a number of, however it is written: `int(node.value)`. */
const depth: Shape = (value) =>
  (typeof value === 'number' || typeof value === 'string') && /^\d{1,9}$/.test(String(value).trim())
    ? undefined
    : 'takes a depth: 0 for the innermost !Enumerate';

const shapes: Readonly<Record<string, Shape>> = {
  '!KeyOf': scalar('the id of an earlier entry'),
  '!Find': find,
  '!FindObject': find,
  '!Env': withDefault('a name'),
  '!File': withDefault('a path'),
  '!Context': withDefault('a key'),
  '!Format': (value) =>
    Array.isArray(value) && value.length >= 1 && (isText(value[0]) || value[0] instanceof Tagged) ? undefined : 'takes [format, argument, …]',
  '!If': list(1, 3, '[condition] or [condition, then, else]'),
  '!Condition': condition,
  '!Enumerate': (value) =>
    Array.isArray(value) && value.length === 3 && ['SEQ', 'MAP'].includes(String(value[1])) ? undefined : 'takes [iterable, SEQ or MAP, body]',
  '!Index': depth,
  '!Value': depth,
  '!AtIndex': list(2, 3, '[object, key] or [object, key, default]'),
  '!ParseJSON': scalar('JSON as text'),
};
