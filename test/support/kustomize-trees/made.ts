import { all } from './objects.ts';

/** A field of a kustomization in some forms. Fields that come together are fields that people write together. */
const fields: readonly (readonly string[])[] = [
  ['namespace: team\n', 'namespace: other\n'],
  ['namePrefix: my-\n', 'namePrefix: a-\n'],
  ['nameSuffix: -v2\n'],
  [
    'commonLabels: { team: identity }\n',
    'labels: [{ pairs: { team: identity }, includeSelectors: true }]\n',
    'labels: [{ pairs: { t: "1" }, includeTemplates: true }]\n',
  ],
  ['commonAnnotations: { owner: me }\n'],
  ['images: [{ name: ghcr.io/example/web, newTag: "2.5" }]\n', 'images: [{ name: ghcr.io/example/side, newName: x/y, digest: "sha256:cc" }]\n'],
  ['replicas: [{ name: web, count: 3 }]\n'],
  [
    'patches:\n  - target: { kind: Deployment }\n    patch: |\n      - { op: add, path: /spec/template/spec/containers/0/env/-, value: { name: NEW, value: x } }\n',
    'patches:\n  - target: { kind: ConfigMap, name: settings }\n    patch: |\n      apiVersion: v1\n      kind: ConfigMap\n      metadata: { name: any, labels: { p: "1" } }\n      data: { a: null, added: new }\n',
    'patches:\n  - target: { labelSelector: app=web }\n    patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: { name: any }\n      spec: { template: { spec: { containers: [{ name: side, env: [{ name: S, value: s }] }, { name: third, image: t }] } } }\n',
    'patches:\n  - target: { kind: HelmRelease }\n    patch: |\n      apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      metadata: { name: any }\n      spec: { values: { list: [{ name: c }], env: { B: b } } }\n',
    'patches:\n  - target: { kind: Secret }\n    patch: |\n      $patch: delete\n      apiVersion: v1\n      kind: Secret\n      metadata: { name: creds }\n',
  ],
  ['configMapGenerator: [{ name: made, literals: [a=1, b=two] }]\n', 'secretGenerator: [{ name: made, literals: [a=1] }]\n'],
  [
    'replacements:\n  - source: { kind: ConfigMap, name: settings, fieldPath: metadata.name }\n    targets:\n      - { select: { kind: HelmRelease }, fieldPaths: [spec.values.named], options: { create: true } }\n',
  ],
];

/** A tree of a seed: a base, one or two overlays on it, perhaps a component. The same seed gives the same tree. */
export function madeTree(seed: number): Record<string, string> {
  let state = seed * 2_654_435_761 + 1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return (state >>> 8) % limit;
  };
  const some = (): string =>
    fields
      .filter(() => below(3) === 0)
      .map((forms) => forms[below(forms.length)]!)
      .join('');
  const files: Record<string, string> = { ...all };
  const levels = 1 + below(2);
  let under = 'base';
  for (let level = 0; level < levels; level++) {
    const folder = level === levels - 1 ? '.' : `level${level}`;
    const up = folder === '.' ? under : `../${under}`;
    const part = below(3) === 0 ? `part${level}` : undefined;
    if (part !== undefined)
      files[`${part}/kustomization.yaml`] =
        `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${some().replaceAll('name: made', `name: made${level}`)}`;
    const components = part === undefined ? '' : `components: [${folder === '.' ? part : `../${part}`}]\n`;
    files[`${folder === '.' ? '' : `${folder}/`}kustomization.yaml`] =
      `resources: [${up}]\n${components}${some().replaceAll('name: made', `name: up${level}`)}`;
    under = folder;
  }
  return files;
}
