import { posix } from 'node:path';
import type { Reader } from '../manifest/reader.ts';
import type { ValueFiles } from './value-files.ts';

/** What one Application of an ApplicationSet fills into its template, by name. */
export type Parameters = ReadonlyMap<string, string>;

/** What generators look at: files of the repository, and Secrets that tell Argo CD of a cluster. */
export interface Known extends ValueFiles {
  readonly clusters: readonly Reader[];
}

/** More would be a set for a fleet, and all alike. */
const maxParameters = 200;

/**
 * What generators of an ApplicationSet make, where that is in the repository: lists, folders and files of git, clusters whose Secret is there, and `matrix`
 * and `merge` of those. Other clusters, pull requests and the like are known to Argo CD alone: in a matrix their placeholders stay.
 */
export function parametersOf(generator: Reader, files: Known, given: Parameters = new Map()): readonly Parameters[] {
  const inner = (name: string): readonly Reader[] => generator.items(name, 'generators');
  if (generator.get('matrix').exists) return matrix(inner('matrix'), files, given);
  if (generator.get('merge').exists) return merge(generator.get('merge'), files, given);
  const fill = (text: string): string => filled(text, given);
  const listed = generator.items('list', 'elements').map((one) => new Map([...flat(one)].map(([key, value]) => [key, fill(value)])));
  return [...listed, ...clusters(generator, files, fill), ...folders(generator, files, fill), ...configurations(generator, files, fill)].slice(
    0,
    maxParameters,
  );
}

/** Placeholders of both forms, `{{ name }}` and `{{ .name }}`. */
export const filled = (text: string, values: Parameters): string =>
  text.replaceAll(/\{\{-?\s*\.?([\w.-]+)\s*-?\}\}/g, (all, name: string) => values.get(name) ?? all);

/** Every pair of the two; the second sees what the first has. */
function matrix([first, second]: readonly Reader[], files: Known, given: Parameters): readonly Parameters[] {
  if (first === undefined) return [];
  const outer = parametersOf(first, files, given);
  const left = outer.length === 0 ? [given] : outer;
  return left
    .flatMap((one) => {
      const inner = second === undefined ? [] : parametersOf(second, files, new Map([...given, ...one]));
      return inner.length === 0 ? (outer.length === 0 ? [] : [one]) : inner.map((other): Parameters => new Map([...one, ...other]));
    })
    .slice(0, maxParameters);
}

/** What the first makes, with what the others say of the one with the same keys. */
function merge(generator: Reader, files: Known, given: Parameters): readonly Parameters[] {
  const keys = generator.items('mergeKeys').flatMap((one) => one.text() ?? []);
  const [base = [], ...others] = generator.items('generators').map((one) => parametersOf(one, files, given));
  const keyOf = (one: Parameters): string => JSON.stringify(keys.map((key) => one.get(key) ?? null));
  return base.map((one) => new Map([one, ...others.flatMap((list) => list.filter((other) => keyOf(other) === keyOf(one)))].flatMap((map) => [...map])));
}

/** Clusters by the labels of their Secrets (argoproj/argo-cd applicationset/generators/cluster.go). */
function clusters(generator: Reader, files: Known, fill: (text: string) => string): Parameters[] {
  if (!generator.get('clusters').exists) return [];
  const selector = generator.get('clusters', 'selector');
  const isChosen = (labels: Reader): boolean =>
    flat(selector.get('matchLabels')).every(([key, value]) => labels.text(key) === fill(value)) &&
    selector.items('matchExpressions').every((one) => {
      const label = labels.text(one.text('key') ?? '');
      const isListed = one.items('values').some((value) => value.text() === label);
      const fits: Readonly<Record<string, boolean>> = { In: isListed, NotIn: !isListed, Exists: label !== undefined, DoesNotExist: label === undefined };
      return fits[one.text('operator') ?? ''] === true;
    });
  return files.clusters.flatMap((secret) => {
    const name = secret.text('stringData', 'name') ?? secret.text('metadata', 'name');
    if (name === undefined || !isChosen(secret.get('metadata', 'labels'))) return [];
    const own = ['labels', 'annotations'].flatMap((field) => flat(secret.get('metadata', field), `metadata.${field}.`));
    const given = flat(generator.get('clusters', 'values'), 'values.').map(([key, value]): [string, string] => [key, fill(value)]);
    return [new Map([...own, ...given, ['name', name], ['nameNormalized', name.toLowerCase()], ['server', secret.text('stringData', 'server') ?? '']])];
  });
}

function folders(generator: Reader, files: Known, fill: (text: string) => string): Parameters[] {
  const directories = generator.items('git', 'directories');
  const of = (isExcluded: boolean) =>
    directories.filter((one) => (one.get('exclude').scalar() === true) === isExcluded).flatMap((one) => files.folders(fill(one.text('path') ?? '')));
  const excluded = new Set(of(true));
  return of(false)
    .filter((folder) => !excluded.has(folder))
    .map((folder) => new Map(pathParameters(folder)));
}

/** Values of files in the repository, flattened: `cluster.name`. */
function configurations(generator: Reader, files: Known, fill: (text: string) => string): Parameters[] {
  return generator
    .items('git', 'files')
    .flatMap((one) => files.matching(fill(one.text('path') ?? '')))
    .map(([path, root]) => new Map([...flat(root), ...pathParameters(posix.dirname(path)), ['path.filename', posix.basename(path)]]));
}

function pathParameters(folder: string): [string, string][] {
  const parts = folder.split('/').map((part, index): [string, string] => [`path[${index}]`, part]);
  return [...parts, ['path', folder], ['path.path', folder], ['path.basename', posix.basename(folder)], ['path.basenameNormalized', posix.basename(folder)]];
}

function flat(node: Reader, before = ''): [string, string][] {
  return node.entries().flatMap(([key, value]): [string, string][] => {
    const scalar = value.scalar();
    return scalar === undefined || scalar === null ? flat(value, `${before}${key}.`) : [[`${before}${key}`, String(scalar)]];
  });
}
