import { posix } from 'node:path';
import type { Reader } from '../../manifest/reader.ts';
import { type FieldSpec, specsOf } from './field-specs.ts';
import type { Files, Gap, InflatedChart } from './files.ts';
import { absorb, generate } from './generators.ts';
import { type NameReference, nameReferences } from './name-reference-table.ts';
import { fixNameReferences } from './name-references.ts';
import { inAnyCase } from './in-any-case.ts';
import { applyPatch, isOperations, partsOf } from './patches.ts';
import { replace } from './replacements.ts';
import { isSame, Resource, scalarAt } from './resource.ts';
import { fillVars } from './vars.ts';
import { affix, commonAnnotations, labelFields, selectorLabels, setImage, setNamespace, setPairs, setReplicas } from './transformers.ts';

/** What kustomize would print for a folder. */
export interface Built {
  readonly resources: readonly Resource[];
  readonly charts: readonly InflatedChart[];
  /** Files that took part: objects, patches, files of generators, kustomizations. */
  readonly files: ReadonlySet<string>;
  /** Folders that were built on the way. */
  readonly folders: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

/** Deeper only by a circle that goes through links. */
const [deepest, mostObjects] = [40, 50_000];

/**
 * Builds a folder as kustomize does (api/internal/target/kusttarget.go): resources, generators, components, then transformers in their fixed order; names of
 * references last. `extra` are fields that Flux adds to the kustomization of the folder.
 */
export function build(folder: string, files: Files, extra: readonly Reader[] = [], generated: readonly string[] = []): Built {
  const run = new Run(files);
  run.target(folder, extra, generated, 0);
  const resources = run.resources.filter(({ dropped }) => !dropped);
  fixNameReferences(resources, [...nameReferences, ...run.references]);
  for (const one of fillVars(resources, run.vars, run.varFields)) run.gaps.push({ at: one, kind: 'unsupported', text: 'vars' });
  const kept = resources.filter((one) => scalarAt(one.at('metadata', 'annotations'), 'config.kubernetes.io/local-config') === '');
  // A patch that fits nothing may fit what a chart renders, or what is fetched.
  const isOpen = run.charts.length > 0 || run.gaps.some((gap) => gap.kind !== 'patch');
  const gaps = run.gaps.filter((gap) => !(isOpen && gap.kind === 'patch'));
  return { resources: kept, charts: run.charts, files: run.used, folders: run.folders, gaps };
}

class Run {
  resources: Resource[] = [];
  readonly charts: InflatedChart[] = [];
  readonly used = new Set<string>();
  readonly folders = new Set<string>();
  readonly gaps: Gap[] = [];
  readonly references: NameReference[] = [];
  readonly vars: Reader[] = [];
  readonly varFields: FieldSpec[] = [];
  readonly #labelFields: FieldSpec[] = [];
  readonly #files: Files;
  readonly #open = new Set<string>();
  #namespace: Reader | undefined;

  constructor(files: Files) {
    this.#files = files;
  }

  /** `generated`: resources of a kustomization that Flux makes up for a folder that has none. */
  target(folder: string, extra: readonly Reader[], generated: readonly string[], depth: number): void {
    const own = this.#files.kustomization(folder);
    const key = posix.normalize(folder);
    if (depth > deepest || this.#open.has(key)) return;
    this.#open.add(key);
    this.folders.add(key);
    if (own !== undefined) this.used.add(own.file);
    const parts = own === undefined ? extra : [own, ...extra];
    const list = (...names: readonly string[]): Reader[] => names.flatMap((name) => parts.flatMap((part) => inAnyCase(part, name).items()));
    const outer = this.#namespace;
    this.#namespace = parts.map((part) => part.get('namespace')).findLast((one) => one.exists) ?? outer;

    for (const path of generated) this.#entry(posix.join(folder, path), undefined, depth);
    for (const entry of list('resources', 'bases')) this.#resource(entry, folder, depth);
    for (const entry of list('configurations')) this.#configure(entry, folder);
    this.#generate(parts, folder);
    for (const entry of list('generators')) this.#plugins(entry, folder, depth);
    for (const entry of list('components')) this.#component(entry, folder, depth);
    this.#transform(parts, list, folder);
    for (const entry of list('transformers')) this.#plugins(entry, folder, depth);
    this.vars.push(...list('vars'));
    for (const field of ['crds', 'openapi']) {
      const used = own?.get(field);
      if (used?.exists === true && (used.items().length > 0 || used.keys().length > 0)) this.#gap(used, 'unsupported', field);
    }
    this.#namespace = outer;
    this.#open.delete(key);
  }

  #gap(at: Reader, kind: Gap['kind'], text: string): void {
    this.gaps.push({ at, kind, text });
  }

