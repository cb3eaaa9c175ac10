import type { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PinoutError } from '../contract/error.ts';
import type { Layer } from '../delivery/layers.ts';
import { delivery } from '../delivery/engine.ts';
import { deliveryFolder, type Folder } from '../manifest/manifest.ts';
import { cdk8s } from './cdk8s.ts';

/** Folders that a folder has to wait for, because `addDependency` says so. */
export type FolderOrder = ReadonlyMap<Folder, readonly Folder[]>;

/**
 * What `addDependency` asks for. Flux applies a folder at once and folders in an order, so a dependency across folders becomes `dependsOn` of
 * Flux, and one inside a folder could not have an effect. Those that cdk8s-plus adds inside its own constructs ask for nothing.
 *
 * @throws PinoutError `construct-ineffective`
 */
export function orderOf(charts: ReadonlyMap<Folder, Chart>): FolderOrder {
  const isChart = (one: unknown): boolean => cdk8s().Chart.isChart(one);
  const folders = new Map<IConstruct, Folder>([...charts].map(([folder, chart]) => [chart, folder]));
  const order = new Map<Folder, Folder[]>();
  for (const [folder, chart] of charts)
    for (const one of chart.node.findAll())
      for (const other of one.node.dependencies) {
        const first = folderOf(other, folders);
        // cdk8s itself lets a chart wait for those inside it.
        if (first === folder && (isChart(one) ? isChart(other) && other.node.scope === one : !isChart(one.node.scope))) continue;
        if (first === undefined || first === folder || folder === deliveryFolder || first === deliveryFolder)
          throw new PinoutError({
            code: 'construct-ineffective',
            app: 'constructs',
            field: nameOf(one),
            found: `addDependency(${nameOf(other)}), ${first === folder ? `which is in ${folder} too` : first === undefined ? 'which is in no folder' : 'across the folder flux'}`,
            wanted: 'an object in another folder that Flux applies: Flux applies a whole folder at a time',
            fix: "put what must come first into its own folder, for example chart('platform/first'), or remove the dependency",
          });
        order.set(folder, [...new Set([...(order.get(folder) ?? []), first])]);
      }
  return order;
}

const nameOf = (one: IConstruct): string => (cdk8s().ApiObject.isApiObject(one) ? `${one.kind}/${one.name}` : one.node.path);

function folderOf(one: IConstruct, folders: ReadonlyMap<IConstruct, Folder>): Folder | undefined {
  for (let at: IConstruct | undefined = one; at !== undefined; at = at.node.scope) {
    const folder = folders.get(at);
    if (folder !== undefined) return folder;
  }
  return undefined;
}

/**
 * Layers that wait for what `addDependency` names as well.
 *
 * @throws PinoutError `construct-ineffective` for a folder that holds nothing, `layer-cycle`
 */
export function withOrder(layers: readonly Layer[], order: FolderOrder): Layer[] {
  const known = new Map(layers.map((layer) => [layer.folder as Folder, layer]));
  for (const [folder, firsts] of order) {
    const empty = [folder, ...firsts].find((one) => !known.has(one));
    if (empty !== undefined)
      throw new PinoutError({
        code: 'construct-ineffective',
        app: 'constructs',
        field: `chart('${folder}')`,
        found: `a dependency with ${empty}, which is empty`,
        wanted: 'folders with at least one object',
        fix: `put an object into chart('${empty}'), or remove the dependency`,
      });
  }
  const ordered = layers.map((layer) => ({ ...layer, after: [...new Set([...layer.after, ...((order.get(layer.folder) ?? []) as Layer['after'])])] }));
  const circle = order.size === 0 ? undefined : circleOf(ordered);
  if (circle === undefined) return ordered;
  throw new PinoutError({
    code: 'layer-cycle',
    app: 'constructs',
    field: 'addDependency',
    found: `a circle: ${circle.map((folder) => delivery.layerName(folder)).join(' waits for ')}`,
    wanted: 'no cycle between folders: Flux would apply none of them',
    fix: `remove one of these dependencies, or put the object into an earlier folder`,
  });
}

function circleOf(layers: readonly Layer[]): Folder[] | undefined {
  const after = new Map(layers.map(({ folder, after: firsts }) => [folder as Folder, firsts]));
  const done = new Set<Folder>();
  const visit = (folder: Folder, path: readonly Folder[]): Folder[] | undefined => {
    if (path.includes(folder)) return [...path.slice(path.indexOf(folder)), folder];
    if (done.has(folder)) return undefined;
    for (const next of after.get(folder) ?? []) {
      const found = visit(next, [...path, folder]);
      if (found !== undefined) return found;
    }
    done.add(folder);
    return undefined;
  };
  for (const { folder } of layers) {
    const found = visit(folder, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
