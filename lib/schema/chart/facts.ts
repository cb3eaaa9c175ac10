import { withoutUserinfo } from '../../contract/public-url.ts';
import { withoutSlashes } from '../../go/without-slashes.ts';
import type { Parsed } from '../../manifest/parse-yaml.ts';
import { isMap } from '../validate-object.ts';

/** A HelmRelease and where it says its chart; positions are found again when there is something to say. */
export interface ReleaseFact {
  readonly kind: 'release';
  readonly file: string;
  /** Which document of the file, counted from 0. */
  readonly document: number;
  readonly namespace: string;
  readonly name: string;
  /** `spec.chart.spec`. */
  readonly chart?: {
    readonly name: string;
    readonly version?: string;
    readonly source: { readonly kind: string; readonly name: string; readonly namespace: string };
  };
  /** `spec.chartRef`. */
  readonly ref?: { readonly kind: string; readonly name: string; readonly namespace: string };
  readonly hasValues: boolean;
}

/** An object that says where charts come from. */
export interface SourceFact {
  readonly kind: 'source';
  /** `Kind/namespace/name`. */
  readonly id: string;
  readonly url?: string;
  readonly version?: string;
  readonly chart?: string;
  /** Of a HelmChart: the id of its own source. */
  readonly of?: string;
}

/** A chart that Argo CD installs: its values are judged as they are merged. */
export interface ArgoFact {
  readonly kind: 'argo';
  readonly chart: string;
  readonly version: string;
}

/** A document with a comment that names its schema, as editors read it: `# yaml-language-server: $schema=…`. */
export interface NamedFact {
  readonly kind: 'named';
  readonly file: string;
  readonly document: number;
  /** Line of the comment. */
  readonly line: number;
  readonly address: string;
}

/** A version of an identity provider that runs, by its image. */
export interface ProviderFact {
  readonly kind: 'provider';
  readonly version: string;
}

/** A file with documents that the identity provider reads, which are judged by the version that runs. */
export interface BlueprintFact {
  readonly kind: 'blueprint';
  readonly file: string;
}

export type Fact = ReleaseFact | SourceFact | ArgoFact | NamedFact | ProviderFact | BlueprintFact;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' && !value.includes('${') ? value : undefined);
const map = (value: unknown): Readonly<Record<string, unknown>> => (isMap(value) ? value : {});

/** What a document says about charts, for the files beside it. */
export function factsOf(file: string, document: number, { value }: Parsed): Fact[] {
  if (!isMap(value)) return [];
  const { kind, apiVersion } = value;
  if (typeof apiVersion === 'string' && apiVersion.startsWith('argoproj.io/')) return argoFacts(map(value['spec']));
  if (typeof apiVersion !== 'string' || !/^(?:helm|source)\.toolkit\.fluxcd\.io\//.test(apiVersion)) return [];
  const spec = map(value['spec']);
  const metadata = map(value['metadata']);
  const namespace = text(metadata['namespace']) ?? '';
  const name = text(metadata['name']) ?? '';
  const idOf = (ref: Readonly<Record<string, unknown>>): string =>
    `${text(ref['kind']) ?? ''}/${text(ref['namespace']) ?? namespace}/${text(ref['name']) ?? ''}`;
  if (kind === 'HelmRelease') {
    const chart = map(map(spec['chart'])['spec']);
    const ref = map(spec['chartRef']);
    const chartName = text(chart['chart']);
    const version = text(chart['version']);
    const source = map(chart['sourceRef']);
    const target = (one: Readonly<Record<string, unknown>>) => ({
      kind: text(one['kind']) ?? '',
      name: text(one['name']) ?? '',
      namespace: text(one['namespace']) ?? namespace,
    });
    return [
      {
        kind: 'release',
        file,
        document,
        namespace,
        name,
        ...(chartName === undefined ? {} : { chart: { name: chartName, ...(version === undefined ? {} : { version }), source: target(source) } }),
        ...(text(ref['name']) === undefined ? {} : { ref: target(ref) }),
        hasValues: isMap(spec['values']) && Object.keys(spec['values']).length > 0,
      },
    ];
  }
  if (kind !== 'OCIRepository' && kind !== 'HelmRepository' && kind !== 'HelmChart') return [];
  // It ends up in messages and in the cache.
  const given = text(spec['url']);
  const url = given === undefined ? undefined : withoutUserinfo(given);
  const version = kind === 'OCIRepository' ? text(map(spec['ref'])['tag']) : kind === 'HelmChart' ? text(spec['version']) : undefined;
  const chart = kind === 'HelmChart' ? text(spec['chart']) : kind === 'OCIRepository' && url !== undefined ? withoutSlashes(url).split('/').at(-1) : undefined;
  return [
    {
      kind: 'source',
      id: `${kind}/${namespace}/${name}`,
      ...(url === undefined ? {} : { url }),
      ...(version === undefined ? {} : { version }),
      ...(chart === undefined ? {} : { chart }),
      ...(kind === 'HelmChart' ? { of: idOf(map(spec['sourceRef'])) } : {}),
    },
  ];
}

function argoFacts(spec: Readonly<Record<string, unknown>>): ArgoFact[] {
  const own = isMap(spec['template']) ? map(spec['template']['spec']) : spec;
  const { source, sources } = own;
  return [source, ...(Array.isArray(sources) ? (sources as unknown[]) : [])].flatMap((one): ArgoFact[] => {
    const { chart, targetRevision } = map(one);
    return text(chart) === undefined || text(targetRevision) === undefined ? [] : [{ kind: 'argo', chart: text(chart)!, version: text(targetRevision)! }];
  });
}
