import { parseYaml } from '../manifest/parse-yaml.ts';
import type { Chart, Installation, Left, Rendered } from './chart.ts';
import { kubeVersion } from './encoding-functions.ts';
import { Run, type Written } from './execute.ts';
import { filesOf } from './files.ts';
import { functions } from './functions.ts';
import { calledIn, coalesced, installed } from './merge-values.ts';
import { NotRendered, refused } from './not-rendered.ts';
import { opaque, shown } from './opaque-text.ts';
import { type Node, parseTemplate } from './parse.ts';
import { type Dict, isDict, isList, type Method, textOf, type Value, valueOf } from './value.ts';

/** One chart of those that are rendered together, with its values. */
interface Part {
  readonly chart: Chart;
  /** Its templates are called so: `app/charts/db`. */
  readonly name: string;
  readonly dot: Dict;
  readonly isRoot: boolean;
}

interface Template {
  readonly part: Part;
  readonly path: string;
  readonly name: string;
  readonly source: string;
}

const mostTemplates = 400;

/**
 * What helm would write for a chart. A template that asks for what no file says is left, and so is the whole chart where helm refuses it; `isGuess`: each
 * template that can be rendered without values is.
 */
export function renderChart(
  chart: Chart,
  installation: Installation,
  isGuess = false,
): { readonly rendered: readonly Rendered[]; readonly left: readonly Left[] } {
  let templates: readonly Template[] = [];
  try {
    const taken = installed(chart, installation.values);
    const parts = partsOf(taken, taken.name, coalesced(taken, installation.values), installation, true);
    templates = parts.flatMap((part) => [...part.chart.templates].map(([path, source]) => ({ part, path, source, name: `${part.name}/${path}` })));
    if (templates.length > mostTemplates) throw new NotRendered('it has too many templates');
    return renderAll(templates, isGuess);
  } catch (error) {
    const why = reasonOf(error);
    const all =
      templates.length === 0 ? [...chart.templates.keys()].map((path) => ({ chart, path })) : templates.map(({ part, path }) => ({ chart: part.chart, path }));
    return { rendered: [], left: all.filter(({ path }) => isWritten(path)).map((one) => ({ ...one, why })) };
  }
}

const isWritten = (path: string): boolean => !/(?:^|\/)_[^/]*$|(?:^|\/)NOTES\.txt$/.test(path);

function reasonOf(error: unknown): string {
  if (error instanceof NotRendered) return error.message;
  if (error instanceof RangeError) return 'it is nested too deep';
  throw error;
}

function renderAll(templates: readonly Template[], isGuess: boolean): { readonly rendered: readonly Rendered[]; readonly left: readonly Left[] } {
  const defined = new Map<string, readonly Node[]>();
  const nodes = new Map<Template, readonly Node[]>();
  // Helm reads the deepest first, so that a chart can replace what its dependencies define.
  for (const template of [...templates].sort((a, b) => depthOf(b.name) - depthOf(a.name) || (a.name < b.name ? 1 : -1)))
    nodes.set(template, parseTemplate(template.source, defined));
  for (const [template, list] of nodes) if (!defined.has(template.name)) defined.set(template.name, list);
  const rendered: Rendered[] = [];
  const left: Left[] = [];
  for (const template of templates) {
    const { part, path, name } = template;
    if (!isWritten(path) || part.chart.type === 'library') continue;
    try {
      const dot: Dict = new Map([
        ...part.dot,
        [
          'Template',
          new Map([
            ['Name', name],
            ['BasePath', `${part.name}/templates`],
          ]),
        ],
      ]);
      const one = { chart: part.chart, path, ...joined(new Run(defined, functions).render(nodes.get(template)!, dot)) };
      if (one.text.trim() === '') continue;
      if (parseYaml(one.text).some(({ faults }) => faults.some(({ code }) => code === 'yaml-broken'))) throw new NotRendered('what it writes is no YAML');
      rendered.push(one);
    } catch (error) {
      if (error instanceof NotRendered && error.isRefused && !isGuess) throw error;
      left.push({ chart: part.chart, path, why: reasonOf(error) });
    }
  }
  return { rendered, left };
}

const depthOf = (name: string): number => name.split('/').length;

/** Text of what was written, with the way back. */
function joined(written: readonly Written[]): Pick<Rendered, 'text' | 'at'> {
  const places: { readonly start: number; readonly at: number; readonly isText: boolean }[] = [];
  let text = '';
  for (const one of written) {
    places.push({ start: text.length, at: one.at, isText: one.isText });
    text += shown(one.text);
  }
  return {
    text,
    at: (offset) => {
      let [low, high] = [0, places.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (places[middle]!.start <= offset) low = middle;
        else high = middle - 1;
      }
      const place = places[low];
      return place === undefined ? 0 : place.at + (place.isText ? offset - place.start : 0);
    },
  };
}

function partsOf(chart: Chart, name: string, values: Dict, installation: Installation, isRoot: boolean): Part[] {
  const below: Part[] = [];
  for (const dependency of chart.dependencies) {
    if (dependency.chart === undefined) continue;
    const called = calledIn(dependency);
    const own = values.get(called);
    below.push(...partsOf(dependency.chart, `${name}/charts/${called}`, isDict(own) ? own : new Map<string, Value>(), installation, false));
  }
  return [{ chart, name, isRoot, dot: dotOf(chart, values, installation, isRoot) }, ...below];
}

/** What a template sees as its dot. */
function dotOf(chart: Chart, values: Dict, { name, namespace }: Installation, isRoot: boolean): Dict {
  const dict = (entries: Readonly<Record<string, Value>>): Dict => new Map(Object.entries(entries));
  return dict({
    Values: values,
    Release: dict({ Name: name, Namespace: namespace, Service: 'Helm', IsInstall: true, IsUpgrade: false, Revision: 1n }),
    Chart: dict({ Name: chart.name, Version: chart.version, AppVersion: chart.appVersion, Type: chart.type, IsRoot: isRoot }),
    Capabilities: dict({
      KubeVersion: dict({ Version: kubeVersion, GitVersion: kubeVersion, Major: '1', Minor: opaque('KubeVersion.Minor') }),
      APIVersions: dict({ Has: hasVersion }),
    }),
    Files: filesOf(chart),
    Subcharts: dict({}),
  });
}

const served =
  /^(?:v1|(?:apps|batch|networking\.k8s\.io|policy|rbac\.authorization\.k8s\.io|storage\.k8s\.io|apiextensions\.k8s\.io|admissionregistration\.k8s\.io|scheduling\.k8s\.io|coordination\.k8s\.io|discovery\.k8s\.io)\/v1|autoscaling\/v[12])(?:\/|$)/;
const gone =
  /^(?:extensions\/v1beta1|apps\/v1beta[12]|networking\.k8s\.io\/v1beta1\/(?:Ingress|IngressClass)|policy\/v1beta1|batch\/v1beta1|rbac\.authorization\.k8s\.io\/v1beta1|autoscaling\/v2beta[12])(?:\/|$)/;

/** What every cluster of today serves, and what none does. Kinds of CRDs depend on the cluster. */
const hasVersion: Method = (version) => {
  const text = textOf(version);
  if (served.test(text)) return true;
  if (gone.test(text)) return false;
  throw new NotRendered(`it asks whether the cluster has ${text}`);
};

/** Plain data of YAML as values. @throws NotRendered for what is no map */
export function valuesOf(data: unknown): Dict {
  const value = valueOf(data);
  if (value === null) return new Map();
  if (!isDict(value)) throw refused(`values are a ${isList(value) ? 'list' : 'scalar'}`);
  return value;
}
