import { renderChart } from '../../helm/render-chart.ts';
import type { Installation } from '../../helm/chart.ts';
import { isOpaque } from '../../helm/opaque-text.ts';
import { Lines } from '../../manifest/lines.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import { Reader } from '../../manifest/reader.ts';
import { SourceDocument } from '../../manifest/source.ts';
import { sourcesOf } from '../argo.ts';
import { isDead } from '../applied/dead-folders.ts';
import type { Makers } from '../made-secrets.ts';
import { objectsOf } from '../objects.ts';
import { madeBy } from '../releases.ts';
import { objectsIn, type Tree, type TreeDocument, type TreeObject } from '../tree.ts';
import { valueFiles } from '../value-files.ts';
import { installedByHand, installsOf } from './installations.ts';
import { type OwnCharts, ownCharts, templateUnread } from './own-charts.ts';

/** Applications that bring Applications: few nest deeper. */
const mostRounds = 5;
const mostInstalls = 300;

/** A tree with the objects of the repository's own charts, where something installs them. */
export function withCharts(tree: Tree, makers: Makers = {}): Tree {
  if (!(tree.whole ?? tree).unread.some(({ why }) => why.startsWith(templateUnread))) return tree;
  const charts = ownCharts(tree);
  const files = valueFiles(tree);
  const made = new Made(tree, charts);
  const done = new Set<string>();
  const named = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const objects = objectsOf([...tree.objects, ...made.objects].filter(({ kind }) => kind !== 'Component'));
    const installs = installsOf(objects, files, charts, madeBy(objects, makers)).filter(({ folder, object, installation }) => {
      named.add(folder);
      const key = `${folder} ${installation.namespace} ${installation.name} ${object.file}`;
      return !done.has(key) && done.add(key).size <= mostInstalls;
    });
    for (const { folder, object, installation, why } of installs) {
      if (why === undefined) made.render(folder, installation, object);
      else made.leave(folder, why);
    }
    if (round === 0) {
      made.roots(named);
      made.clients(named, makers);
    }
    if (round > 0 && installs.length === 0) break;
  }
  return made.tree();
}

const bringsOthers = (apiVersion: string, kind: string): boolean => /^argoproj\.io\/|\.toolkit\.fluxcd\.io\//.test(apiVersion) || kind === 'Namespace';

/** In an archive or among examples. `_base` is a usual name of what brings all others. */
const isOld = (folder: string, { origin }: Tree): boolean => isDead(`${folder.replaceAll(/(^|\/)_/g, '$1')}/Chart.yaml`, origin.roots);

const pathOf = (source: Reader): string => (source.text('path') ?? '').replace(/^\.?\/|\/$/g, '');

/** Objects that were made, and what is said of templates that made none. */
class Made {
  readonly objects: TreeObject[] = [];
  readonly #tree: Tree;
  readonly #charts: OwnCharts;
  readonly #documents: TreeDocument[] = [];
  readonly #names = new Set<string>();
  readonly #rendered = new Set<string>();
  readonly #left = new Map<string, string>();
  readonly #installers = new Set<Reader>();
  readonly #standing = new Map<string, ReadonlySet<string>>();

  constructor(tree: Tree, charts: OwnCharts) {
    this.#tree = tree;
    this.#charts = charts;
  }

  leave(folder: string, why: string): void {
    const chart = this.#charts.at(folder);
    for (const path of chart?.templates.keys() ?? []) this.#left.set(this.#charts.shown(chart!, path), why);
  }

  render(folder: string, installation: Installation, by: TreeObject): void {
    const chart = this.#charts.at(folder);
    if (chart === undefined) return;
    const { rendered, left } = renderChart(chart, installation);
    for (const one of left) this.#left.set(this.#charts.shown(one.chart, one.path), one.why);
    for (const one of rendered) {
      const file = this.#charts.shown(one.chart, one.path);
      this.#rendered.add(file);
      // A namespace that nobody can tell is that of any Secret with the name.
      const namespace = isOpaque(installation.namespace) ? '' : installation.namespace;
      this.add(this.documents(file, one.text, one.chart.templates.get(one.path)!, one.at), namespace, folder);
    }
    if (rendered.length > 0) this.#installers.add(by.root);
  }

