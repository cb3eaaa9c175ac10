import { compareText } from '../contract/access.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import { isBlueprint, namesBlueprintSchema, saysOf } from '../idp/documents.ts';
import { type SourceDocument, sourceDocuments } from '../manifest/source.ts';
import { textLooksLikeObject } from '../manifest/text-looks-like-object.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import { type Fact, factsOf, type NamedFact } from './chart/facts.ts';
import { type DocumentOptions, faultsOf, patchFileFaults, positionOf } from './document-faults.ts';
import { kubeadmPatch } from './kubeadm-patch.ts';
import { isTemplated, looksLikeObject, type NotJudged } from './looks-like.ts';
import type { ManifestFile } from './manifest-files.ts';
import { secretIn } from './secret-in.ts';
import { findingOf } from './to-finding.ts';
import { isMap } from './validate-object.ts';

/** Findings of one file that are shown. */
export const mostFindings = 200;

/** What is said of a file with more findings. */
export const omittedFinding = (file: string, count: number, severity: Severity): Finding => ({
  code: 'findings-omitted',
  severity,
  file,
  message: `has ${count} more findings, which are not shown`,
  fix: 'fix the first ones, and run it again',
  docs: 'docs/errors.md#findings-omitted',
});

export type ValidateOptions = DocumentOptions;

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
    return {
      findings: [],
      documents: 0,
      facts: notJudged === 'not a Kubernetes object' ? [...namedIn(file, text, sources), ...providerFacts(file, text)] : [],
      notJudged,
    };
  const findings: Finding[] = [];
  const facts: Fact[] = [...namedIn(file, text, sources), ...providerFacts(file, text)];
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
  if (omitted.count > 0) findings.push(omittedFinding(file, omitted.count, omitted.severity));
  return { findings, documents, facts };
}

/** What a text says about the identity provider, for the files beside it. */
function providerFacts(file: string, text: string): Fact[] {
  const { version, hasDocuments } = saysOf(text);
  return [...(version === undefined ? [] : [{ kind: 'provider', version } as const]), ...(hasDocuments ? [{ kind: 'blueprint', file } as const] : [])];
}

type TextMarks = Partial<Pick<ManifestFile, 'certain' | 'patch'>>;

/** Why a text is not judged, when it is not. One object in it is enough: a client that applies the file applies all of it. */
function reasonToPass(file: string, text: string, sources: readonly SourceDocument[], certain: boolean): NotJudged | undefined {
  const broken = sources.find(({ parsed }) => parsed.value === undefined);
  if (broken !== undefined) {
    const { base, faults } = broken.parsed;
    const { line } = broken.position(base + (faults[0]?.offset ?? 0));
    if (isTemplated(text.split('\n').slice(Math.max(0, line - 2), line))) return 'template';
    return certain || textLooksLikeObject(text) ? undefined : 'not YAML';
  }
  // A file whose comment names a schema is judged by that one.
  return (certain && !named.test(text)) || holdsObjects(file, sources) ? undefined : 'not a Kubernetes object';
}

/** Whether somebody meant one of some documents for a program that pinout knows. What is empty is no reason to say so. */
export function holdsObjects(file: string, sources: readonly SourceDocument[]): boolean {
  const isOne = ({ parsed: { value } }: SourceDocument): boolean => isBlueprint(value) || looksLikeObject(value) || kubeadmPatch(file, value) !== undefined;
  return isKustomizationName(file) || sources.every(({ parsed }) => parsed.value === null) || sources.some(isOne);
}

const named = /^[ \t]*# *yaml-language-server *: *\$schema=(\S{1,500})/m;

/**
 * Documents of a text whose comment names a schema. One of Kubernetes whose address names its kind, as most do, is judged by the schema of that kind, and
 * so are blueprints that name the schema of their own project: nothing more is said of them.
 */
function namedIn(file: string, text: string, sources: readonly SourceDocument[]): NamedFact[] {
  if (!text.includes('yaml-language-server')) return [];
  const found: NamedFact[] = [];
  for (const [index, one] of text.split('\n').entries()) {
    const address = named.exec(one.slice(0, 700))?.[1];
    if (address === undefined) continue;
    const line = index + 1;
    const document = sources.findIndex((source) => source.parsed.value !== undefined && source.parsed.value !== null && source.positionOf([]).line >= line);
    const value = sources[document]?.parsed.value;
    if (document === -1 || namesKind(address, value) || (isBlueprint(value) && namesBlueprintSchema(address))) continue;
    found.push({ kind: 'named', file, document, line, address });
  }
  return found;
}

const namesKind = (address: string, value: unknown): boolean =>
  isMap(value) && typeof value['kind'] === 'string' && /^https?:/.test(address) && address.toLowerCase().includes(value['kind'].toLowerCase());
