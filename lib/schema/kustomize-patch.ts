import { dirname, resolve } from 'node:path';
import type { Path } from '../manifest/parse-yaml.ts';
import type { SourceDocument } from '../manifest/source.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import { type Files, listIn, onDisk, patchesOf, patchHolders } from './kustomize-files.ts';
import type { ManifestFile, PatchMark } from './manifest-files.ts';
import { validateJsonPatch, validatePart } from './patch.ts';
import { type Fault, isMap, type ObjectOptions } from './validate-object.ts';

/**
 * Marks the files that kustomizations among them name: resources, which have to be objects, and patches, which are parts of objects or lists of
 * operations. Same path, same order. What a patch is follows from its content, as kustomize has it (api/internal/builtins/PatchTransformer.go).
 */
export function withKustomizations(files: readonly ManifestFile[], { documents }: Files = onDisk): readonly ManifestFile[] {
  const marks = new Map<string, PatchMark>();
  const named = new Set<string>();
  for (const { path } of files) {
    if (!isKustomizationName(path)) continue;
    for (const { parsed } of documents(path)) {
      const { value } = parsed;
      for (const { file, mark } of patchesOf(value)) if (file !== undefined) marks.set(resolve(dirname(path), file), mark);
      for (const file of listIn(value, 'resources')) if (typeof file === 'string') named.add(resolve(dirname(path), file));
    }
  }
  if (marks.size === 0 && named.size === 0) return files;
  return files.map((file) => {
    const full = resolve(file.path);
    const patch = marks.get(full);
    return patch !== undefined ? { ...file, certain: true, patch } : named.has(full) ? { ...file, certain: true } : file;
  });
}

/** Everything that is wrong with a document of a file that is a patch. */
export function patchFaults(value: unknown, mark: PatchMark, options: ObjectOptions): Fault[] {
  if (Array.isArray(value) || mark.json === true) return validateJsonPatch(value);
  // With a target, kind and name in the patch are mere placeholders: only where both kinds agree they say what the fields are.
  if (!isMap(value) || (mark.target !== undefined && mark.target !== value['kind'])) return [];
  const faults = validatePart(value, options);
  return mark.target === undefined ? faults : faults.filter(({ path }) => path.join('.') !== 'metadata.name');
}

/** Patches that a document holds as text: each with the documents of the text, which know their places in the file. */
export function inlinePatches(file: string, outer: SourceDocument): { readonly at: Path; readonly mark: PatchMark; readonly inner: SourceDocument }[] {
  return patchHolders(file, outer.parsed.value).flatMap(({ value, at }) =>
    patchesOf(value).flatMap((patch) => {
      const path = [...at, ...patch.at];
      return patch.text === undefined ? [] : outer.embedded(path, patch.text, '', 'go').map((inner) => ({ at: path, mark: patch.mark, inner }));
    }),
  );
}
