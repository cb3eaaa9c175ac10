import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { has, run } from './tool.ts';

// Charts' templates are in no npm registry: PINOUT_CHARTS names a folder with unpacked charts.
const folder = process.env['PINOUT_CHARTS'];
const helm = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.22.0');

/** Whether a chart can be rendered; says why not. */
export function hasChart(name: string): boolean {
  if (helm && folder !== undefined && existsSync(join(folder, name))) return true;
  console.warn(`skipped: the chart ${name} is not in PINOUT_CHARTS (${folder ?? 'unset'})`);
  return false;
}

export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly data?: Record<string, string>;
  readonly spec: Record<string, unknown>;
  readonly [field: string]: unknown;
}
type Release = {
  metadata: { name: string; namespace: string };
  spec: { install: { disableSchemaValidation?: boolean }; values: Record<string, unknown>; chart?: { spec: { version: string } } };
};

/**
 * What a HelmRelease of a cluster makes of its chart. The chart's version is that of the release, because a chart in git may carry a placeholder;
 * subcharts that are not in the folder are left out.
 */
export function renderChart(cluster: Cluster, release: string, chart = release): Rendered[] {
  const object = (kind: string) => cluster.placed.find((one) => one.object.kind === kind && one.object.metadata.name === release)?.object;
  const { metadata, spec } = object('HelmRelease') as unknown as Release;
  const source = object('OCIRepository') as unknown as { spec: { ref: { tag: string } } } | undefined;
  const version = source?.spec.ref.tag ?? spec.chart!.spec.version;
  const temporary = mkdtempSync(join(tmpdir(), 'pinout-chart-'));
  const copy = join(temporary, chart);
  cpSync(join(folder!, chart), copy, { recursive: true });
  const meta = parse(readFileSync(join(copy, 'Chart.yaml'), 'utf8')) as { version: string; appVersion: string; dependencies?: { name: string }[] };
  if (meta.version.endsWith('0.0.0')) Object.assign(meta, { version, appVersion: version });
  meta.dependencies = (meta.dependencies ?? []).filter(({ name }) => existsSync(join(folder!, name)));
  for (const { name } of meta.dependencies) cpSync(join(folder!, name), join(copy, 'charts', name), { recursive: true });
  writeFileSync(join(copy, 'Chart.yaml'), stringify(meta));
  // As Flux would: with the chart's schema, or without.
  const schema = spec.install.disableSchemaValidation === true ? ['--skip-schema-validation'] : [];
  const args = ['template', metadata.name, copy, '--namespace', metadata.namespace, '--kube-version', '1.36.0', ...schema, '--values', '-'];
  const { status, stdout, stderr } = run('helm', args, stringify(spec.values));
  rmSync(temporary, { recursive: true, force: true });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
}

type Context = Record<string, unknown> | undefined;
interface Pod {
  securityContext?: Context;
  hostAliases?: unknown;
  containers: {
    name: string;
    image: string;
    args?: string[];
    env?: { name: string; value?: string }[];
    envFrom?: unknown[];
    securityContext?: Context;
    [field: string]: unknown;
  }[];
}

/** Pods of a kind of workload. */
export const pods = (objects: readonly Rendered[], kinds: readonly string[] = ['Deployment', 'Job']): Pod[] =>
  objects.filter(({ kind }) => kinds.includes(kind)).map(({ spec }) => (spec as unknown as { template: { spec: Pod } }).template.spec);

/** What the strictest Pod Security Standard has against a pod. */
export function notRestricted(pod: Pod): string[] {
  return pod.containers.flatMap(({ name, securityContext: own = {} }) => {
    const both = { ...pod.securityContext, ...own };
    const wrong = [
      both['runAsNonRoot'] === true ? '' : 'runAsNonRoot',
      own['allowPrivilegeEscalation'] === false ? '' : 'allowPrivilegeEscalation',
      (both['seccompProfile'] as { type?: string } | undefined)?.type === 'RuntimeDefault' ? '' : 'seccompProfile',
      (own['capabilities'] as { drop?: string[] } | undefined)?.drop?.includes('ALL') === true ? '' : 'capabilities',
    ];
    return wrong.filter((one) => one !== '').map((one) => `${name}: ${one}`);
  });
}
