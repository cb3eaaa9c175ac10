import { grouped } from '../contract/grouped.ts';
import type { Finding } from '../contract/finding.ts';
import { isBlueprint } from '../idp/documents.ts';
import type { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';
import { isFluxKustomization } from '../tree/applied/flux-paths.ts';
import type { Tree, TreeDocument } from '../tree/tree.ts';
import { faultsOf, patchFileFaults, positionOf } from './document-faults.ts';
import type { Files } from './kustomize-files.ts';
import { withKustomizations } from './kustomize-patch.ts';
import type { PatchMark } from './manifest-files.ts';
import { ownSchemaFiles, Registry } from './registry.ts';
import { secretIn } from './secret-in.ts';
import { withoutSupplied } from './supplied.ts';
import { findingOf } from './to-finding.ts';
import { type Fault, isMap, type ObjectOptions } from './validate-object.ts';
import { holdsObjects, mostFindings, omittedFinding } from './validate-text.ts';

/** A field that its schema refuses, and the finding that says so. */
export interface Refusal {
  readonly finding: Finding;
  /** The field, or the one that is missing, as readers name it. */
  readonly path: string;
  /** The lines of its document. */
  readonly from: number;
  readonly to: number;
  /** A kustomization lists the file: it is an object, or a patch of one. */
  readonly isListed: boolean;
}

/**
 * What `pinout validate` says against the documents of a tree that was read, each by the schema of its kind. An AuthenticationConfiguration is left out,
 * for which `check` asks kube-apiserver's own rules, and so is what an identity provider reads itself.
 *
 * @param imports the user's own schemas
 */
export function judgeTree(tree: Tree, isLeftOut: (file: string) => boolean, imports?: string): Refusal[] {
  const groups = grouped(tree.documents, ({ file }) => file);
  const sources = (file: string): readonly SourceDocument[] => groups.get(file)?.map(({ source }) => source) ?? [];
  const read: Files = {
    documents: sources,
    text: (file) =>
      sources(file)
        .map(({ parsed }) => parsed.text)
        .join('\n'),
  };
  const files = withKustomizations(
    [...groups.keys()].map((path) => ({ path, certain: false })),
    read,
  );
  // kustomize-controller hands every file of a folder to kustomize, listed or not (fluxcd/pkg kustomize/kustomize_generator.go).
  const isFlux = tree.objects.some(isFluxKustomization);
  const options: ObjectOptions = { registry: registryOf(imports), strictKinds: false, texts: false };
  const refusals = files.flatMap(({ path, certain, patch }) => {
    if (isLeftOut(path) || !(certain || holdsObjects(path, sources(path)))) return [];
    const all = groups.get(path)!.flatMap((one) => refusalsOf(one, certain || isFlux, patch, options).map((refusal) => ({ ...refusal, isListed: certain })));
    // What is of an unknown kind is told as one note for all files.
    const told = all.filter(({ finding }) => finding.code !== 'kind-unknown');
    const [first] = told;
    if (first === undefined || told.length <= mostFindings) return all;
    const omitted = told.slice(mostFindings);
    const left = new Set(omitted);
    const severity = omitted.some(({ finding }) => finding.severity === 'error') ? 'error' : 'warning';
    return [...all.filter((one) => !left.has(one)), { ...first, finding: omittedFinding(path, omitted.length, severity) }];
  });
  if (refusals.length === 0) return [];
  const sure = new Set(
    withoutSupplied(
      refusals.map(({ finding }) => finding),
      files,
      read,
    ),
  );
  return refusals.filter(({ finding }) => sure.has(finding));
}

let packaged: Registry | undefined;

/** Kinds are compiled once for all trees, unless the user has some of his own. */
function registryOf(imports: string | undefined): Registry {
  if (ownSchemaFiles(imports).length > 0) return new Registry(imports);
  return (packaged ??= new Registry());
}

function refusalsOf(
  { file, root, source: read }: TreeDocument,
  byKustomize: boolean,
  patch: PatchMark | undefined,
  options: ObjectOptions,
): Omit<Refusal, 'isListed'>[] {
  const source = byKustomize ? read.asKustomizeReads() : read;
  const { value } = source.parsed;
  if (value === null || isBlueprint(value) || (isMap(value) && value['kind'] === 'AuthenticationConfiguration')) return [];
  const faults = (patch === undefined ? faultsOf(file, source, options) : patchFileFaults(source, patch, options)).filter((fault) => !isNoObject(fault, root));
  return faults.map((fault) => {
    const { code, path, expected } = fault;
    const { parsed } = source;
    return {
      finding: findingOf(file, fault, fault.position?.() ?? positionOf(source, fault), secretIn(value, path)),
      path: root.get(...path, ...(code === 'schema-required' && expected !== undefined ? [expected] : [])).path,
      from: source.position(parsed.base).line,
      to: source.position(parsed.base + parsed.text.length).line,
    };
  });
}

/** Files of other programs lie beside manifests: a document that is no map, or says neither apiVersion nor kind, is no object for sure. */
function isNoObject({ code, path, expected = '' }: Fault, root: Reader): boolean {
  const at = root.get(...path);
  if (code === 'schema-type') return path.length === 0 && expected === 'object';
  return code === 'schema-required' && /^(?:apiVersion|kind)$/.test(expected) && !at.get('apiVersion').exists && !at.get('kind').exists;
}
