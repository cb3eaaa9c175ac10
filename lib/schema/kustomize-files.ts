import { readFileSync } from 'node:fs';
import type { Path } from '../manifest/parse-yaml.ts';
import { type SourceDocument, sourceDocuments } from '../manifest/source.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import type { PatchMark } from './manifest-files.ts';
import { isMap } from './validate-object.ts';

export const listIn = (value: unknown, key: string): unknown[] => (isMap(value) && Array.isArray(value[key]) ? (value[key] as unknown[]) : []);

/** Files by their paths, wherever they are. One that cannot be read is empty: the judgement of the file itself says what is wrong with it. */
export interface Files {
  readonly text: (path: string) => string;
  readonly documents: (path: string) => readonly SourceDocument[];
}

/** Files as they are on disk. */
export const onDisk: Files = {
  text: (path) => orNothing(() => readFileSync(path, 'utf8'), ''),
  documents: (path) => orNothing(() => sourceDocuments(path, readFileSync(path, 'utf8')), []),
};

function orNothing<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch {
    return nothing;
  }
}

/** A patch that a kustomization names or holds, and where. */
export interface Patch {
  readonly file?: string;
  readonly text?: string;
  readonly at: Path;
  readonly mark: PatchMark;
}

/** Patches of a kustomization, and of whatever has the same lists. */
export function patchesOf(value: unknown): Patch[] {
  const keys = isMap(value) ? Object.keys(value) : [];
  // In any case, as encoding/json reads the names of fields.
  const written = (name: string): string => (keys.includes(name) ? name : (keys.find((key) => key.toLowerCase() === name.toLowerCase()) ?? name));
  const withTarget = (name: string, isJson: boolean): Patch[] => {
    const key = written(name);
    return listIn(value, key).flatMap((one, index): Patch[] => {
      if (!isMap(one)) return [];
      const { path, patch, target } = one;
      const kind = isMap(target) ? { target: typeof target['kind'] === 'string' ? target['kind'] : '' } : {};
      const mark = { ...(isJson ? { json: true as const } : {}), ...kind };
      return [
        ...(typeof path === 'string' ? [{ file: path, at: [key, index, 'path'], mark }] : []),
        ...(typeof patch === 'string' ? [{ text: patch, at: [key, index, 'patch'], mark }] : []),
      ];
    });
  };
  return [
    ...withTarget('patches', false),
    ...withTarget('patchesJson6902', true),
    // Each is a path, or the patch itself: kustomize looks for a file first, and a path has one line.
    ...['patchesStrategicMerge', 'patches'].flatMap((name) =>
      listIn(value, name).flatMap((one, index): Patch[] => {
        if (typeof one !== 'string') return [];
        return [{ ...(one.trim().includes('\n') || one.includes(': ') ? { text: one } : { file: one }), at: [name, index], mark: {} }];
      }),
    ),
  ];
}

/** The lists of patches that a document holds, by what it is: a kustomization, a Flux Kustomization, what installs Flux, or a release. */
export function patchHolders(file: string, value: unknown): { readonly value: unknown; readonly at: Path }[] {
  if (!isMap(value)) return [];
  if (isKustomizationName(file)) return [{ value, at: [] }];
  const { apiVersion, kind, spec } = value;
  if (!isMap(spec) || typeof apiVersion !== 'string') return [];
  if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) return [{ value: spec, at: ['spec'] }];
  if (kind === 'FluxInstance') return [{ value: spec['kustomize'], at: ['spec', 'kustomize'] }];
  if (kind !== 'HelmRelease') return [];
  return listIn(spec, 'postRenderers').map((one, index) => ({
    value: isMap(one) ? one['kustomize'] : undefined,
    at: ['spec', 'postRenderers', index, 'kustomize'],
  }));
}
