import { boolean, free, into, list, map, object, oneOf, string, strings } from './shapes.mjs';

/** Files of kustomize. @type {(readonly [string, import('./shapes.mjs').Schema])[]} */
export const kustomizeKinds = [];
const kind = into(kustomizeKinds);

// sigs.k8s.io/kustomize/api, types. A kustomization file may leave apiVersion and kind out.
const resource = { group: string, version: string, kind: string, name: string, namespace: string };
const selector = object({ ...resource, annotationSelector: string, labelSelector: string });
const fieldSpecs = list(object({ group: string, version: string, kind: string, path: string, create: boolean }));
const generatorOptions = object({ labels: map(string), annotations: map(string), disableNameSuffixHash: boolean, immutable: boolean });
const generator = {
  namespace: string,
  name: string,
  behavior: oneOf('create', 'replace', 'merge'),
  literals: strings,
  files: strings,
  envs: strings,
  env: string,
  options: generatorOptions,
};
const patch = object({
  path: string,
  patch: string,
  target: selector,
  options: object({ allowNameChange: boolean, allowKindChange: boolean }),
});
const image = object({ name: string, newName: string, tagSuffix: string, newTag: string, digest: string });
const fieldOptions = object({ delimiter: string, index: { type: 'integer' }, encoding: string, create: boolean });
const kustomization = {
  metadata: object({ name: string, namespace: string, labels: map(string), annotations: map(string) }),
  openapi: map(string),
  namePrefix: string,
  nameSuffix: string,
  namespace: string,
  commonLabels: map(string),
  labels: list(object({ pairs: map(string), includeSelectors: boolean, includeTemplates: boolean, fields: fieldSpecs })),
  commonAnnotations: map(string),
  patchesStrategicMerge: strings,
  patchesJson6902: list(patch),
  patches: list(patch),
  images: list(image),
  imageTags: list(image),
  replacements: list(
    object({
      path: string,
      source: object({ ...resource, fieldPath: string, options: fieldOptions }),
      sourceValue: string,
      targets: list(object({ 'select!': selector, reject: list(selector), fieldPaths: strings, options: fieldOptions })),
    }),
  ),
  replicas: list(object({ name: string, 'count!': { type: 'integer', format: 'int64' } })),
  vars: list(
    object({
      'name!': string,
      'objref!': object({ ...resource, apiVersion: string, 'name!': string }),
      fieldref: object({ fieldPath: string, fieldpath: string }),
    }),
  ),
  sortOptions: object({ order: oneOf('legacy', 'fifo'), legacySortOptions: object({ orderFirst: strings, orderLast: strings }) }),
  resources: strings,
  components: strings,
  crds: strings,
  bases: strings,
  configMapGenerator: list(object(generator)),
  secretGenerator: list(object({ ...generator, type: string })),
  helmGlobals: object({ chartHome: string, configHome: string }),
  helmCharts: list(
    object({
      name: string,
      version: string,
      repo: string,
      releaseName: string,
      namespace: string,
      additionalValuesFiles: strings,
      valuesFile: string,
      valuesInline: free,
      valuesMerge: oneOf('merge', 'override', 'replace'),
      includeCRDs: boolean,
      skipHooks: boolean,
      apiVersions: strings,
      kubeVersion: string,
      nameTemplate: string,
      skipTests: boolean,
      debug: boolean,
      devel: boolean,
    }),
  ),
  helmChartInflationGenerator: list(free),
  generatorOptions,
  configurations: strings,
  generators: strings,
  transformers: strings,
  validators: strings,
  inventory: free,
  buildMetadata: list(oneOf('originAnnotations', 'transformerAnnotations', 'managedByLabel')),
};
kind('kustomize.config.k8s.io/v1beta1', 'Kustomization', kustomization);
kind('kustomize.config.k8s.io/v1alpha1', 'Component', kustomization);
