import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../contract/finding.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';
import { isKustomizationName } from '../tree/kustomize/kustomization-name.ts';
import { type Files, listIn, onDisk, patchesOf, patchHolders } from './kustomize-files.ts';
import type { ManifestFile } from './manifest-files.ts';
import { isMap } from './validate-object.ts';

/**
 * Findings without those that a kustomization or a Flux Kustomization above the file makes right: a required field that a patch brings, or puts in the place of
 * `namespace: {}`, the selector that labels bring, the name of a Namespace that `namespace` replaces (kustomize api/internal/builtins/NamespaceTransformer.go), a
 * name that `replacements` fill in.
 * Other files are read only when there is such a finding.
 */
export function withoutSupplied(findings: readonly Finding[], files: readonly ManifestFile[], read: Files = onDisk): readonly Finding[] {
  let parents: Parents | undefined;
  const objects = new Map<string, Objects>();
  const objectsIn = (file: string): Objects => objects.get(file) ?? objects.set(file, objectsOf(read, file)).get(file)!;
  return findings.filter(({ code, file, line, path, expected }) => {
    const isName = path === 'metadata.name' && (code === 'schema-format' || code === 'schema-pattern');
    if (file === undefined || line === undefined || (code !== 'schema-required' && code !== 'schema-type' && !isName)) return true;
    parents ??= new Parents(files, read);
    const kind = objectsIn(file).findLast((one) => one.line <= line)?.kind ?? '';
    if (isName) return !parents.names(file, kind);
    if (code === 'schema-type') return path === undefined || !parents.supplies(kind, path);
    if (path === 'spec' && expected === 'selector' && parents.selects(file, kind)) return false;
    return !parents.supplies(kind, [path, expected].filter((part) => part !== undefined).join('.'));
  });
}

/** Workloads for which labels make the selector (kustomize api/internal/konfig/builtinpluginconsts/commonlabels.go). */
const selected = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet']);

type Objects = readonly { readonly line: number; readonly kind: string }[];

/** Kinds of the objects in a file, each with the line that it starts on. */
function objectsOf({ documents }: Files, file: string): Objects {
  return documents(file).flatMap((one) => {
    const { value } = one.parsed;
    return isMap(value) ? [{ line: one.positionOf([]).line, kind: typeof value['kind'] === 'string' ? value['kind'] : '' }] : [];
  });
}

/** What stands above files: patches by the kind that they change, and kustomizations by what they list. */
class Parents {
  private readonly fields = new Map<string, Set<string>>();
  private readonly listedBy = new Map<string, string[]>();
  private readonly renaming = new Set<string>();
  private readonly replacing = new Set<string>();
  private readonly components = new Set<string>();
  private readonly selecting = new Set<string>();
  private readonly configured = new Map<string, Set<string>>();
  private readonly targets: string[] = [];

  private readonly read: Files;

  constructor(files: readonly ManifestFile[], read: Files) {
    this.read = read;
    for (const { path } of files) {
      const isOwn = isKustomizationName(path);
      if (!isOwn && !/\b(?:patches|targetNamespace|FluxInstance)\b/.test(read.text(path))) continue;
      for (const { parsed } of read.documents(path)) {
        const { value } = parsed;
        for (const holder of patchHolders(path, value)) this.take(holder.value, dirname(path));
        if (isOwn) this.list(resolve(dirname(path)), value);
        else if (isMap(value) && value['kind'] === 'Kustomization' && isMap(value['spec'])) this.target(value['spec']);
      }
    }
  }

  /** Whether a patch brings a field to objects of a kind. */
  supplies(kind: string, path: string): boolean {
    const general = path.replaceAll(/\[\d+\]/g, '[]');
    return kind !== '' && (this.fields.get(kind)?.has(general) === true || this.fields.get('')?.has(general) === true);
  }

  /** Whether something above gives an object its name. */
  names(file: string, kind: string): boolean {
    const above = this.above(file);
    if (above.some((folder) => this.replacing.has(folder))) return true;
    if (kind !== 'Namespace') return false;
    const last = above.at(-1);
    // Who takes a component may stand anywhere, also in the spec of a Flux Kustomization.
    return above.some((folder) => this.renaming.has(folder) || this.components.has(folder) || this.isTarget(folder)) || this.isTarget(last ?? dirname(file));
  }