  #resource(entry: Reader, folder: string, depth: number): void {
    const text = entry.text();
    if (text === undefined) return;
    if (isRemote(text)) this.#gap(entry, 'remote', text);
    else this.#entry(posix.join(folder, text), entry, depth);
  }

  #entry(path: string, entry: Reader | undefined, depth: number): void {
    const normal = path.replace(/(.)\/$/, '$1');
    const objects = this.#files.objects(normal);
    if (objects !== undefined) {
      this.used.add(normal);
      if (this.resources.length + objects.length <= mostObjects) for (const one of objects) this.resources.push(Resource.of(one));
    } else if (this.#files.isFolder(normal)) {
      // What a base does is done to its own objects alone.
      const outer = this.resources;
      this.resources = [];
      this.target(normal, [], [], depth + 1);
      this.resources = [...outer, ...this.resources];
    } else if (entry !== undefined) this.#gap(entry, 'missing', normal);
  }

  /** A component works on everything that its parent has so far. */
  #component(entry: Reader, folder: string, depth: number): void {
    const text = entry.text();
    if (text === undefined) return;
    const path = posix.join(folder, text).replace(/(.)\/$/, '$1');
    if (isRemote(text)) this.#gap(entry, 'remote', text);
    else if (this.#files.isFolder(path)) this.target(path, [], [], depth + 1);
    else this.#gap(entry, 'missing', path);
  }

  #generate(parts: readonly Reader[], folder: string): void {
    const globals = parts.map((part) => part.get('generatorOptions'));
    for (const [field, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const)
      for (const one of parts.flatMap((part) => part.get(field).items())) this.#absorb(generate(kind, one, globals, folder, this.#files, this.gaps));
    for (const part of parts) for (const chart of part.get('helmCharts').items()) this.#inflate(chart, folder);
  }

  #absorb(made: Resource): void {
    for (const path of made.sources) this.used.add(path);
    absorb(this.resources, made, (one, other) => one.ids.some((id) => isSame(id, other.id)));
  }

  #inflate(chart: Reader, folder: string): void {
    const inline = chart.get('valuesInline');
    const paths = [chart.get('valuesFile'), ...chart.get('additionalValuesFiles').items()].flatMap((one) => one.text() ?? []);
    const values = paths.reverse().flatMap((path) => {
      const full = posix.join(folder, path);
      // A plugin of Argo CD decrypts the file beside it first.
      const there = [full, ...['enc', 'sops'].map((word) => full.replace(/\.(ya?ml)$/, `.${word}.$1`))].find((one) => this.#files.documents(one) !== undefined);
      this.used.add(there ?? full);
      return this.#files.documents(there ?? full)?.slice(0, 1) ?? [];
    });
    this.charts.push({
      at: chart,
      namespace: chart.get('namespace').text() ?? this.#namespace?.text() ?? '',
      values: [...(inline.exists ? [inline] : []), ...values],
    });
  }

  #documents(folder: string, path: string): readonly Reader[] | undefined {
    const full = posix.join(folder, path);
    this.used.add(full);
    return this.#files.documents(full);
  }

  #patch(folder: string, entry: Reader, text = entry.get('patch')): void {
    const [path, target] = [entry.text('path'), entry.get('target')];
    const written = text.text() === undefined ? undefined : text.embedded().filter((one) => one.value !== null);
    const documents = written ?? (path === undefined ? undefined : this.#documents(folder, path));
    if (documents === undefined) this.#gap(entry, 'missing', path ?? '');
    else this.#apply(entry, path ?? 'patch', documents, target.exists ? target : undefined, entry.get('options'));
  }

  #apply(entry: Reader, name: string, documents: readonly Reader[], target?: Reader, options?: Reader): void {
    const fits = applyPatch(this.#live(), documents, target, options);
    if (!fits) this.#gap(entry, 'patch', name);
    if ((fits && !isOperations(documents)) || !this.gaps.some(({ kind }) => kind === 'remote')) return;
    for (const made of partsOf(documents, target, this.#namespace))
      if (made.name !== '' && !this.resources.some(({ ids }) => ids.some((id) => isSame(id, made.id)))) this.resources.push(made);
  }

  #live(): Resource[] {
    return (this.resources = this.resources.filter(({ dropped }) => !dropped));
  }

  #transform(parts: readonly Reader[], list: (...names: readonly string[]) => Reader[], folder: string): void {
    for (const entry of [...list('patchesStrategicMerge'), ...list('patches').filter((one) => one.text() !== undefined)]) {
      const text = entry.text() ?? '';
      const isInline = text.includes('\n') || text.includes(': ');
      const documents = isInline ? entry.embedded() : this.#documents(folder, text);
      if (documents === undefined) this.#gap(entry, 'missing', text);
      else this.#apply(entry, isInline ? 'patch' : text, documents);
    }
    for (const entry of list('patches')) if (entry.text() === undefined) this.#patch(folder, entry);
    const last = (name: string): Reader | undefined => parts.map((part) => part.get(name)).findLast((one) => (one.text() ?? '') !== '');
    const [namespace, prefix, suffix] = [last('targetNamespace') ?? last('namespace'), last('namePrefix'), last('nameSuffix')];
    if (namespace !== undefined) setNamespace(this.#live(), namespace);
    if (prefix !== undefined) affix(this.#live(), prefix, 'prefix');
    if (suffix !== undefined) affix(this.#live(), suffix, 'suffix');
    for (const one of list('labels')) setPairs(this.#live(), one.get('pairs'), [...specsOf(one.get('fields')), ...labelFields(one, this.#labelFields)]);
    for (const part of parts) setPairs(this.#live(), part.get('commonLabels'), [...selectorLabels, ...this.#labelFields]);
    for (const part of parts) setPairs(this.#live(), part.get('commonAnnotations'), commonAnnotations);
    for (const entry of list('patchesJson6902')) this.#patch(folder, entry);
    for (const one of list('replicas')) setReplicas(this.#live(), one);
    for (const one of list('images', 'imageTags')) setImage(this.#live(), one);
    for (const one of list('replacements')) this.#replace(one, folder);
  }

  #replace(one: Reader, folder: string): void {
    const path = one.get('path').text();
    if (path === undefined) {
      if (!replace(this.#live(), one)) this.#gap(one, 'patch', 'replacement');
      return;
    }
    const documents = this.#documents(folder, path);
    if (documents === undefined) this.#gap(one, 'missing', path);
    for (const document of documents ?? [])
      for (const item of Array.isArray(document.value) ? document.items() : [document]) if (!replace(this.#live(), item)) this.#gap(one, 'patch', path);
  }

  /** Kustomize's own transformers and generators as objects in files. */
  #plugins(entry: Reader, folder: string, depth: number): void {
    const text = entry.text() ?? '';
    if (isRemote(text) && !text.includes('\n')) {
      this.#gap(entry, 'remote', text);
      return;
    }
    const path = posix.join(folder, text);
    let configs: readonly Reader[] | undefined = text.includes('\n') ? entry.embedded() : this.#documents(folder, text);
    if (configs === undefined && this.#files.isFolder(path)) {
      const inner = new Run(this.#files);
      inner.target(path, [], [], depth + 1);
      for (const file of inner.used) this.used.add(file);
      configs = inner.resources.map(({ original }) => original);
      folder = path;
    } else if (!text.includes('\n')) folder = posix.dirname(path);
    if (configs === undefined) this.#gap(entry, 'missing', text);
    for (const config of configs ?? []) if (!this.#plugin(config, folder)) this.#gap(config, 'unsupported', config.get('kind').text() ?? 'transformer');
  }

  #plugin(config: Reader, folder: string): boolean {
    const fields = specsOf(config.get('fieldSpecs'));
    const resources = this.#live();
    const kind = config.get('kind').text() ?? '';
    if (kind === 'ksops') {
      // It decrypts Secrets: which they are is in the files.
      for (const one of config.get('files').items()) this.#entry(posix.join(folder, one.text() ?? ''), one, 0);
      return true;
    }
    if (config.get('apiVersion').text() !== 'builtin') return false;
    if (kind === 'PatchTransformer' || kind === 'PatchJson6902Transformer')
      this.#patch(folder, config, config.get(kind === 'PatchTransformer' ? 'patch' : 'jsonOp'));
    else if (kind === 'PatchStrategicMergeTransformer') {
      for (const one of config.get('paths').items()) applyPatch(resources, this.#documents(folder, one.text() ?? '') ?? one.embedded(), undefined);
      applyPatch(resources, config.get('patches').embedded(), undefined);
    } else if (kind === 'NamespaceTransformer')
      setNamespace(resources, config.get('metadata', 'namespace'), {
        unsetOnly: config.get('unsetOnly').scalar() === true,
        subjects: config.get('setRoleBindingSubjects').text() ?? 'defaultOnly',
        fields: fields.filter(({ path }) => !path.startsWith('metadata/')),
      });
    else if (kind === 'PrefixTransformer' || kind === 'PrefixSuffixTransformer') {
      if (config.get('prefix').exists) affix(resources, config.get('prefix'), 'prefix');
      if (config.get('suffix').exists) affix(resources, config.get('suffix'), 'suffix');
    } else if (kind === 'SuffixTransformer') affix(resources, config.get('suffix'), 'suffix');
    else if (kind === 'LabelTransformer') setPairs(resources, config.get('labels'), fields);
    else if (kind === 'AnnotationsTransformer') setPairs(resources, config.get('annotations'), fields);
    else if (kind === 'ImageTagTransformer') setImage(resources, config.get('imageTag'));
    else if (kind === 'ReplicaCountTransformer') setReplicas(resources, config.get('replica'));
    else if (kind === 'ReplacementTransformer') for (const one of config.get('replacements').items()) this.#replace(one, folder);
    else if (kind === 'ConfigMapGenerator' || kind === 'SecretGenerator')
      this.#absorb(generate(kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap', config, [], folder, this.#files, this.gaps));
    else if (kind === 'HelmChartInflationGenerator') this.#inflate(config, folder);
    else return false;
    return true;
  }

  /** `configurations:` say fields of custom kinds. */
  #configure(entry: Reader, folder: string): void {
    const documents = this.#documents(folder, entry.text() ?? '');
    if (documents === undefined) this.#gap(entry, 'missing', entry.text() ?? '');
    for (const document of documents ?? []) {
      this.varFields.push(...specsOf(document.get('varReference')));
      this.#labelFields.push(...specsOf(document.get('commonLabels')));
      for (const one of document.get('nameReference').items())
        this.references.push({
          kind: one.get('kind').text(),
          group: one.get('group').text(),
          version: one.get('version').text(),
          fields: specsOf(one.get('fieldSpecs')),
        });
    }
  }
}

/** True for what kustomize fetches: a URL, or a repository in one of git's forms. */
export const isRemote = (text: string): boolean =>
  /^[a-z+]+:\/\/|^git@|^(?:www\.)?(?:github|gitlab|bitbucket)\.(?:com|org)[/:]|\.git(?:\/|$|\?)|\?ref=/.test(text);
