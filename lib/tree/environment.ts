import { withReleaseName } from './with-release-name.ts';
import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import { textsOfObject } from './object-texts.ts';
import type { Objects } from './objects.ts';
import type { Release } from './release.ts';
import type { Secrets } from './secrets.ts';
import type { TreeObject } from './tree.ts';

/** One environment variable: its text, or the object that it comes from. */
export interface Variable {
  readonly name: string;
  readonly at: Located<string>;
  /** Its text, when it is in the manifests and is no secret's. */
  readonly value?: Located<string>;
  /** Where its text stands, also that of a Secret's template: settings inside it are read there. */
  readonly text?: Reader;
  /** Its value is made by the cluster, or by a form that is not read. */
  readonly elsewhere?: true;
  readonly from?: {
    readonly kind: 'Secret' | 'ConfigMap';
    readonly name: string;
    readonly key: string;
    readonly seen: Located<string>;
    readonly optional?: true;
  };
}

/** Where variables of whole objects are looked up. */
export interface Known {
  readonly objects: Objects;
  readonly secrets: Secrets;
  /** The release whose container it is: app-template makes ConfigMaps and Secrets of its values. */
  readonly release?: Release;
}

/** Variables by name. `hidden` when some come from objects that are not read: any other may be among them. */
export interface Environment {
  readonly env: ReadonlyMap<string, Variable>;
  readonly hidden: boolean;
  /** Secrets that have to be there, of which all keys are taken. */
  readonly whole: readonly Located<string>[];
}

/** What charts call the map or list of a container's variables. */
export const environmentKeys: readonly string[] =
  'env envs envVars environment environmentVariables extraEnv extraEnvs extraEnvVars extraEnvironmentVars additionalEnv additionalEnvVars containerEnv customEnv'.split(
    ' ',
  );

/** True for a map or a list of variables of which one is the client id of a login, whatever the chart calls it. */
export function hasLoginVariables(node: Reader): boolean {
  // `secretKeys: { OAUTH_CLIENT_ID: clientId }` says where to look.
  if (/secret_?keys$/i.test(String(node.key))) return false;
  const isLogin = (name: string) =>
    /^(?:[A-Z][A-Z0-9_]*CLIENT_?(?:ID|KEY)|[A-Z]\w*__ClientId|[A-Z_]*OPENIDSETTINGS_ID|[A-Z_]*(?:OIDC|OPENID)_(?:CONFIG(?:URATION)?_URL|ISSUER(?:_URL)?|DISCOVERY_URL)|[A-Z]+_SOCIAL_AUTH_[A-Z_]*_URL)$/.test(
      name,
    );
  return node.keys().some(isLogin) || (Array.isArray(node.value) && node.items().some((item) => isLogin(item.get('name').text() ?? '')));
}

/** Variables of some maps that have them as a container has, and of maps or lists of variables alone. Later ones win, as in Kubernetes. */
export function envAt(places: readonly Reader[], object: TreeObject, known: Known, alone: readonly Reader[] = []): Environment {
  const env = new Map<string, Variable>();
  const whole: Located<string>[] = [];
  let hidden = false;
  for (const at of places) {
    if (!at.exists) continue;
    for (const key of ['envFrom', 'extraEnvFrom']) for (const source of at.get(key).items()) if (!fromSource(source, object, known, env, whole)) hidden = true;
    // Bitnami's charts take one of each by its name.
    for (const key of ['envFromSecret', 'envFromSecrets', 'extraEnvVarsSecret', 'extraSecretNamesForEnvFrom'])
      for (const name of namesAt(at.get(key))) if (!fromSecret(ofRelease(name, known.release), '', object, known, env)) hidden = true;
    for (const key of ['envFromConfigMaps', 'extraEnvVarsCM'])
      for (const name of namesAt(at.get(key))) if (!fromConfigMap(ofRelease(name, known.release).value, '', object, known, env)) hidden = true;
    for (const key of environmentKeys) variables(at.get(key), env);
    for (const [name, node] of at.get('envValueFrom').entries()) valueFrom(name, node, node, env);
  }
  for (const node of alone) variables(node, env);
  for (const [name, variable] of env) {
    if (variable.from === undefined) continue;
    const seen = ofRelease(variable.from.seen, known.release);
    const from = { ...variable.from, name: seen.value, seen };
    env.set(name, { ...variable, from, ...textOf(variable, from, object, known) });
  }
  return { env, hidden, whole };
}

