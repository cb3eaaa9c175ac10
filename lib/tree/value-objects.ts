import { ComposedDocument, partOf } from '../manifest/composed.ts';
import { Reader } from '../manifest/reader.ts';
import { mapTexts } from './map-texts.ts';
import type { Release } from './release.ts';
import type { Tree, TreeObject } from './tree.ts';
import { withReleaseName } from './with-release-name.ts';

/** What charts call a list, or a map, of whole objects that they install beside their own. */
const places = /^(?:extra|additional|raw|custom)_?-?(?:objects|manifests|deploy|resources|templates)$|^(?:rawResources|resources|templates|externalSecrets)$/i;
const most = 200;

/**
 * Objects that stand whole among the values of a chart, for the chart to install: `extraObjects`. One whose name is made by a template of the chart is left,
 * but for a kind that nobody calls by its name.
 */
export function valueObjects(releases: readonly Release[], tree: Tree): TreeObject[] {
  const known = new Set(tree.objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`));
  return releases.flatMap(({ object, layers }) =>
    layers
      .flatMap((layer) => [layer, ...layer.items()].flatMap((block) => block.entries().flatMap(([key, list]) => (places.test(key) ? objectsAt(list) : []))))
      .slice(0, most)
      .flatMap((given): TreeObject[] => {
        const root = withRelease(given, object);
        const text = (...path: readonly string[]): string => root.get(...path).text() ?? '';
        const [own, kind] = [text('metadata', 'namespace'), text('kind')];
        const said = text('metadata', 'name');
        // app-template names what it makes of `rawResources` after the release and the entry (bjw-s-labs/helm-charts, common library, _rawResource.tpl).
        const name = said === '' && kind === 'SecurityPolicy' ? `${object.name}-${String(given.key === 'manifest' ? given.above?.key : given.key)}` : said;
        const namespace = own === '' || own.includes('{{') ? object.namespace : own;
        const key = `${kind} ${namespace}/${name}`;
        if (name === '' || name.includes('{{') || known.has(key)) return [];
        known.add(key);
        return [{ root, file: root.file, apiVersion: text('apiVersion'), kind, namespace, name, applied: object.applied, ours: object.ours }];
      }),
  );
}

/** With the name of the release filled in, where a policy names its route by that. */
function withRelease(root: Reader, { root: release, name }: TreeObject): Reader {
  if (root.text('kind') !== 'SecurityPolicy') return root;
  const own = release.text('spec', 'releaseName') ?? name;
  const part = partOf(root);
  const node = mapTexts(part, { mark: '{{', change: (text) => withReleaseName(text, own) });
  return node === part ? root : Reader.of(new ComposedDocument(node, root.document));
}

/** Objects of a list or map, as they are or as texts. Where they are a value of something else (`manifest:`), that is looked at too. */
function objectsAt(list: Reader): Reader[] {
  return list
    .items()
    .flatMap((one) => [...(one.text() === undefined ? [one] : one.embedded()), one.get('manifest')])
    .filter((one) => one.get('kind').text() !== undefined && one.get('apiVersion').text()?.includes('{{') === false);
}
