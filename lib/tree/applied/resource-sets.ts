import { ComposedDocument, Part, partOf } from '../../manifest/composed.ts';
import { Reader } from '../../manifest/reader.ts';
import { mapTexts } from '../map-texts.ts';
import type { TreeObject } from '../tree.ts';

const maxObjects = 500;

/**
 * Objects that the Flux operator makes of a ResourceSet: each of its resources for each of its inputs. Inputs that come from elsewhere, and templates that do
 * more than name an input, stay as they are written.
 */
export function resourcesOf(set: TreeObject): TreeObject[] {
  if (set.kind !== 'ResourceSet' || !set.apiVersion.startsWith('fluxcd.controlplane.io/')) return [];
  const spec = set.root.get('spec');
  const inputs = spec.get('inputs').items();
  const resources = spec.get('resources').items();
  // Without a list of inputs the resources are made once.
  const rounds: (Reader | undefined)[] = inputs.length > 0 ? inputs : [undefined];
  return rounds
    .flatMap((input) => resources.map((resource) => made(resource, input, set)))
    .slice(0, maxObjects)
    .filter((one, index, all) => all.findIndex((other) => other.kind === one.kind && other.name === one.name && other.namespace === one.namespace) === index);
}

function made(resource: Reader, input: Reader | undefined, set: TreeObject): TreeObject {
  const change = (text: string): string =>
    text.replaceAll(/<<-?\s*inputs\.([\w.-]+)\s*(?:\|\s*quote\s*)?-?>>/g, (all, path: string) => {
      const value = input?.get(...path.split('.')).scalar();
      return value === undefined || value === null ? all : String(value);
    });
  const node = mapTexts(partOf(resource), { mark: '<<', change });
  const root = node instanceof Part && node.value === resource.raw ? resource : Reader.of(new ComposedDocument(node, set.root.document));
  const text = (...keys: readonly string[]): string => root.get(...keys).text() ?? '';
  return { ...set, root, kind: text('kind'), apiVersion: text('apiVersion'), name: text('metadata', 'name'), namespace: text('metadata', 'namespace') };
}
