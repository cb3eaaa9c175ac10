import type { JsonMap, Manifest } from '../../manifest/manifest.ts';
import type { Written, WrittenPatch } from '../../manifest/written.ts';
import { yamlText } from '../../manifest/yaml-text.ts';

const key = 'values.yaml';

/** A ConfigMap with values, and the entry of `valuesFrom` that takes it. Optional: the release goes on without it when the ConfigMap goes, or comes later. */
export function valuesFor(
  { name: release, namespace }: { readonly name: string; readonly namespace: string },
  name: string,
  values: JsonMap,
): { readonly object: Manifest; readonly added: Manifest } {
  return {
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
      data: { [key]: yamlText(values) },
    } satisfies Written<'ConfigMap'>,
    added: {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: release, namespace },
      spec: { valuesFrom: [{ kind: 'ConfigMap', name, valuesKey: key, optional: true }] },
    } satisfies WrittenPatch<'HelmRelease'>,
  };
}