  /**
   * Charts that nothing installs and that bring Applications: somebody installed them by hand, and the rest follows from them. Where they bring other things
   * besides, one of their Applications has to lead into this repository. One that brings an Application of itself says with which values it is installed.
   */
  roots(named: ReadonlySet<string>): void {
    for (const folder of this.#charts.folders) {
      if (named.has(folder) || this.#charts.brought.has(folder) || isOld(folder, this.#tree)) continue;
      const chart = this.#charts.at(folder)!;
      if (![...chart.templates.values()].some((text) => text.includes('argoproj.io/'))) continue;
      const { rendered, left } = renderChart(chart, installedByHand(folder), true);
      const made = rendered.map((one) => {
        const file = this.#charts.shown(one.chart, one.path);
        return { file, documents: this.documents(file, one.text, one.chart.templates.get(one.path)!, one.at) };
      });
      const documents = made.flatMap((one) => one.documents);
      const own = documents.filter(({ root }) => sourcesOf({ root }).some((source) => pathOf(source) === folder));
      const objects = documents.flatMap(({ root }) => objectsIn(root));
      const bringsAll = left.length === 0 && objects.length > 0 && objects.every(({ apiVersion, kind }) => bringsOthers(apiVersion, kind));
      if (own.length > 0) this.add(own, '');
      else if (bringsAll || this.leadsHere(objects)) {
        for (const { file } of made) this.#rendered.add(file);
        this.add(documents, '');
      }
    }
  }

  /** Whether an Application, or a set of them, has a folder of this repository with a chart as its source. */
  private leadsHere(objects: readonly Pick<TreeObject, 'root' | 'kind'>[]): boolean {
    const folders = [...this.#charts.folders];
    return objects.some(({ root, kind }) => {
      const paths =
        kind === 'Application'
          ? sourcesOf({ root }).map(pathOf)
          : kind === 'ApplicationSet'
            ? root.items('spec', 'generators').flatMap((one) => one.items('git', 'directories').flatMap((each) => each.text('path') ?? []))
            : [];
      return paths.some((path) => folders.some((folder) => folder === path || (path.endsWith('/*') && folder.startsWith(path.slice(0, -1)))));
    });
  }

  /**
   * Clients of identity providers in charts that nothing here installs: values of such charts are read as those of what runs (chartReleases), and a client
   * is plain data. Nothing else of them is taken.
   */
  clients(named: ReadonlySet<string>, makers: Makers): void {
    // An operator that makes a Secret for a client knows of which kind the client is.
    const kinds = Object.keys(makers).map((kind) => kind.split(' ').at(-1)!);
    if (kinds.length === 0) return;
    const isClient = (text: string): boolean => kinds.some((kind) => text.includes(`kind: ${kind}\n`));
    for (const folder of this.#charts.folders) {
      if (named.has(folder) || this.#charts.brought.has(folder) || isOld(folder, this.#tree)) continue;
      const chart = this.#charts.at(folder)!;
      if (![...chart.templates.values()].some((text) => isClient(text))) continue;
      const { rendered } = renderChart(chart, installedByHand(folder), true);
      for (const one of rendered) {
        const file = this.#charts.shown(one.chart, one.path);
        if (this.#rendered.has(file)) continue;
        const documents = this.documents(file, one.text, one.chart.templates.get(one.path)!, one.at);
        const kept = documents.filter(({ root }) => kinds.includes(root.text('kind') ?? ''));
        if (kept.length > 0 && kept.length === documents.length) this.#rendered.add(file);
        this.add(kept, '');
      }
    }
  }

  tree(): Tree {
    if (this.objects.length === 0 && this.#left.size === 0) return this.#tree;
    const unread = this.#tree.unread.flatMap((one) => {
      if (this.#rendered.has(one.file)) return [];
      const why = this.#left.get(one.file);
      return why === undefined ? [one] : [{ file: one.file, why: `${templateUnread}: ${why}` }];
    });
    const { documents, objects } = this.#tree;
    return { ...this.#tree, unread, rendered: this.#installers, documents: [...documents, ...this.#documents], objects: [...objects, ...this.objects] };
  }

  private documents(file: string, text: string, template: string, at: (offset: number) => number): TreeDocument[] {
    const lines = new Lines(template);
    return parseYaml(text).map((parsed) => {
      const source = new SourceDocument(file, parsed, (offset) => lines.at(at(offset)));
      return { file, source, root: Reader.of(source) };
    });
  }

  /** Objects in files of a chart that are no templates: where they are read as they stand, a template that takes the files brings the same once more. */
  private standing(folder: string): ReadonlySet<string> {
    const found = this.#standing.get(folder);
    if (found !== undefined) return found;
    const { objects, origin } = this.#tree;
    const within = folder === '.' ? '' : `${folder}/`;
    const standing = new Set(
      objects.flatMap(({ file, apiVersion, kind, name }) => {
        const path = origin.pathOf(file);
        return path.startsWith(within) && !path.startsWith(`${within}templates/`) ? [`${apiVersion} ${kind} ${name}`] : [];
      }),
    );
    this.#standing.set(folder, standing);
    return standing;
  }

  private add(documents: readonly TreeDocument[], namespace: string, folder?: string): void {
    const standing = folder === undefined ? undefined : this.standing(folder);
    for (const document of documents) {
      const objects = objectsIn(document.root)
        .filter(({ root }) => !/(?:^|,)\s*test/.test(root.text('metadata', 'annotations', 'helm.sh/hook') ?? ''))
        .map((one): TreeObject => ({ ...one, namespace: one.namespace === '' ? namespace : one.namespace, file: document.file, applied: true, ours: false }));
      const fresh = objects.filter(({ kind, name, namespace: of, apiVersion }) => {
        const key = `${apiVersion} ${kind} ${of}/${name}`;
        return standing?.has(`${apiVersion} ${kind} ${name}`) !== true && !this.#names.has(key) && this.#names.add(key);
      });
      if (fresh.length === 0) continue;
      this.#documents.push(document);
      this.objects.push(...fresh);
    }
  }
}
