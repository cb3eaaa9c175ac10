import { merge } from '../compose/merge.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';
import type { WrittenPatch } from '../manifest/written.ts';
import type { StateResource } from '../idp/identity-provider.ts';
import { objectOf } from '../contract/object-of.ts';
import { listOf } from './terraform-state.ts';

/**
 * Releases and bindings of a state as the manifests that they would be, for the readers of apps. What Terraform keeps as sensitive is a variable here: its
 * value goes nowhere.
 */
export function stateManifests(resources: readonly StateResource[]): string {
  return resources
    .flatMap(({ type, values }) => made(type, values))
    .map((one) => JSON.stringify(one))
    .join('\n---\n');
}

function made(type: string, values: StateResource['values']): unknown[] {
  if (type === 'helm_release') return [helmRelease(values)];
  if (/^kubernetes_(?:cluster_)?role_binding(?:_v1)?$/.test(type)) return [binding(type, values)];
  return [];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function helmRelease(values: StateResource['values']): unknown {
  const layers = listOf(values['values']).map((one) => valuesIn(text(one)));
  const set = listOf(values['set'])
    .map(objectOf)
    .map(({ name, value }) => at(text(name), text(value)));
  const secret = [...listOf(values['set_sensitive']), ...listOf(values['set_wo'])].map(objectOf).map(({ name }) => at(text(name), `\${${text(name)}}`));
  const chart = text(values['chart']).split('/').at(-1)!;
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: text(values['name']), namespace: text(values['namespace']) || 'default' },
    spec: {
      releaseName: text(values['name']),
      chart: { spec: { chart, version: text(values['version']), sourceRef: { kind: 'HelmRepository', name: chart } } },
      values: merge(...layers, ...set, ...secret) as JsonMap,
    },
  } satisfies WrittenPatch<'HelmRelease'>;
}

/** A value at a path of Helm's. Places in lists say nothing on their own. */
function at(path: string, value: string): unknown {
  const keys = path.split(/(?<!\\)\./).map((key) => key.replaceAll(String.raw`\.`, '.'));
  if (keys.some((key) => key === '' || key.includes('[') || key.includes('{') || key === '__proto__')) return {};
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function binding(type: string, values: StateResource['values']): unknown {
  const [metadata, role] = [values['metadata'], values['role_ref']].map((list) => objectOf(listOf(list)[0]));
  const isCluster = type.includes('cluster');
  // eslint-disable-next-line no-restricted-syntax -- what a state says, whatever that is; nothing writes it
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: isCluster ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: text(metadata!['name']), ...(isCluster ? {} : { namespace: text(metadata!['namespace']) || 'default' }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: text(role!['kind']), name: text(role!['name']) },
    subjects: listOf(values['subject'])
      .map(objectOf)
      .map(({ kind, name, namespace }) => ({ kind: text(kind), name: text(name), ...(text(namespace) === '' ? {} : { namespace: text(namespace) }) })),
  };
}

/** Values in YAML. A text that is none says nothing. */
function valuesIn(content: string): unknown {
  const [source] = sourceDocuments('values.yaml', content);
  return source === undefined || source.parsed.faults.some(({ code }) => code === 'yaml-broken') ? {} : objectOf(Reader.of(source).value);
}
