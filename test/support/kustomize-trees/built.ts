import { treeOf } from '../../../lib/tree/tree.ts';
import { build } from '../../../lib/tree/kustomize/build.ts';
import { plainOf } from '../../../lib/manifest/composed.ts';
import { repositoryFiles } from '../../../lib/tree/repository-files.ts';

/** What lib/tree builds of some files. */
export function builtOf(files: Readonly<Record<string, string>>, folder = '.'): Record<string, unknown>[] {
  const tree = treeOf(Object.entries(files).map(([file, text]) => ({ file, text })));
  return build(folder, repositoryFiles(tree)).resources.map(({ node }) => plainOf(node) as Record<string, unknown>);
}

type Plain = { readonly [key: string]: unknown };

/** Objects in one form: without fields that are null, text of Secrets as base64, without the hashes of generated names, in the order of their names. */
export function inOneForm(objects: readonly Plain[], generated: readonly string[]): string[] {
  const hash = generated.length === 0 ? undefined : new RegExp(`("[^"]*(?:${generated.join('|')})[^"]*?)-[a-z0-9]{10}"`, 'g');
  return objects
    .map((object) => {
      const text = JSON.stringify(tidy(encoded(object)));
      return hash === undefined ? text : text.replaceAll(hash, '$1"');
    })
    .sort();
}

function encoded(object: Plain): Plain {
  const { stringData, ...rest } = object;
  if (object['kind'] !== 'Secret' || typeof stringData !== 'object' || stringData === null) return object;
  const data = Object.fromEntries(Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]));
  return { ...rest, data: { ...(object['data'] as Plain | undefined), ...data } };
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, tidy(one)]));
}

/** Names that generators of some files give. */
export function generatedNames(files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([, text]) => (/Generator(?::|$)/m.test(text) ? [...text.matchAll(/\bname: (\w+)/g)].map(([, name = '']) => name) : []));
}
