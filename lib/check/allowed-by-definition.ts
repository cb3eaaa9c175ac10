import type { Finding } from '../contract/finding.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Tree } from '../tree/tree.ts';
import { isBranch, nodesWhere } from '../tree/walk.ts';

/**
 * Whether a definition that is applied here allows the value that a schema refuses, or a patch for one that is not here: Flux's own get more kinds in their
 * lists (flux-iac/tofu-controller, docs/use-tf-controller/use-with-flux-receiver-and-alert.md).
 */
export function isAllowedByDefinition({ code, path = '', received }: Finding, clusters: readonly Tree[]): boolean {
  if (code !== 'schema-enum') return false;
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  const end = `/schema/openAPIV3Schema/${keys.map((key) => (isIndex(key) ? 'items' : `properties/${key}`)).join('/')}/enum/-`;
  return clusters.some(
    ({ objects, documents }) =>
      objects.some(
        ({ kind, root }) =>
          kind === 'CustomResourceDefinition' &&
          root.items('spec', 'versions').some((version) =>
            schemaAt(version.get('schema', 'openAPIV3Schema'), keys)
              .items('enum')
              .some((one) => JSON.stringify(one.value) === received),
          ),
      ) || documents.some(({ root }) => patchesOfDefinitions(root).some((step) => step.text('path')?.endsWith(end) === true && isAdded(step, received))),
  );
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);

const schemaAt = (schema: Reader, keys: readonly string[]): Reader =>
  keys.reduce((at, key) => (isIndex(key) ? at.get('items') : at.get('properties', key)), schema);

const isAdded = (step: Reader, received: string | undefined): boolean => step.text('op') === 'add' && JSON.stringify(step.get('value').value) === received;

/** The steps of patches for definitions: of a kustomization, a Kustomization of Flux, a FluxInstance or the values of its chart. */
const patchesOfDefinitions = (root: Reader): Reader[] =>
  nodesWhere(root, (raw, key) => key === 'patches' && isBranch(raw))
    .flatMap((list) => list.items())
    .filter((one) => one.text('target', 'kind') === 'CustomResourceDefinition')
    .flatMap((one) =>
      one.text('patch')?.includes('openAPIV3Schema') === true
        ? one
            .get('patch')
            .embedded()
            .flatMap((steps) => steps.items())
        : [],
    );
