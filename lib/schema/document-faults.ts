import { isBlueprint, type Models, modelsOf, validateBlueprint } from '../idp/documents.ts';
import type { Position } from '../manifest/lines.ts';
import { readerOfText } from '../manifest/reader-of-text.ts';
import type { SourceDocument } from '../manifest/source.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import { kubeadmPatch } from './kubeadm-patch.ts';
import { inlinePatches, patchFaults } from './kustomize-patch.ts';
import type { PatchMark } from './manifest-files.ts';
import { validateJsonPatch, validatePart } from './patch.ts';
import { type Fault, isMap, type ObjectOptions, validateObject } from './validate-object.ts';

export interface DocumentOptions extends ObjectOptions {
  /** What judges the models of blueprints; the newest version unless given. */
  readonly blueprints?: Models;
}

/** A fault, and where it is when that is no path of the document; asked for the faults that are shown. */
export type Placed = Fault & { readonly position?: () => Position };

export const positionOf = (source: SourceDocument, { path, key }: Fault): Position => source.positionOf(path, key === true ? 'key' : 'value');

/** Everything that is wrong with a document. */
export function faultsOf(file: string, source: SourceDocument, options: DocumentOptions): Placed[] {
  const { value } = source.parsed;
  if (value === undefined) return yamlFaults(source);
  if (isBlueprint(value)) return blueprintFaults(source, options);
  const joined = joinedObjects(source);
  if (joined !== undefined) return [joined];
  const texts = options.texts === false ? [] : textsIn(source, options);
  return [...yamlFaults(source), ...objectFaults(file, value, options), ...texts, ...patchesIn(file, source, options)];
}

/** The same of a document of a file that is a patch. */
export function patchFileFaults(source: SourceDocument, patch: PatchMark, options: ObjectOptions): Placed[] {
  const { value } = source.parsed;
  return value === undefined ? yamlFaults(source) : [...yamlFaults(source), ...patchFaults(value, patch, options)];
}

/** Patches that the document holds as text, with the places that the text has in this file. */
function patchesIn(file: string, outer: SourceDocument, options: ObjectOptions): Placed[] {
  return inlinePatches(file, outer).flatMap(({ at, mark, inner }) =>
    patchFileFaults(inner, mark, options).map((fault): Placed => ({
      ...fault,
      path: [...at, ...fault.path],
      position: fault.position ?? (() => positionOf(inner, fault)),
    })),
  );
}

function objectFaults(file: string, value: unknown, options: ObjectOptions): Fault[] {
  const patch = kubeadmPatch(file, value);
  switch (patch?.type) {
    case 'json':
      return validateJsonPatch(value);
    case 'part':
      return validatePart(patch.value, options);
    case 'unknown':
      return [];
    case undefined:
      return validateObject(asObject(file, value), options);
  }
}

function yamlFaults(source: SourceDocument): Placed[] {
  const { faults, base } = source.parsed;
  return faults.map(({ code, offset, path, message }) => ({ code, path, message, position: () => source.position(base + offset), fix: fixes[code] }));
}

/** Two objects without a line between them: every key of the second is there twice, and the first is lost. */
function joinedObjects(source: SourceDocument): Placed | undefined {
  const twice = yamlFaults(source).filter(({ code, path }) => code === 'yaml-duplicate-key' && path.length === 1);
  const [second] = twice;
  if (second === undefined || !['apiVersion', 'kind'].every((key) => twice.some(({ path }) => path[0] === key))) return undefined;
  return { ...second, message: `${second.message}: the line --- before this object is missing`, fix: 'write --- between the two objects' };
}

const fixes = {
  'yaml-broken': 'repair the YAML',
  'yaml-duplicate-key': 'keep one of them: readers take the last, or refuse the file',
  'yaml-tag-unknown': 'take the tag out; a blueprint belongs into a ConfigMap, as text',
} as const;

function blueprintFaults(source: SourceDocument, { blueprints = modelsOf() }: DocumentOptions): Placed[] {
  return [...yamlFaults(source).filter(({ code }) => code !== 'yaml-tag-unknown'), ...validateBlueprint(source.parsed.value, blueprints)];
}

/** Blueprints that ConfigMaps and Secrets hold as text, and configurations of kube-apiserver that are no YAML, with their places in this file. */
function textsIn(outer: SourceDocument, options: DocumentOptions): Placed[] {
  const { value } = outer.parsed;
  if (!isMap(value) || (value['kind'] !== 'ConfigMap' && value['kind'] !== 'Secret')) return [];
  return ['data', 'stringData'].flatMap((field) => {
    const data = value[field];
    if (!isMap(data) || (field === 'data' && value['kind'] === 'Secret')) return [];
    return Object.entries(data).flatMap(([key, text]) => {
      if (typeof text !== 'string') return [];
      const reader = readerOfText(key, text);
      if (reader === undefined && !/^entries:/m.test(text)) return [];
      const path = [field, key];
      return outer.embedded(path, text, '', reader?.dialect ?? 'pyyaml').flatMap((inner) => {
        const isWhole = isBlueprint(inner.parsed.value);
        if (!isWhole && reader === undefined) return [];
        const faults = isWhole ? blueprintFaults(inner, options) : yamlFaults(inner).filter(({ code }) => code === 'yaml-broken');
        return faults.map((fault): Placed => ({ ...fault, path: [...path, ...fault.path], position: fault.position ?? (() => positionOf(inner, fault)) }));
      });
    });
  });
}

/** Kustomize fills in what a file of its own name leaves out. */
function asObject(file: string, value: unknown): unknown {
  if (!isKustomizationName(file) || !isMap(value)) return value;
  const kind = value['kind'] ?? 'Kustomization';
  const { patches, ...rest } = value;
  // With texts in it, `patches` is the list that had the name before (kubernetes-sigs/kustomize api/types/fix.go, useLegacyPatch).
  if (Array.isArray(patches) && patches.every((one) => typeof one === 'string')) return asObject(file, { ...rest, patchesStrategicMerge: patches });
  return { apiVersion: `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`, kind, ...value };
}
