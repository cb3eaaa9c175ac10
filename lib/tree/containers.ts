import type { Seen } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';
import type { Secrets } from './secrets.ts';
import type { Release } from './releases.ts';
import { walk } from './walk.ts';

/** One environment variable: its text, or the object that it comes from. */
export interface Variable {
  readonly name: string;
  readonly at: Seen<string>;
  /** Its text, when it stands in the manifests and is no secret's. */
  readonly value?: Seen<string>;
  /** Its value is made by the cluster, or by a form that is not read. */
  readonly elsewhere?: true;
  readonly from?: { readonly kind: 'Secret' | 'ConfigMap'; readonly name: string; readonly key: string; readonly seen: Seen<string>; readonly optional?: true };
}

/** A container of a workload, or of the values of a chart. */
export interface Container {
  readonly object: TreeObject;
  readonly release?: Release;
  /** `ghcr.io/owner/name`, without tag. */
  readonly image: string;
  readonly tag: string;
  readonly imageAt: Seen<string>;
  readonly env: ReadonlyMap<string, Variable>;
  /** True when variables come from objects that are not read: any other may be among them. */
  readonly hidden: boolean;
  readonly args: readonly Reader[];
  /** Texts of the init containers beside it, for what they wait for. */
  readonly inits: readonly Reader[];
  /** The pod's settings: `hostAliases`, `volumes` … */
  readonly pod: Reader;
}

/** Where variables of whole objects are looked up. */
interface Known {
  readonly objects: Objects;
  readonly secrets: Secrets;
}

/** Every container that can be seen without rendering a chart. */
export function containersOf(objects: Objects, secrets: Secrets, releases: readonly Release[]): Container[] {
  const known = { objects, secrets };
  return [...objects.all.flatMap((object) => workload(object, known)), ...releases.flatMap((release) => ofRelease(release, known))];
}

const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

function workload(object: TreeObject, known: Known): Container[] {
  const path = Object.hasOwn(templates, object.kind) ? templates[object.kind] : undefined;
  if (path === undefined) return [];
  const pod = object.root.get(...path);
  const inits = pod.get('initContainers').items();
  return pod
    .get('containers')
    .items()
    .map((container) => {
      const image = imageOf(container.get('image'));
      return { object, ...image, ...envOf([container], object, known), args: argsOf(container), inits, pod };
    });
}

function ofRelease(release: Release, known: Known): Container[] {
  const { object } = release;
  const controllers = release.get('controllers').items();
  if (controllers.length > 0)
    return controllers.flatMap((controller) => {
      const inits = controller.get('initContainers').items();
      return controller
        .get('containers')
        .items()
        .map((container) => {
          const pod = !controller.get('pod').exists ? release.get('defaultPodOptions') : controller.get('pod');
          return { object, release, ...imageOf(container.get('image')), ...envOf([container], object, known), args: argsOf(container), inits, pod };
        });
    });
  const image = imageOf(release.get('image'));
  const [root] = release.layers;
  const pod = root ?? object.root.get('spec', 'values');
  const inits = [...release.get('initContainers').items(), ...release.get('extraInitContainers').items()];
  const own = { object, release, ...image, ...envOf(release.layers, object, known), args: [], inits, pod };
  return [own, ...nestedIn(release).map((at) => ({ ...own, ...imageOf(at.get('image')), ...envAt([at], object, known) }))];
}

/** Parts of a chart's values that have variables of their own, away from the usual places: `app.env`, `components.web.environment`. */
function nestedIn({ layers }: Release): Reader[] {
  return layers.flatMap((layer) =>
    [...walk(layer)].flatMap(({ key, node, parent }) =>
      environmentKeys.includes(key) && parent.depth > layer.depth + (usualParts.includes(String(parent.key)) ? 1 : 0) && hasVariables(node) ? [parent] : [],
    ),
  );
}