/** A name with Helm's own words filled in: app-template and others render the names of Secrets (bjw-s-labs common library, lib/container/_envFrom.tpl). */
function ofRelease(name: Located<string>, release: Release | undefined): Located<string> {
  if (release === undefined || !name.value.includes('{{')) return name;
  const { object } = release;
  const own = object.root.get('spec', 'releaseName').text() ?? object.name;
  const value = withReleaseName(name.value, own).replace(/\{\{-? {0,3}\.Release\.Namespace {0,3}-?\}\}/g, () => object.namespace);
  return { ...name, value };
}

/** What may be shown of an object's texts: no variable of a secret, and no text with settings inside. */
export const isShown = (name: string, text: string): boolean =>
  !/SECRET|PASS|TOKEN(?!_UR[IL]|_ENDPOINT)|(?<!CLIENT_)KEY|CREDENTIAL|DSN|DATABASE/i.test(name) && !/[{[\n]/.test(text.replace(/\{\{[^{}]*\}\}|\$\{/g, ''));

/** The text that an object of the tree has for a variable: a ConfigMap's, or what is in the template of a Secret. */
function textOf(
  { name }: Variable,
  { kind, name: of, key, seen }: NonNullable<Variable['from']>,
  object: TreeObject,
  { objects, secrets }: Known,
): Partial<Variable> {
  const secret = kind === 'Secret' ? secrets.find(object.namespace, of) : undefined;
  const owner = kind === 'Secret' ? secret?.object : objects.find(kind, object.namespace, of);
  const made = secret?.made?.get(key)?.text();
  // It is in the operator's object, but what is wrong with it is wrong here.
  if (made !== undefined) return { value: { ...seen, value: made } };
  const [, text] = owner === undefined ? [] : (textsOfObject(owner).find(([one]) => one === key) ?? []);
  const said = text?.locatedText();
  if (text === undefined || said === undefined) return {};
  return { text, ...(kind === 'ConfigMap' || isShown(name, said.value) ? { value: said } : {}) };
}

function variables(node: Reader, env: Map<string, Variable>): void {
  const own = node.get('name').text();
  // One variable of a list, as a JSON patch adds it.
  if (own !== undefined && node.keys().every((key) => key === 'name' || key === 'value' || key === 'valueFrom')) {
    one(own, node.get('value'), node, env);
    return;
  }
  const entries = node.entries();
  if (entries.length > 0) {
    for (const [name, value] of entries) one(name, value, value, env);
    return;
  }
  for (const item of node.items()) {
    const name = item.get('name').text();
    if (name !== undefined) one(name, item.get('value'), item, env);
  }
}

function one(name: string, value: Reader, item: Reader, env: Map<string, Variable>): void {
  const scalar = value.scalar();
  const key = keyOfSecret(value);
  if (key !== undefined) {
    env.set(name, { name, at: value.located(name), from: { kind: 'Secret', name: key.secret, key: key.key, seen: value.located(key.secret) } });
    return;
  }
  if (scalar !== undefined && scalar !== null) {
    env.set(name, { name, at: value.located(name), value: value.located(String(scalar as string | number | boolean)), text: value });
    return;
  }
  const from = !item.get('valueFrom').exists ? item : item.get('valueFrom');
  const text = from.get('value');
  if (text.text() !== undefined) env.set(name, { name, at: from.located(name), value: text.located(text.text()!), text });
  else valueFrom(name, from, item, env);
}

/** `envFromSecret: { VARIABLE: secret/key }` of netbirdio/helms, charts/netbird/values.yaml. */
export function keyOfSecret(value: Reader): { readonly secret: string; readonly key: string } | undefined {
  if (!/^envFromSecrets?$/.test(String(value.above?.key))) return undefined;
  const [, secret, key] = /^([a-z0-9][a-z0-9.-]{0,252})\/([\w.-]{1,253})$/.exec(value.text() ?? '') ?? [];
  return secret === undefined || key === undefined ? undefined : { secret, key };
}

function valueFrom(name: string, from: Reader, item: Reader, env: Map<string, Variable>): void {
  for (const [field, kind] of [
    ['secretKeyRef', 'Secret'],
    ['configMapKeyRef', 'ConfigMap'],
  ] as const) {
    const ref = from.get(field);
    const object = ref.get('name').locatedText();
    const key = ref.get('key').text();
    if (object !== undefined && key !== undefined) {
      env.set(name, {
        name,
        at: item.located(name),
        from: { kind, name: object.value, key, seen: object, ...(ref.get('optional').scalar() === true ? { optional: true as const } : {}) },
      });
      return;
    }
  }
  if (!item.exists || item.keys().length === 0) return;
  // fieldRef, resourceFieldRef and what else there may be.
  const elsewhere = from.entries().some(([key, node]) => key !== 'name' && key !== 'secretKeyRef' && key !== 'configMapKeyRef' && node.keys().length > 0);
  env.set(name, { name, at: item.located(name), ...(elsewhere ? { elsewhere: true as const } : {}) });
}

/** Variables of a whole ConfigMap with their texts, of a Secret only by name. False when the object is not in the tree. */
function fromSource(source: Reader, object: TreeObject, { objects, secrets, release }: Known, env: Map<string, Variable>, whole: Located<string>[]): boolean {
  const prefix = source.get('prefix').text() ?? '';
  const ref = !source.get('secretRef').exists ? source : source.get('secretRef');
  const own = source.get('configMapRef', 'identifier').text() ?? source.get('configMap').text();
  const made = own === undefined ? undefined : release?.get('configMaps', own, 'data');
  if (made?.exists === true) {
    for (const [key, value] of made.entries()) one(prefix + key, value, value, env);
    return true;
  }
  const secret = (ref === source ? undefined : ref.get('name').locatedText()) ?? source.get('secret').locatedText();
  if (secret !== undefined) {
    const named = ofRelease(secret, release);
    if (ref.get('optional').scalar() !== true) whole.push(named);
    return fromSecret(named, prefix, object, { objects, secrets }, env);
  }
  const name = source.get('configMapRef', 'name').text() ?? source.get('configMap').text();
  return name !== undefined && fromConfigMap(name, prefix, object, { objects, secrets }, env);
}

/** Names in a text, or in a list of texts or of maps with a name. */
const namesAt = (node: Reader): Located<string>[] =>
  [node, ...node.items().map((item) => (item.get('name').exists ? item.get('name') : item))].flatMap((name) =>
    (name.text() ?? '') === '' ? [] : name.locatedText()!,
  );

function fromConfigMap(name: string, prefix: string, object: TreeObject, { objects }: Known, env: Map<string, Variable>): boolean {
  const map = objects.find('ConfigMap', object.namespace, name);
  if (map === undefined || map.root.get('data').value === null) return false;
  for (const [key, value] of map.root.get('data').entries()) one(prefix + key, value, value, env);
  return true;
}

function fromSecret(secret: Located<string>, prefix: string, object: TreeObject, { secrets }: Known, env: Map<string, Variable>): boolean {
  const { keys, made } = secrets.find(object.namespace, secret.value) ?? {};
  for (const key of keys ?? made?.keys() ?? [])
    env.set(prefix + key, { name: prefix + key, at: { ...secret, value: prefix + key }, from: { kind: 'Secret', name: secret.value, key, seen: secret } });
  return keys !== undefined;
}
