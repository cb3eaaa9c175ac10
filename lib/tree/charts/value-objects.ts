import type { Reader } from '../../manifest/reader.ts';
import type { Release } from '../release.ts';
import type { Tree, TreeObject } from '../tree.ts';

/** What charts call a list, or a map, of whole objects that they install beside their own. */
const places = /^(?:extra|additional|raw|custom)_?-?(?:objects|manifests|deploy|resources|templates)$|^(?:rawResources|resources|templates|externalSecrets)$/i;
const most = 200;

/**
 * Objects that stand whole among the values of a chart, for the chart to install: `extraObjects`. One whose name is made by a template of the chart is left.
 */
export function valueObjects(releases: readonly Release[], tree: Tree): TreeObject[] {
  const known = new Set(tree.objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return releases.flatMap(({ object, layers }) =>
    layers
      .flatMap((layer) => [layer, ...layer.items()].flatMap((block) => block.entries().flatMap(([key, list]) => (places.test(key) ? objectsAt(list) : []))))
      .slice(0, most)
      .flatMap((root): TreeObject[] => {
        const text = (...path: readonly string[]): string => root.get(...path).text() ?? '';
        const own = text('metadata', 'namespace');
        const name = text('metadata', 'name');
        const namespace = own === '' || own.includes('{{') ? object.namespace : own;
        const key = `${text('kind')} ${namespace}/${name}`;
        if (name === '' || name.includes('{{') || known.has(key)) return [];
        known.add(key);
        return [{ root, file: root.file, apiVersion: text('apiVersion'), kind: text('kind'), namespace, name, applied: object.applied, ours: object.ours }];
      }),
  );
}

/** Objects of a list or map, as they are or as texts. Where they are a value of something else (`manifest:`), that is looked at too. */
function objectsAt(list: Reader): Reader[] {
  return list
    .items()
    .flatMap((one) => [...(one.text() === undefined ? [one] : one.embedded()), one.get('manifest')])
    .filter((one) => one.get('kind').text() !== undefined && one.get('apiVersion').text()?.includes('{{') === false);
}
