import { grouped } from '../contract/grouped.ts';
import { compareText } from '../contract/access.ts';
import type { Finding, Severity } from '../contract/finding.ts';
import { judgeTree, type Refusal } from '../schema/judge-tree.ts';
import { isAllowedByDefinition } from './allowed-by-definition.ts';
import { isEmptiedByPatch } from './emptied-by-patch.ts';
import { needsTheRest } from '../schema/patch.ts';
import { partlyApplied } from './partly-applied.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import type { Tree, TreeObject } from '../tree/tree.ts';
import { walk } from '../tree/walk.ts';

/** What decides what is said of the files of others. */
export interface JudgedOptions {
  /** Files that pinout wrote. */
  readonly ours: ReadonlySet<string>;
  /** The user's own schemas. */
  readonly imports?: string;
}

/** What schemas refuse in a tree, and what they do not know. */
export interface Judged {
  readonly refusals: readonly Refusal[];
  readonly notJudged: readonly Finding[];
}

/** Another version of the controller may know it, or allow it. */
const lowered: Readonly<Record<string, Severity>> = {
  'schema-bounds': 'warning',
  'schema-enum': 'warning',
  'schema-rule': 'warning',
  'schema-unknown-field': 'warning',
};

/** Placeholders that somebody fills in before the API server sees them (`REPLACE_ME`, a name that a kustomization replaces), and what is not judged: `pinout validate` says it. */
const unsure = new Set(['schema-format', 'schema-pattern', 'schema-rule-not-evaluated']);

