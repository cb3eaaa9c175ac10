import type { Reader } from '../manifest/reader.ts';
import type { Located } from '../contract/observed.ts';
import { envAt, type Known, type Variable } from './environment.ts';
import type { TreeObject } from './tree.ts';

const podPaths: readonly (readonly string[])[] = [
  ['spec', 'template', 'spec'],
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
];

/** What of a container they may change. */
interface Changeable {
  readonly object: TreeObject;
  readonly image: string;
  readonly tag: string;
  readonly imageAt: Located<string>;
  readonly env: ReadonlyMap<string, Variable>;
  readonly hidden: boolean;
}

/** What the patches of a HelmRelease's `postRenderers` say of one container: its name where they have it, and settings. */
interface Patched {
  readonly name?: string;
  readonly settings: Reader;
  /** A list of variables, or one variable, where a JSON patch adds just that. */
  readonly alone?: true;
}

/**
 * Containers of a release with the variables and images that `postRenderers` give them. What a chart renders is not known: a container is found by its
 * name or because it is the only one; else any may be meant, and none is known as a whole.
 */
export function postRendered<Container extends Changeable>(
  containers: readonly Container[],
  names: readonly string[],
  postRenderers: Reader,
  known: Known,
): Container[] {
  const kustomize = postRenderers.items().map((one) => one.get('kustomize'));
  const patched = kustomize.flatMap((one) =>
    [...one.items('patches'), ...one.items('patchesStrategicMerge'), ...one.items('patchesJson6902')].flatMap(patchesOf),
  );
  const images = kustomize.flatMap((one) => one.items('images'));
  return containers.map((container, index) => {
    const own = patched.filter(({ name }) => containers.length === 1 || (name !== undefined && name === names[index]));
    let changed = images.reduce<Container>(withImage, container);
    for (const { settings, alone } of own) {
      const { env, hidden } = envAt(alone === true ? [] : [settings], container.object, known, alone === true ? [settings] : []);
      changed = { ...changed, env: new Map([...changed.env, ...env]), hidden: changed.hidden || hidden };
    }
    const isSure = names[index] !== undefined && patched.every(({ name }) => name !== undefined);
    return own.length < patched.length && !isSure ? { ...changed, hidden: true } : changed;
  });
}

function patchesOf(one: Reader): Patched[] {
  const text = one.get('patch').exists ? one.get('patch') : one;
  const documents = text.text() === undefined ? [text] : text.embedded();
  return documents.flatMap((document) => (Array.isArray(document.value) ? document.items().flatMap(operation) : merged(document)));
}

function merged(document: Reader): Patched[] {
  return podPaths.flatMap((path) =>
    document.items(...path, 'containers').map((settings) => ({ ...(settings.text('name') === undefined ? {} : { name: settings.text('name')! }), settings })),
  );
}

/** `add /spec/template/spec/containers/0/env/-` and the like. */
function operation(one: Reader): Patched[] {
  const path = /^\/spec\/(?:jobTemplate\/spec\/)?template\/spec\/containers\/\d+\/(env|envFrom)(?:\/(?:-|\d+))?$/.exec(one.text('path') ?? '');
  const op = one.text('op');
  if (path === null || (op !== 'add' && op !== 'replace')) return [];
  const value = one.get('value');
  // Where variables come from an object nobody looks: any may be among them.
  return path[1] === 'envFrom' ? [{ settings: one }] : [{ settings: value, alone: true }];
}

function withImage<Container extends Changeable>(container: Container, image: Reader): Container {
  if (image.text('name') !== container.image) return container;
  const [name, tag] = [image.text('newName'), image.text('newTag')];
  return { ...container, image: name ?? container.image, ...(tag === undefined ? {} : { tag, imageAt: image.get('newTag').located(tag) }) };
}
