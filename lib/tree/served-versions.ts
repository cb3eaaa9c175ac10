import type { Objects } from './objects.ts';

/** Versions that the CustomResourceDefinitions of a tree serve, by `group/Kind`. */
export function servedVersions(objects: Objects): ReadonlyMap<string, ReadonlySet<string>> {
  const served = new Map<string, Set<string>>();
  for (const { root } of objects.of('CustomResourceDefinition')) {
    const spec = root.get('spec');
    const key = `${spec.get('group').text() ?? ''}/${spec.get('names', 'kind').text() ?? ''}`;
    const names = served.get(key) ?? new Set<string>();
    for (const version of spec.get('versions').items()) if (version.get('served').scalar() !== false) names.add(version.get('name').text() ?? '');
    // apiextensions.k8s.io/v1beta1 knew one version as well (kubernetes/apiextensions-apiserver, pkg/apis/apiextensions/v1beta1/types.go).
    if (spec.text('version') !== undefined) names.add(spec.text('version')!);
    if (names.size > 0) served.set(key, names);
  }
  return served;
}
