import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Path, parseYaml } from '../manifest/parse-yaml.ts';
import type { SourceDocument } from '../manifest/source.ts';
import type { ManifestFile, PatchMark } from './manifest-files.ts';
import { validateJsonPatch, validatePart } from './patch.ts';
import { type Fault, isMap, type ObjectOptions } from './validate-object.ts';

const fileName = /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/;

/**
 * Marks the files that kustomizations among them merge into objects: they are parts, or lists of operations. Same path, same order.
 * Which is which follows from the content, as kustomize has it (api/internal/builtins/PatchTransformer.go).
 */
export function withPatches(files: readonly ManifestFile[]): readonly ManifestFile[] {
  const marks = new Map<string, PatchMark>();
  for (const { path } of files) {
    if (!fileName.test(path)) continue;
    for (const value of documentsOf(path)) for (const { file, mark } of patchesOf(value)) if (file !== undefined) marks.set(resolve(dirname(path), file), mark);
  }
  if (marks.size === 0) return files;
  return files.map((file) => {
    const patch = marks.get(resolve(file.path));
    return patch === undefined ? file : { ...file, certain: true, patch };
  });
}

function documentsOf(path: string): unknown[] {
  try {
    const text = readFileSync(path, 'utf8');
    return text.includes('patches') ? parseYaml(text).map(({ value }) => value) : [];
  } catch {
    // Whoever judges the file itself says what is wrong with it.
    return [];
  }
}

/** A patch that a kustomization names or holds, and where. */
interface Patch {
  readonly file?: string;
  readonly text?: string;
  readonly at: Path;
  readonly mark: PatchMark;
}

function patchesOf(value: unknown): Patch[] {
  if (!isMap(value)) return [];
  const list = (key: string): unknown[] => (Array.isArray(value[key]) ? (value[key] as unknown[]) : []);
  const withTarget = (key: string, isJson: boolean): Patch[] =>
    list(key).flatMap((one, index): Patch[] => {
      if (!isMap(one)) return [];
      const { path, patch, target } = one;
      const kind = isMap(target) ? { target: typeof target['kind'] === 'string' ? target['kind'] : '' } : {};
      const mark = { ...(isJson ? { json: true as const } : {}), ...kind };
      return [
        ...(typeof path === 'string' ? [{ file: path, at: [key, index, 'path'], mark }] : []),
        ...(typeof patch === 'string' ? [{ text: patch, at: [key, index, 'patch'], mark }] : []),
      ];
    });
  return [
    ...withTarget('patches', false),
    ...withTarget('patchesJson6902', true),
    // Each is a path, or the patch itself: kustomize looks for a file first, and a path has one line.
    ...list('patchesStrategicMerge').flatMap((one, index): Patch[] => {
      if (typeof one !== 'string') return [];
      return [{ ...(one.trim().includes('\n') || one.includes(': ') ? { text: one } : { file: one }), at: ['patchesStrategicMerge', index], mark: {} }];
    }),
  ];
}

/** Everything that is wrong with a document of a file that is a patch. */
export function patchFaults(value: unknown, mark: PatchMark, options: ObjectOptions): Fault[] {
  if (Array.isArray(value) || mark.json === true) return validateJsonPatch(value);
  // With a target, the kind in the patch is a mere placeholder: only where both agree it says what the fields are.
  if (!isMap(value) || (mark.target !== undefined && mark.target !== value['kind'])) return [];
  return validatePart(value, options);
}

/** The lists of patches that a document holds, by what it is: a kustomization, a Flux Kustomization, or a release whose output is patched. */
function holders(file: string, value: unknown): { readonly value: unknown; readonly at: Path }[] {
  if (!isMap(value)) return [];
  if (fileName.test(file)) return [{ value, at: [] }];
  const { apiVersion, kind, spec } = value;
  if (!isMap(spec) || typeof apiVersion !== 'string') return [];
  if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) return [{ value: spec, at: ['spec'] }];
  const { postRenderers } = spec;
  if (kind !== 'HelmRelease' || !Array.isArray(postRenderers)) return [];
  return (postRenderers as unknown[]).map((one, index) => ({
    value: isMap(one) ? one['kustomize'] : undefined,
    at: ['spec', 'postRenderers', index, 'kustomize'],
  }));
}

/** Patches that a document holds as text: each with the documents of the text, which know their places in the file. */
export function inlinePatches(file: string, outer: SourceDocument): { readonly at: Path; readonly mark: PatchMark; readonly inner: SourceDocument }[] {
  return holders(file, outer.parsed.value).flatMap(({ value, at }) =>
    patchesOf(value).flatMap((patch) => {
      const path = [...at, ...patch.at];
      return patch.text === undefined ? [] : outer.embedded(path, patch.text, '', 'go').map((inner) => ({ at: path, mark: patch.mark, inner }));
    }),
  );
}
