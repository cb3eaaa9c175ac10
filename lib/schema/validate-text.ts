import { compareText } from '../contract/access.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import { isBlueprint, validateBlueprint } from '../idp/documents.ts';
import type { Position } from '../manifest/lines.ts';
import { readerOfText } from '../manifest/reader-of-text.ts';
import { type SourceDocument, sourceDocuments } from '../manifest/source.ts';
import { textLooksLikeObject } from '../manifest/text-looks-like-object.ts';
import { type Fact, factsOf } from './chart/facts.ts';
import { kubeadmPatch } from './kubeadm-patch.ts';
import { isKustomizationName } from './kustomize-files.ts';
import { inlinePatches, patchFaults } from './kustomize-patch.ts';
import { namedIn } from './named-in.ts';
import { isTemplated, looksLikeObject, type NotJudged } from './looks-like.ts';
import type { ManifestFile, PatchMark } from './manifest-files.ts';
import { validateJsonPatch, validatePart } from './patch.ts';
import { secretIn } from './secret-in.ts';
import { findingOf } from './to-finding.ts';
import { type Fault, isMap, type ObjectOptions, validateObject } from './validate-object.ts';

/** Findings of one file that are shown. */
const mostFindings = 200;

export type ValidateOptions = ObjectOptions;

export interface TextResult {
  readonly findings: readonly Finding[];
  readonly documents: number;
  /** What the text says about charts: the values of releases are judged when all files are read. */
  readonly facts: readonly Fact[];
  readonly notJudged?: NotJudged;
}

/**
 * Every finding in the text of one file, with the line and column of the node that each is about, in the order of the text. A text of which
 * nobody says that it holds objects is judged only when it does.
 */
export function validateText(file: string, text: string, options: ValidateOptions, { certain = true, patch }: TextMarks = {}): TextResult {
  const sources = sourceDocuments(file, text);
  const notJudged = patch === undefined ? reasonToPass(file, text, sources, certain) : undefined;
  if (notJudged !== undefined)
    return { findings: [], documents: 0, facts: notJudged === 'not a Kubernetes object' ? namedIn(file, text, sources) : [], notJudged };
  const findings: Finding[] = [];
  const facts: Fact[] = [...namedIn(file, text, sources)];
  let documents = 0;
  const omitted = { count: 0, severity: 'info' as Severity };
  for (const [index, source] of sources.entries()) {
    const { value, faults } = source.parsed;
    // `---` with nothing after it is no document to anybody.
    if (value === null && faults.length === 0) continue;
    documents += 1;
    facts.push(...factsOf(file, index, source.parsed));
    for (const fault of patch === undefined ? faultsOf(file, source, options) : patchFileFaults(source, patch, options)) {
      // Each place costs a walk through the text, and nobody reads on.
      if (findings.length < mostFindings) findings.push(findingOf(file, fault, fault.position?.() ?? positionOf(source, fault), secretIn(value, fault.path)));
      else {
        omitted.count += 1;
        if (fault.severity === undefined || fault.severity === 'error') omitted.severity = 'error';
        else if (fault.severity === 'warning' && omitted.severity === 'info') omitted.severity = 'warning';
      }
    }
  }
  findings.sort((a, b) => a.line! - b.line! || a.column! - b.column! || compareText(a.code, b.code));
  if (omitted.count > 0)
    findings.push({
      code: 'findings-omitted',
      severity: omitted.severity,
      file,
      message: `has ${omitted.count} more findings, which are not shown`,
      fix: 'fix the first ones, and run it again',
      docs: 'docs/errors.md#findings-omitted',
    });
  return { findings, documents, facts };
}

type TextMarks = Partial<Pick<ManifestFile, 'certain' | 'patch'>>;

/** Why a text is not judged, when it is not. One object in it is enough: whoever applies the file applies all of it. */
function reasonToPass(file: string, text: string, sources: readonly SourceDocument[], certain: boolean): NotJudged | undefined {
  const broken = sources.find(({ parsed }) => parsed.value === undefined);
  if (broken !== undefined) {
    const { base, faults } = broken.parsed;
    const { line } = broken.position(base + (faults[0]?.offset ?? 0));
    if (isTemplated(text.split('\n').slice(Math.max(0, line - 2), line))) return 'template';
    return certain || textLooksLikeObject(text) ? undefined : 'not YAML';
  }
  const isEmpty = sources.every(({ parsed }) => parsed.value === null);
  if (certain || isEmpty || isKustomizationName(file)) return undefined;
  const isOne = ({ parsed: { value } }: SourceDocument): boolean => isBlueprint(value) || looksLikeObject(value) || kubeadmPatch(file, value) !== undefined;
  return sources.some(isOne) ? undefined : 'not a Kubernetes object';
}

/** A fault, and where it is when that is no path of the document; asked for the faults that are shown. */
type Placed = Fault & { readonly position?: () => Position };

const positionOf = (source: SourceDocument, { path, key }: Fault): Position => source.positionOf(path, key === true ? 'key' : 'value');

function faultsOf(file: string, source: SourceDocument, options: ValidateOptions): Placed[] {
  const { value } = source.parsed;
  if (value === undefined) return yamlFaults(source);
  if (isBlueprint(value)) return blueprintFaults(source);
  return [...yamlFaults(source), ...objectFaults(file, value, options), ...textsIn(source), ...patchesIn(file, source, options)];
}

function patchFileFaults(source: SourceDocument, patch: PatchMark, options: ValidateOptions): Placed[] {
  const { value } = source.parsed;
  return value === undefined ? yamlFaults(source) : [...yamlFaults(source), ...patchFaults(value, patch, options)];
}

/** Patches that the document holds as text, with the places that the text has in this file. */
function patchesIn(file: string, outer: SourceDocument, options: ValidateOptions): Placed[] {
  return inlinePatches(file, outer).flatMap(({ at, mark, inner }) =>
    patchFileFaults(inner, mark, options).map((fault): Placed => ({
      ...fault,
      path: [...at, ...fault.path],
      position: fault.position ?? (() => positionOf(inner, fault)),
    })),
  );
}

function objectFaults(file: string, value: unknown, options: ValidateOptions): Fault[] {
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

const fixes = {
  'yaml-broken': 'fix the YAML',
  'yaml-duplicate-key': 'keep one of them: parsers use the last one, or refuse the file',
  'yaml-tag-unknown': 'remove the tag; a blueprint belongs in a ConfigMap, as text',
} as const;

function blueprintFaults(source: SourceDocument): Placed[] {
  return [...yamlFaults(source).filter(({ code }) => code !== 'yaml-tag-unknown'), ...validateBlueprint(source.parsed.value)];
}

/** Blueprints that ConfigMaps and Secrets hold as text, and configurations of kube-apiserver that are no YAML, with their places in this file. */
function textsIn(outer: SourceDocument): Placed[] {
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
        const faults = isWhole ? blueprintFaults(inner) : yamlFaults(inner).filter(({ code }) => code === 'yaml-broken');
        return faults.map((fault): Placed => ({ ...fault, path: [...path, ...fault.path], position: fault.position ?? (() => positionOf(inner, fault)) }));
      });
    });
  });
}

/** Kustomize fills in what a file of its own name leaves out. */
function asObject(file: string, value: unknown): unknown {
  if (!isKustomizationName(file) || !isMap(value)) return value;
  const kind = value['kind'] ?? 'Kustomization';
  return { apiVersion: `kustomize.config.k8s.io/${kind === 'Component' ? 'v1alpha1' : 'v1beta1'}`, kind, ...value };
}
