import { partOf, plainOf } from '../manifest/composed.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { Reader } from '../manifest/reader.ts';
import { SourceDocument } from '../manifest/source.ts';
import { isBuiltIn } from '../tree/kustomize/resource.ts';
import { strategicMerge as merged } from '../tree/kustomize/strategic-merge.ts';

/**
 * An object with a patch merged in, as kustomize does it: objects merge, `null` deletes, lists of named things of Kubernetes' own kinds (containers, env,
 * volumes …) merge by their names, those of the patch first, and every other list is replaced. `$patch: delete` takes a value out, `$patch: replace` begins
 * anew. Undefined when the patch takes the whole object away.
 */
export function strategicMerge(object: JsonMap, patch: JsonMap): JsonMap | undefined {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const made = merged(nodeOf(object), nodeOf(patch), { kind: isBuiltIn(apiVersion) ? kind : undefined, field: '', parent: '' });
  return made === undefined ? undefined : (plainOf(made) as JsonMap);
}

const nodeOf = (value: JsonMap) =>
  partOf(Reader.of(new SourceDocument('', { text: '', value, faults: [], dialect: 'go', base: 0 }, () => ({ line: 1, column: 1 }))));