function hasVariables(node: Reader): boolean {
  const keys = node.keys();
  if (keys.length > 0) return keys.every((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  return node.items().some((item) => item.get('name').text() !== undefined && (item.get('value').exists || item.get('valueFrom').exists));
}

function argsOf(container: Reader): Reader[] {
  return [...container.get('command').items(), ...container.get('args').items()];
}

function imageOf(node: Reader): Pick<Container, 'image' | 'tag' | 'imageAt'> {
  const text = node.text();
  if (text === undefined) {
    const repository = node.get('repository').text() ?? '';
    const registry = node.get('registry').text();
    const tag = node.get('tag').text() ?? '';
    return {
      image: registry === undefined ? repository : `${registry}/${repository}`,
      tag: tag.split('@')[0]!,
      imageAt: (tag === '' ? node : node.get('tag')).seen(tag),
    };
  }
  const [name = ''] = text.split('@');
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  return { image: hasTag ? name.slice(0, colon) : name, tag: hasTag ? name.slice(colon + 1) : '', imageAt: node.seen(text) };
}

/** Variables of a container, or of a chart's values at the usual places. Later ones win, as in Kubernetes. */
function envOf(roots: readonly Reader[], object: TreeObject, known: Known): Pick<Container, 'env' | 'hidden'> {
  return envAt(
    [...roots].reverse().flatMap((root) => [root, ...usualParts.map((part) => root.get(part))]),
    object,
    known,
  );
}

const usualParts: readonly string[] = ['server', 'worker', 'authentik', 'config', 'nextcloud', 'main', 'grafana', 'global'];
const environmentKeys: readonly string[] = ['env', 'extraEnv', 'extraEnvVars', 'environment', 'envVars', 'extraEnvironmentVars'];

function envAt(places: readonly Reader[], object: TreeObject, known: Known): Pick<Container, 'env' | 'hidden'> {
  const env = new Map<string, Variable>();
  let hidden = false;
  for (const at of places) {
    for (const source of at.get('envFrom').items()) if (!fromSource(source, object, known, env)) hidden = true;
    for (const key of ['envFromSecret', 'envFromSecrets', 'extraEnvFrom', 'envFromConfigMaps']) {
      const node = at.get(key);
      if ((node.text() ?? '') !== '' || node.items().length > 0) hidden = true;
    }
    for (const key of environmentKeys) variables(at.get(key), env);
    for (const [name, node] of at.get('envValueFrom').entries()) valueFrom(name, node, node, env);
  }
  return { env, hidden };
}

function variables(node: Reader, env: Map<string, Variable>): void {
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
  if (scalar !== undefined && scalar !== null) {
    env.set(name, { name, at: value.seen(name), value: value.seen(String(scalar as string | number | boolean)) });
    return;
  }
  const from = !item.get('valueFrom').exists ? item : item.get('valueFrom');
  if (from.get('value').text() !== undefined) env.set(name, { name, at: from.seen(name), value: from.get('value').seen(from.get('value').text()!) });
  else valueFrom(name, from, item, env);
}

function valueFrom(name: string, from: Reader, item: Reader, env: Map<string, Variable>): void {
  for (const [field, kind] of [
    ['secretKeyRef', 'Secret'],
    ['configMapKeyRef', 'ConfigMap'],
  ] as const) {
    const ref = from.get(field);
    const object = ref.get('name').seenText();
    const key = ref.get('key').text();
    if (object !== undefined && key !== undefined) {
      env.set(name, {
        name,
        at: item.seen(name),
        from: { kind, name: object.value, key, seen: object, ...(ref.get('optional').scalar() === true ? { optional: true as const } : {}) },
      });
      return;
    }
  }
  if (!item.exists || item.keys().length === 0) return;
  // fieldRef, resourceFieldRef and what else there may be.
  const elsewhere = from.entries().some(([key, node]) => key !== 'name' && key !== 'secretKeyRef' && key !== 'configMapKeyRef' && node.keys().length > 0);
  env.set(name, { name, at: item.seen(name), ...(elsewhere ? { elsewhere: true as const } : {}) });
}

/** Variables of a whole ConfigMap with their texts, of a Secret only by name. False when the object is not in the tree. */
function fromSource(source: Reader, object: TreeObject, { objects, secrets }: Known, env: Map<string, Variable>): boolean {
  const prefix = source.get('prefix').text() ?? '';
  const ref = !source.get('secretRef').exists ? source : source.get('secretRef');
  const secret = (ref === source ? undefined : ref.get('name').seenText()) ?? source.get('secret').seenText();
  if (secret !== undefined) {
    const keys = secrets.find(object.namespace, secret.value)?.keys;
    if (keys === undefined) return false;
    for (const key of keys)
      env.set(prefix + key, { name: prefix + key, at: { ...secret, value: prefix + key }, from: { kind: 'Secret', name: secret.value, key, seen: secret } });
    return true;
  }
  const name = source.get('configMapRef', 'name').text() ?? source.get('configMap').text();
  const map = name === undefined ? undefined : objects.find('ConfigMap', object.namespace, name);
  if (map === undefined) return false;
  for (const [key, value] of map.root.get('data').entries()) one(prefix + key, value, value, env);
  return true;
}
