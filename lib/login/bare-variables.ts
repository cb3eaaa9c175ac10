import { posix } from 'node:path';
import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Container } from '../tree/containers.ts';
import { isSealed } from '../tree/known.ts';
import { envAt, environmentKeys, hasLoginVariables, isShown, type Variable } from '../tree/environment.ts';
import { filledIn } from '../tree/filled-in.ts';
import type { Manifests } from '../tree/manifests.ts';
import { textsOfObject } from '../tree/object-texts.ts';
import { fileObject, type TreeObject } from '../tree/tree.ts';
import { nodesWhere, walk } from '../tree/walk.ts';
import { settingsOf } from './settings.ts';

/** Names that only a login has: an app is told by them although nothing here says which container reads them. */
const ofLogin = /OIDC|OPENID|(?:^|_)SSO_|OAUTH2?(?:_|$)|CLIENT_?ID$/i;
const isName = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Variables that no container of the tree is known to read: data of ConfigMaps and Secrets for charts that are not here, files of values that nothing
 * names, files of variables. Each stands for a container of which nothing else is known.
 */
export function bareContainers(manifests: Manifests): Container[] {
  const taken = referredTo(manifests);
  const groups = new Map<string, { object: TreeObject; env: Map<string, Variable> }[]>();
  for (const [object, variables] of objectsWithVariables(manifests)) {
    if (taken.has(`${object.kind === 'ConfigMap' ? 'ConfigMap' : 'Secret'} ${variables.name}`)) continue;
    if (![...variables.env.keys()].some((name) => ofLogin.test(name))) continue;
    // One app has its ConfigMap and its Secret in one folder.
    const key = `${object.namespace} ${posix.dirname(object.file)}`;
    const list = groups.get(key) ?? [];
    groups.set(key, list);
    const fitting = list.find(({ env }) => ![...variables.env.keys()].some((name) => env.has(name)));
    if (fitting === undefined) list.push({ object, env: new Map(variables.env) });
    else for (const [name, variable] of variables.env) fitting.env.set(name, variable);
  }
  return [...[...groups.values()].flat().map(({ object, env }) => containerOf(object, env, object.root)), ...inTexts(manifests)];
}

function containerOf(object: TreeObject, env: ReadonlyMap<string, Variable>, at: Reader, image = ''): Container {
  return { object, image, tag: '', imageAt: at.located(''), env, hidden: true, whole: [], args: [], inits: [], pod: at };
}

/** Objects whose keys are names of variables. */
function* objectsWithVariables({ objects, secrets }: Manifests): Iterable<[TreeObject, { readonly name: string; readonly env: Map<string, Variable> }]> {
  for (const object of objects.of('ConfigMap')) {
    const env = new Map<string, Variable>();
    for (const [name, text] of textsOfObject(object)) {
      const value = text.locatedText();
      if (isName.test(name) && value !== undefined) env.set(name, { name, at: text.located(name), value, text });
    }
    yield [object, { name: object.name, env }];
  }
  for (const { object, name: of, keys } of secrets.all) {
    // An ExternalSecret's name is that of its target.
    const seen = object.root.get('metadata', 'name').located(of);
    const texts = new Map(textsOfObject(object));
    const env = new Map<string, Variable>();
    for (const name of keys ?? []) {
      if (!isName.test(name)) continue;
      const said: Located<string> | undefined = texts.get(name)?.locatedText();
      const at = texts.get(name)?.located(name) ?? { ...seen, value: name };
      env.set(name, {
        name,
        at,
        from: { kind: 'Secret', name: of, key: name, seen },
        ...(said !== undefined && isShown(name, said.value) ? { value: said } : {}),
      });
    }
    yield [object, { name: of, env }];
  }
}

/** What containers take variables from: their login is read with them. What Flux fills in is no variable of an app, but part of what says it. */
function referredTo(manifests: Manifests): ReadonlySet<string> {
  const { containers, releases } = manifests;
  const named = [...containers.map(({ pod }) => pod.get('containers')), ...releases.flatMap(({ layers }) => layers)].flatMap((root) =>
    nodesWhere(root, (_, key) => key === 'configMapRef').map((node) => `ConfigMap ${node.get('name').text()}`),
  );
  return new Set([
    ...named,
    ...filledIn(manifests),
    ...containers.flatMap(({ env }) => [...env.values()].flatMap(({ from }) => (from === undefined ? [] : [`${from.kind} ${from.name}`]))),
  ]);
}

/** Files of variables in a ConfigMap or Secret, and variables in files of values that nothing names. */
function inTexts(manifests: Manifests): Container[] {
  const found: Container[] = [];
  for (const { root, object, container } of settingsOf(manifests)) {
    if (container !== undefined) continue;
    const isFile = object.kind === 'file';
    // A file of Docker Compose or of tasks (taskfile.dev) is nothing that a cluster runs.
    if (isFile && (posix.basename(object.file).includes('compose') || (root.get('version').exists && root.get('tasks').exists))) continue;
    if (!isFile && root.document === object.root.document) continue;
    const maps = isFile ? [root, ...[...walk(root)].map(({ node }) => node)] : [root];
    for (const map of maps) {
      if (!(environmentKeys.includes(String(map.key)) && map !== root) && !hasLoginVariables(map)) continue;
      const { env } = envAt([], object, manifests, [map]);
      const ofOne = [...env.values()].filter(({ name }) => ofLogin.test(name));
      // A Secret that a chart makes of what kubeseal printed is where settings take values from.
      if (ofOne.length === 0 || ofOne.every(({ value }) => isSealed(value?.value ?? ''))) continue;
      const image = map.above?.get('image');
      found.push(containerOf(isFile ? fileObject(root) : object, env, map, image?.get('repository').text() ?? image?.text()?.split(':')[0] ?? ''));
    }
  }
  return found;
}