  /** Whether something above puts labels into selectors of a kind, or a component does, which anything may take. */
  selects(file: string, kind: string): boolean {
    const above = this.above(file);
    return (
      (selected.has(kind) || above.some((folder) => this.configured.get(folder)?.has(kind))) &&
      [...above, ...this.components].some((folder) => this.selecting.has(folder))
    );
  }

  private isTarget(folder: string): boolean {
    return this.targets.some((path) => resolve(folder).endsWith(`/${path}`));
  }

  /** Folders of the kustomizations that list a file, directly or not. */
  private above(file: string): string[] {
    const found = new Set<string>();
    const queue = [resolve(file)];
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      for (const folder of this.listedBy.get(next) ?? [])
        if (!found.has(folder)) {
          found.add(folder);
          queue.push(folder);
        }
    return [...found];
  }

  private list(folder: string, value: unknown): void {
    if (!isMap(value)) return;
    if (typeof value['namespace'] === 'string') this.renaming.add(folder);
    if (value['kind'] === 'Component') this.components.add(folder);
    const labels = [{ includeSelectors: true, pairs: value['commonLabels'] }, ...listIn(value, 'labels').filter(isMap)];
    if (labels.some(({ includeSelectors, pairs }) => includeSelectors === true && isMap(pairs) && Object.keys(pairs).length > 0)) this.selecting.add(folder);
    // Fields that `configurations` add to those of labels: `spec/selector/matchLabels` of a ServiceMonitor.
    const fields = listIn(value, 'configurations').flatMap((one) =>
      typeof one === 'string' ? this.read.documents(join(folder, one)).flatMap(({ parsed }) => listIn(parsed.value, 'commonLabels').filter(isMap)) : [],
    );
    if (fields.length > 0)
      this.configured.set(folder, new Set(fields.flatMap(({ path, kind }) => (String(path).startsWith('spec/selector/') ? [String(kind)] : []))));
    if (listIn(value, 'replacements').length > 0 && JSON.stringify(value['replacements']).includes('metadata.name')) this.replacing.add(folder);
    for (const key of ['resources', 'bases', 'components'])
      for (const one of listIn(value, key)) {
        if (typeof one !== 'string' || one.includes('://')) continue;
        const full = resolve(folder, one);
        this.listedBy.set(full, [...(this.listedBy.get(full) ?? []), folder]);
      }
  }

  private target(spec: Readonly<Record<string, unknown>>): void {
    const { path, targetNamespace } = spec;
    if (typeof path === 'string' && typeof targetNamespace === 'string') this.targets.push(join(path).replaceAll(/^\/|\/$/g, ''));
  }

  private take(holder: unknown, folder: string): void {
    for (const { file, text, mark } of patchesOf(holder)) {
      const values = text === undefined ? this.read.documents(join(folder, file ?? '')).map(({ parsed }) => parsed.value) : valuesIn(text);
      for (const value of values) {
        const kind = mark.target ?? (isMap(value) && typeof value['kind'] === 'string' ? value['kind'] : '');
        const fields = this.fields.get(kind) ?? new Set<string>();
        this.fields.set(kind, fields);
        if (!Array.isArray(value)) addFields(value, '', fields);
        else for (const one of value as unknown[]) if (isMap(one) && typeof one['path'] === 'string') addOperation(one['path'], one['value'], fields);
      }
    }
  }
}

function addOperation(pointer: string, value: unknown, fields: Set<string>): void {
  const path = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((text, step) => (/^(?:\d+|-)$/.test(step) ? `${text}[]` : text === '' ? step : `${text}.${step}`), '');
  fields.add(path);
  addFields(value, path, fields);
}

function addFields(value: unknown, at: string, fields: Set<string>): void {
  if (Array.isArray(value)) for (const one of value as unknown[]) addFields(one, `${at}[]`, fields);
  else if (isMap(value))
    for (const [key, one] of Object.entries(value)) {
      const path = at === '' ? key : `${at}.${key}`;
      fields.add(path);
      addFields(one, path, fields);
    }
}

function valuesIn(text: string): unknown[] {
  try {
    return parseYaml(text).map(({ value }) => value);
  } catch {
    return [];
  }
}
