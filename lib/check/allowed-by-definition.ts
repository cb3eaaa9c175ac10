import type { Finding } from '../contract/finding.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Tree } from '../tree/tree.ts';

/**
 * Whether a definition that is applied here allows the value that a schema refuses: a patch adds kinds to the lists of Flux's own
 * (flux-iac/tofu-controller, docs/use-tf-controller/use-with-flux-receiver-and-alert.md).
 */
export function isAllowedByDefinition({ code, path = '', received }: Finding, clusters: readonly Tree[]): boolean {
  if (code !== 'schema-enum') return false;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  return clusters.some(({ objects }) =>
    objects.some(
      ({ kind, root }) =>
        kind === 'CustomResourceDefinition' &&
        root.items('spec', 'versions').some((version) =>
          schemaAt(version.get('schema', 'openAPIV3Schema'), keys)
            .items('enum')
            .some((one) => JSON.stringify(one.value) === received),
        ),
    ),
  );
}

const schemaAt = (schema: Reader, keys: readonly string[]): Reader =>
  keys.reduce((at, key) => (/^\d+$/.test(key) ? at.get('items') : at.get('properties', key)), schema);