/** What `pinout validate` says of a tree. In files of others an error is what the API server refuses for sure; what nobody applies is left out. */
export function judgedBySchema(tree: Tree, clusters: readonly Tree[], { ours, imports }: JudgedOptions): Judged {
  const used = new Set(clusters.flatMap(({ documents }) => documents.map(({ file }) => file)));
  const isIdle = (file: string): boolean =>
    clusters.every(({ notApplied }) => notApplied?.has(file) === true) || (isKustomizationName(file) && !used.has(file));
  const all = judgeTree(tree, isIdle, imports);
  const applied = objectsByFile(clusters);
  const built = new Set(clusters.flatMap((one) => [...(one.built ?? [])]));
  const hasLists = tree.documents.some(({ root }) => root.get('kind').value === 'Kustomization');
  const isPart = partlyApplied(tree);
  const isUnknown = ({ finding }: Refusal): boolean => finding.code === 'kind-unknown';
  const refusals = all.flatMap((refusal): Refusal[] => {
    const { finding, isListed } = refusal;
    const { code, file } = finding;
    if (isUnknown(refusal)) return [];
    if (file !== undefined && ours.has(file)) return [refusal];
    // What no kustomization lists may be a part of an object, which somebody merges into the other parts.
    if (unsure.has(code) || (needsTheRest.has(code) && !isListed)) return [];
    // A field without a value is left out before it is judged (Kubernetes: structural schemas, nullable), and a patch of a patch may bring what is missing.
    if (code === 'schema-type' && finding.received === 'null') return [];
    // kustomize writes annotations and labels as texts (kyaml RNode.SetAnnotations): `false` is "false" when the API server gets it.
    if (code === 'schema-type' && isListed && /^metadata\.(?:annotations|labels)\b/.test(finding.path ?? '')) return [];
    if (code === 'schema-required' && (isAppliedWith(finding, applied) || isPart(finding))) return [];
    // kustomize writes the namespace of a Service beside its name (api/internal/accumulator/namereferencetransformer.go), tried with 5.8.
    if (code === 'schema-required' && isListed && finding.expected === 'namespace' && /^webhooks\[\d{1,4}\]\.clientConfig\.service$/.test(finding.path ?? ''))
      return [];
    // Alone among the maps of an object, annotations may be there twice for `kustomize build`: it writes all of them.
    if (code === 'yaml-duplicate-key' && finding.path === 'metadata.annotations' && (isListed || built.has(file ?? ''))) return [];
    // Helm takes the last of two keys in a definition that a chart brings along, and nobody but the chart's makers writes it.
    if (code === 'yaml-duplicate-key' && !isListed && /(?:^|\/)crds\//.test(file ?? '')) return [];
    // kustomize refuses it. kubectl and Argo CD take the last value (kubernetes-sigs/yaml, yaml.go: `Unmarshal`; argo-cd, gitops-engine/pkg/utils/kube/kube.go).
    const isTaken = (): boolean => isTakenByKustomize(finding) || isEmptiedByPatch(finding, tree, applied.get(file ?? '') ?? []);
    if (code === 'yaml-duplicate-key' && (!(isListed || built.has(file ?? '')) || isTaken()))
      return [{ ...refusal, finding: { ...finding, severity: 'warning' } }];
    if (isPatchOfNothing(finding, tree, clusters) || isAllowedByDefinition(finding, clusters)) return [];
    // Where kustomizations say what is applied, a file that none lists may be applied by nothing.
    const severity = lowered[code] ?? (code.startsWith('schema-') && hasLists && !isListed ? 'warning' : undefined);
    return [severity === undefined ? refusal : { ...refusal, finding: { ...finding, severity } }];
  });
  return { refusals, notJudged: notJudgedOf(all.filter(isUnknown).map(({ finding }) => finding)) };
}

/** Tried with kustomize 5.8: of two keys in annotations, and in a kustomization, it takes the last. */
const isTakenByKustomize = ({ path = '', file = '' }: Finding): boolean => /(?:^|\.)metadata\.annotations\b/.test(path) || isKustomizationName(file);

type ByFile = ReadonlyMap<string, readonly TreeObject[]>;

/** What is applied of each file. */
const objectsByFile = (clusters: readonly Tree[]): ByFile =>
  grouped(
    clusters.flatMap(({ objects }) => objects),
    ({ file }) => file,
  );

/** Whether all that is applied of a file has a field that the file itself lacks. */
function isAppliedWith({ file = '', path = '', expected = '' }: Finding, applied: ByFile): boolean {
  const keys = path === '' ? [] : path.split('.');
  const made = (applied.get(file) ?? []).filter(({ root }) => root.get(...keys).exists);
  return made.length > 0 && made.every(({ root }) => root.get(...keys, expected).exists);
}

/**
 * Whether a finding is in a patch of a kustomization whose target meets no object: kustomize passes over it (api/internal/builtins/PatchTransformer.go). Values
 * of an object that it changed are where the patch is.
 */
function isPatchOfNothing({ file, path = '' }: Finding, { documents }: Tree, clusters: readonly Tree[]): boolean {
  const index = /^patches\[(\d{1,4})\]\.patch\./.exec(path)?.[1];
  const kind = index === undefined ? undefined : documents.find((one) => one.file === file)?.root.text('patches', Number(index), 'target', 'kind');
  if (kind === undefined) return false;
  return !clusters.some(({ objects }) =>
    objects.some((one) => one.kind === kind && [...walk(one.root)].some(({ node }) => node.document.fileOf(node) === file)),
  );
}

/** One line for all kinds that no schema is known of. */
function notJudgedOf(unknown: readonly Finding[]): Finding[] {
  const [first] = unknown;
  if (first === undefined) return [];
  const kinds = [...new Set(unknown.map(({ received = '' }) => received.split(' ').at(-1)!))].sort(compareText);
  const named = `${kinds.slice(0, 3).join(', ')}${kinds.length > 3 ? ', …' : ''}`;
  const count = unknown.length === 1 ? 'one object' : `${unknown.length} objects`;
  return [
    {
      code: 'kind-unknown',
      severity: 'info',
      ...(first.file === undefined ? {} : { file: first.file }),
      message: `${count} of ${kinds.length === 1 ? 'a kind' : `${kinds.length} kinds`} without a known schema (${named}); rules judged ${unknown.length === 1 ? 'it' : 'them'} as far as they know ${unknown.length === 1 ? 'it' : 'them'}`,
      fix: 'import their CRDs: pinout import FILE-OR-URL',
      docs: 'docs/rules/kind-unknown.md',
    },
  ];
}
