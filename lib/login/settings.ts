import type { Reader } from '../manifest/reader.ts';
import { readerOfText } from '../manifest/reader-of-text.ts';
import type { Container } from '../tree/containers.ts';
import type { Manifests } from '../tree/manifests.ts';
import { textsOfObject } from '../tree/object-texts.ts';
import { perTree } from '../tree/per-tree.ts';
import { mergedLayers } from '../tree/merged-layers.ts';
import type { Release } from '../tree/release.ts';
import { fileObject, type TreeObject } from '../tree/tree.ts';
import { nodesWhere } from '../tree/walk.ts';
import { Tagged } from '../manifest/tagged.ts';
import { asYaml } from './as-yaml.ts';

/** Settings of some app as a map or a list: values of a chart, a file in a ConfigMap, JSON in a variable. */
export interface Settings {
  readonly root: Reader;
  readonly object: TreeObject;
  readonly release?: Release;
  readonly container?: Container;
  /** Names around it, by which an app may be told: of objects, charts, images, files, keys. */
  readonly words: string;
}

/** Kinds that bring texts into pods. */
const bringing = ['ConfigMap', 'Secret', 'ExternalSecret', 'SealedSecret', 'PushSecret'] as const;

/** Custom resources that are a program with its settings: of infradohq/headscale-operator, of Kiali's and of ToolHive's operator. */
const programs = ['Headscale', 'Kiali', 'MCPExternalAuthConfig', 'VirtualMCPServer'] as const;

/** Whatever may hold settings of a login, each text once, with the container that reads it where one does. */
export const settingsOf = perTree((manifests: Manifests): readonly Settings[] => {
  const { containers, releases, objects, tree } = manifests;
  const taken = new Set<string>();
  const found: Settings[] = [];
  const addText = (text: Reader, around: Omit<Settings, 'root'>): void => {
    if (!mayHold(text, around.words)) return;
    const place = `${text.file}#${text.document.parsed.base}#${text.path}`;
    if (taken.has(place)) return;
    taken.add(place);
    for (const root of text.embedded('go', asYaml)) {
      if (typeof root.value !== 'object' || root.value === null) continue;
      found.push({ ...around, root });
      // A file of variables may hold JSON in one of them.
      for (const [, node] of root.entries()) if (/^\s*[[{]/.test(node.text() ?? '')) addText(node, around);
    }
  };
  for (const container of containers) {
    const { object, release, image } = container;
    for (const { name, text } of container.env.values())
      if (text !== undefined)
        addText(text, { object, container, ...(release === undefined ? {} : { release }), words: wordsOf(object, release?.chart, image, name) });
  }
  for (const release of releases) {
    const around = { object: release.object, release, words: wordsOf(release.object, release.chart) };
    for (const root of mergedLayers(release)) found.push({ ...around, root });
    for (const root of release.layers) for (const node of textsIn(root)) addText(node, { ...around, words: `${around.words} ${node.key}` });
  }
  for (const kind of bringing)
    for (const object of objects.of(kind)) {
      const texts = textsOfObject(object);
      for (const [key, text] of texts) addText(text, { object, words: wordsOf(object, key) });
      const [, first] = texts[0] ?? [];
      const data = first?.above;
      if (data !== undefined) found.push({ object, root: data, words: wordsOf(object) });
    }
  // The operator of RabbitMQ writes its file from the text in a custom resource.
  for (const object of objects.of('RabbitmqCluster')) addText(object.root.get('spec', 'rabbitmq', 'additionalConfig'), { object, words: wordsOf(object) });
  for (const kind of programs) for (const object of objects.of(kind)) found.push({ object, root: object.root.get('spec'), words: wordsOf(object) });
  // A plugin of Traefik has its options in the middleware.
  for (const object of objects.of('Middleware')) {
    const plugin = object.root.get('spec', 'plugin');
    if (plugin.exists) found.push({ object, root: plugin, words: wordsOf(object) });
  }
  const files = new Set(tree.documents.map(({ file }) => file));
  for (const { root, file } of tree.documents)
    if (!root.get('kind').exists && !root.get('entries').exists && typeof root.value === 'object' && root.value !== null && !isCopy(file, files)) {
      const object = fileObject(root);
      found.push({ object, root, words: file });
      for (const node of textsIn(root)) addText(node, { object, words: file });
    }
  return found;
});

/** `values copy.yaml`, `values-bak.yaml` beside `values.yaml`: nothing reads them. */
function isCopy(file: string, files: ReadonlySet<string>): boolean {
  const dot = file.lastIndexOf('.');
  const name = file.slice(0, dot).toLowerCase();
  const word = ['copy', 'bak', 'backup', 'old', 'orig'].find((one) => name.endsWith(one) && ' ._-'.includes(name.at(-one.length - 1) ?? '/'));
  return word !== undefined && files.has(file.slice(0, dot - word.length - 1) + file.slice(dot));
}

const wordsOf = ({ namespace, name, file }: TreeObject, ...more: readonly (string | undefined)[]) => [namespace, name, file, ...more].join(' ');

/** The texts below a node that may hold settings. */
const textsIn = (root: Reader): Reader[] => nodesWhere(root, (raw) => namesClient(raw instanceof Tagged ? raw.value : raw));

/** True for a text that speaks of a client, and is nothing that somebody else reads. */
function mayHold(node: Reader, words: string): boolean {
  const text = node.text();
  return namesClient(text) && readerOfText(words.split(' ').at(-1) ?? '', text) === undefined;
}

const namesClient = (text: unknown): text is string =>
  typeof text === 'string' &&
  text.length <= 200_000 &&
  /[{[\n]/.test(text) &&
  /client_?-?id|identifier|client-key|credentialsFile|social_auth_oidc_key|(?:Discovery|Auth)Endpoint/i.test(text);
