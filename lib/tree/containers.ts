import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';
import type { Secrets } from './secrets.ts';
import { hidesValues, type Release } from './release.ts';
import { envAt, type Environment, environmentKeys, hasLoginVariables, type Known, type Variable } from './environment.ts';
import { postRendered } from './post-renderers.ts';
import { isBranch, nodesWhere } from './walk.ts';

/** A container of a workload, or of the values of a chart. */
export interface Container {
  readonly object: TreeObject;
  readonly release?: Release;
  /** `ghcr.io/owner/name`, without tag. */
  readonly image: string;
  readonly tag: string;
  readonly imageAt: Located<string>;
  readonly env: ReadonlyMap<string, Variable>;
  /** True when variables come from objects that are not read: any other may be among them. */
  readonly hidden: boolean;
  /** Secrets of which it takes all keys, and without which it does not start. */
  readonly whole: readonly Located<string>[];
  readonly args: readonly Reader[];
  /** Texts of the init containers beside it, for what they wait for. */
  readonly inits: readonly Reader[];
  /** The pod's settings: `hostAliases`, `volumes` … */
  readonly pod: Reader;
}

export type { Variable } from './environment.ts';

/** Every container that can be seen without rendering a chart. */
export function containersOf(objects: Objects, secrets: Secrets, releases: readonly Release[]): Container[] {
  const known = { objects, secrets };
  return [...objects.all.flatMap((object) => workload(object, known)), ...releases.flatMap((release) => rendered(release, known))];
}

const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  // grafana/grafana-operator api/v1beta1/grafana_types.go: merged into the Deployment that it makes
  Grafana: ['spec', 'deployment', 'spec', 'template', 'spec'],
};

function workload(object: TreeObject, known: Known): Container[] {
  const path = Object.hasOwn(templates, object.kind) ? templates[object.kind] : undefined;
  if (path === undefined) return [];
  const pod = object.root.get(...path);
  const inits = pod.items('initContainers');
  return pod.items('containers').map((container) => {
    const image = imageOf(container.get('image'));
    return { object, ...image, ...envOf([container], object, known), args: argsOf(container), inits, pod };
  });
}

function rendered(release: Release, known: Known): Container[] {
  const own = ofRelease(release, known);
  const made = hidesValues(release) ? own.map((container) => ({ ...container, hidden: true })) : own;
  const patches = release.object.root.get('spec', 'postRenderers');
  const names = release
    .get('controllers')
    .items()
    .flatMap((controller) => controller.get('containers').keys());
  return patches.exists ? postRendered(made, names, patches, { ...known, release }) : made;
}

function ofRelease(release: Release, all: Known): Container[] {
  const known = { ...all, release };
  const { object } = release;
  const controllers = release.get('controllers').items();
  if (controllers.length > 0)
    return controllers.filter(isOn).flatMap((controller) => {
      const inits = controller.items('initContainers');
      return controller
        .items('containers')
        .filter(isOn)
        .map((container) => {
          const pod = !controller.get('pod').exists ? release.get('defaultPodOptions') : controller.get('pod');
          return { object, release, ...imageOf(container.get('image')), ...envOf([container], object, known), args: argsOf(container), inits, pod };
        });
    });
  const image = imageOf(release.get('image'));
  const [root] = release.layers;
  const pod = root ?? object.root.get('spec', 'values');
  const inits = [...release.get('initContainers').items(), ...release.get('extraInitContainers').items()];
  const nested = nestedIn(release);
  const secret = nested.filter(({ isOfOwn }) => isOfOwn).map(({ node }) => node);
  const own = { object, release, ...image, ...envOf(release.layers, object, known, secret), args: [], inits, pod };
  const found = [
    own,
    ...nested
      .filter(({ isOfOwn }) => !isOfOwn)
      .map(({ parent, node }) => ({
        ...own,
        ...imageOf(parent.get('image')),
        args: argsOf(parent),
        ...envAt([parent], object, known, [...besideSecret(node), node]),
      })),
  ];
  return makesSecrets(release) ? found.map((one) => ({ ...one, hidden: true })) : found;
}

/** bjw-s-labs/helm-charts: a controller or container with `enabled: false` is not made. */
const isOn = (one: Reader): boolean => one.get('enabled').scalar() !== false;

/** Variables of a container, or of a chart's values at the usual places. Later ones win, as in Kubernetes. */
function envOf(roots: readonly Reader[], object: TreeObject, known: Known, alone: readonly Reader[] = []): Environment {
  return envAt(
    [...roots].reverse().flatMap((root) => [root, ...usualParts.map((part) => root.get(part))]),
    object,
    known,
    alone,
  );
}

const usualParts: readonly string[] = ['server', 'worker', 'authentik', 'config', 'nextcloud', 'main', 'grafana', 'global'];

/**
 * Parts of a chart's values that have variables of their own, away from the usual places: `app.env`, `components.web.environment`, or any map or
 * list with the variables of a login.
 */
function nestedIn({ layers }: Release): { readonly parent: Reader; readonly node: Reader; readonly isOfOwn: boolean }[] {
  return layers.flatMap((layer) =>
    nodesWhere(layer, isBranch).flatMap((node) => {
      const [key, parent] = [String(node.key), node.above ?? layer];
      const isTop = parent.depth <= layer.depth + (usualParts.includes(String(parent.key)) ? 1 : 0);
      const isUsual = environmentKeys.includes(key) && isTop;
      // `secretEnv` beside `env`: both are the one container's.
      const isOfOwn = isTop && /secret/i.test(key) && environmentKeys.some((one) => parent.get(one).exists);
      return !isUsual && (environmentKeys.includes(key) ? hasVariables(node) : hasLoginVariables(node)) ? [{ parent, node, isOfOwn }] : [];
    }),
  );
}

/** Maps with the other variables, where a chart has a map for those that are secret: `variables: { secret: { data: … }, nonSecret: … }`. */
function besideSecret(node: Reader): Reader[] {
  const own = /^(?:data|stringData)$/.test(String(node.key)) ? node.above : node;
  if (own === undefined || !/secret/i.test(String(own.key))) return [];
  const others = own.above?.items().filter((one) => one.key !== own.key && one.keys().length > 0) ?? [];
  return others.filter((one) => one.keys().every((key) => /^[A-Z][A-Z0-9_]*$/.test(key)));
}

/** Whether a chart makes Secrets of its values in a way of its own: which of its containers have them as variables cannot be told. */
const makesSecrets = ({ layers }: Release): boolean =>
  layers.some((layer) => [layer, ...layer.items()].some((one) => one.keys().some((key) => /^(?:external|sealed)_?secrets?$/i.test(key))));

function hasVariables(node: Reader): boolean {
  const keys = node.keys();
  if (keys.length > 0) return keys.every((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  return node.items().some((item) => item.text('name') !== undefined && (item.get('value').exists || item.get('valueFrom').exists));
}

function argsOf(container: Reader): Reader[] {
  return [...container.items('command'), ...container.items('args')];
}

function imageOf(node: Reader): Pick<Container, 'image' | 'tag' | 'imageAt'> {
  const text = node.text();
  if (text === undefined) {
    const repository = node.text('repository') ?? '';
    const registry = node.text('registry');
    const tag = node.text('tag') ?? '';
    return {
      image: registry === undefined ? repository : `${registry}/${repository}`,
      tag: tag.split('@')[0]!,
      imageAt: (tag === '' ? node : node.get('tag')).located(tag),
    };
  }
  const [name = ''] = text.split('@');
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  return { image: hasTag ? name.slice(0, colon) : name, tag: hasTag ? name.slice(colon + 1) : '', imageAt: node.located(text) };
}
