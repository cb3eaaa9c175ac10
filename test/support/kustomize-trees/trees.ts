import { all, configMap, deployment } from './objects.ts';

/** Small trees, each for one thing that kustomize does. `.` is built; `base` is beside it. */
export const trees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...overlays({
    plain: '',
    namespace: 'namespace: team\n',
    'namespace that is there': 'namespace: elsewhere\n',
    'name prefix': 'namePrefix: my-\n',
    'name suffix': 'nameSuffix: -v2\n',
    'prefix, suffix and namespace': 'namePrefix: my-\nnameSuffix: -v2\nnamespace: team\n',
    'common labels': 'commonLabels: { team: identity, "n": "5" }\n',
    'common annotations': 'commonAnnotations: { owner: me }\n',
    'labels without selectors': 'labels: [{ pairs: { team: identity } }]\n',
    'labels with selectors': 'labels: [{ pairs: { team: identity }, includeSelectors: true }]\n',
    'labels in templates': 'labels: [{ pairs: { team: identity }, includeTemplates: true }]\n',
    'labels at own fields': 'labels: [{ pairs: { team: identity }, fields: [{ path: spec/values/labels, kind: HelmRelease, create: true }] }]\n',
    'image tag': 'images: [{ name: ghcr.io/example/web, newTag: "2.5" }]\n',
    'image name': 'images: [{ name: ghcr.io/example/web, newName: registry.example.org/web }]\n',
    'image digest': 'images: [{ name: ghcr.io/example/web, digest: "sha256:bbbb" }]\n',
    'image with digest': 'images: [{ name: docker.io/library/postgres, newTag: "18" }]\n',
    replicas: 'replicas: [{ name: web, count: 3 }]\n',
    'merge patch inline': patch(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, labels: { new: "yes" } }\nspec: { template: { spec: { containers: [{ name: main, image: "other:2", env: [{ name: C, value: c }, { name: A, value: changed }] }] } } }',
    ),
    'merge patch that removes': patch(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, labels: null }\nspec: { replicas: null, template: { spec: { containers: [{ name: side, $patch: delete }], volumes: [{ $patch: replace }, { name: only, emptyDir: {} }] } } }',
    ),
    'merge patch that replaces a map': patch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { $patch: replace, z: last }'),
    'merge patch that deletes a map': patch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { $patch: delete }'),
    'merge patch that deletes the object': patch('$patch: delete\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }'),
    'merge patch of ports': patch(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: main, ports: [{ containerPort: 81, protocol: UDP, name: u }, { containerPort: 90 }] }] } } }',
    ),
    'merge patch of a service': patch('apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80, targetPort: 8080 }] }'),
    'merge patch of mounts': patch(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { hostAliases: [{ ip: 10.0.0.1, hostnames: [a] }], initContainers: [{ name: i, image: x }], containers: [{ name: main, volumeMounts: [{ mountPath: /data, readOnly: true, name: data }, { mountPath: /x, name: other }] }] } } }',
    ),
    'merge patch of a custom object': patch(
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: app }\nspec: { values: { list: [{ name: b, v: 3 }], env: { B: "2", A: null }, deep: { a: { b: null, c: 1 } } } }',
    ),
    'merge patch by target': patch('apiVersion: v1\nkind: Any\nmetadata: { name: any, annotations: { seen: "1" } }', '{ kind: Deployment|Service }'),
    'merge patch by name pattern': patch('metadata: { name: any, labels: { seen: "1" } }\nkind: X\napiVersion: v1', '{ name: "w.*" }'),
    'merge patch by label': patch('metadata: { name: any, annotations: { seen: "1" } }\nkind: X\napiVersion: v1', '{ labelSelector: "app in (web, db)" }'),
    'merge patch by annotation': patch('metadata: { name: any, labels: { seen: "1" } }\nkind: X\napiVersion: v1', '{ annotationSelector: note=kept }'),
    'merge patch by group': patch(
      'metadata: { name: any, labels: { seen: "1" } }\nkind: X\napiVersion: v1',
      '{ group: "rbac.authorization.k8s.io", version: v1 }',
    ),
    'merge patch that may rename':
      'patches:\n  - target: { kind: Service }\n    options: { allowNameChange: true }\n    patch: |\n      apiVersion: v1\n      kind: Service\n      metadata: { name: renamed }\n',
    'json patch': patch(
      '- { op: replace, path: /spec/replicas, value: 4 }\n- { op: add, path: /spec/template/spec/containers/0/env/-, value: { name: D, value: d } }\n- { op: remove, path: /metadata/labels }\n- { op: add, path: "/metadata/annotations", value: { "a~b/c": x } }\n- { op: add, path: "/metadata/annotations/q~1r~0s", value: z }',
      '{ kind: Deployment }',
    ),
    'json patch that moves and copies': patch(
      '- { op: test, path: /data/a, value: x }\n- { op: move, from: /data/a, path: /data/moved }\n- { op: copy, from: /data/b, path: /data/copied }',
      '{ kind: ConfigMap, name: settings }',
    ),
    'json patch that replaces what is not there': patch('- { op: replace, path: /spec/maxHistory, value: 2 }', '{ kind: HelmRelease, labelSelector: "!none" }'),
    'json patch as JSON': patch('[{"op": "add", "path": "/spec/template/spec/containers/1", "value": {"name": "mid", "image": "m"}}]', '{ kind: Deployment }'),
    'patch and prefix': `namePrefix: my-\n${patch('apiVersion: v1\nkind: Service\nmetadata: { name: web, annotations: { a: b } }')}`,
    'older patch fields':
      'patchesStrategicMerge:\n  - |-\n    apiVersion: v1\n    kind: Service\n    metadata: { name: web, labels: { l: "1" } }\npatchesJson6902:\n  - target: { version: v1, kind: ConfigMap, name: settings }\n    patch: |-\n      - { op: replace, path: /data/a, value: y }\n',
    'ConfigMap from literals': 'configMapGenerator: [{ name: made, literals: [a=1, "b=\\"q\\"", "c=d=e"] }]\n',
    'merged into a ConfigMap': 'configMapGenerator: [{ name: settings, behavior: merge, literals: [a=new, z=1] }]\n',
    'in place of a ConfigMap': 'configMapGenerator: [{ name: settings, behavior: replace, literals: [z=1] }]\n',
    'Secret from literals': 'secretGenerator: [{ name: made, type: example.org/x, literals: [a=1] }]\n',
    'generator options':
      'generatorOptions: { disableNameSuffixHash: true, labels: { g: "1" }, annotations: { h: "2" } }\nconfigMapGenerator: [{ name: made, literals: [a=1], options: { labels: { own: "1" }, immutable: true } }]\n',
    'generator with namespace': 'configMapGenerator: [{ name: made, namespace: there, literals: [a=1] }]\n',
    'generator in a namespace': 'namespace: team\nconfigMapGenerator: [{ name: made, literals: [a=1] }]\n',
    replacement:
      'replacements:\n  - source: { kind: ConfigMap, name: settings, fieldPath: data.a }\n    targets:\n      - { select: { kind: Deployment }, fieldPaths: [spec.template.spec.containers.*.image, "spec.template.spec.containers.[name=main].env.[name=A].value"] }\n',
    'replacement of a part':
      'replacements:\n  - source: { kind: Service, name: web, fieldPath: metadata.name }\n    targets:\n      - { select: { kind: Ingress }, fieldPaths: [spec.rules.0.host, spec.tls.0.hosts.0], options: { delimiter: ".", index: 0 } }\n',
    'replacement that makes a field':
      'replacements:\n  - source: { kind: ConfigMap, name: settings, fieldPath: data.b, options: { delimiter: " ", index: 1 } }\n    targets:\n      - { select: { kind: HelmRelease }, fieldPaths: [spec.values.made.here], options: { create: true } }\n      - { select: { kind: Service }, reject: [{ name: other }], fieldPaths: ["metadata.annotations.a\\\\.b/c"], options: { create: true } }\n',
    'local config': patch('apiVersion: v1\nkind: Secret\nmetadata: { name: creds, annotations: { config.kubernetes.io/local-config: "true" } }'),
  }),
  'patch in a file': {
    ...all,
    'kustomization.yaml': 'resources: [base]\npatches: [{ path: p.yaml }, { path: j.yaml, target: { kind: Service } }]\n',
    'p.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: patched, b: null }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: creds }\nstringData: { c: d }\n',
    'j.yaml': '- op: add\n  path: /metadata/labels\n  value: { from: file }\n',
  },
  'files of a generator': {
    'kustomization.yaml':
      'resources: [d.yaml]\nconfigMapGenerator:\n  - { name: settings, files: [conf/app.ini, renamed=conf/b.yaml], envs: [conf/x.env] }\nsecretGenerator:\n  - { name: creds, envs: [conf/x.env], options: { disableNameSuffixHash: true } }\nnamePrefix: my-\n',
    'd.yaml': deployment,
    'conf/app.ini': '[a]\nb = c\n',
    'conf/b.yaml': 'a: 1\n# comment\nb: [x]\n',
    'conf/x.env': '# comment\nA=1\n  B=two words # not a comment\nC\n\nD=a=b\n',
  },
  'generator in the base, merged above': {
    'kustomization.yaml': 'resources: [lower]\nnamespace: team\nconfigMapGenerator: [{ name: settings, behavior: merge, literals: [a=above] }]\n',
    'lower/kustomization.yaml': 'resources: [d.yaml]\nnamePrefix: low-\nconfigMapGenerator: [{ name: settings, literals: [a=below, b=kept] }]\n',
    'lower/d.yaml': deployment,
  },
  component: {
    ...all,
    'kustomization.yaml': 'resources: [base]\ncomponents: [parts/one, parts/two]\nnamespace: team\n',
    'parts/one/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n${patch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { from: component }')}`,
    'parts/one/extra.yaml': configMap.replace('settings', 'extra'),
    'parts/two/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: two-\nlabels: [{ pairs: { two: "2" } }]\n',
  },
  'two bases with prefixes': {
    'kustomization.yaml': 'resources: [a, b]\nnameSuffix: -x\n',
    'a/kustomization.yaml': 'resources: [../base]\nnamePrefix: a-\n',
    'b/kustomization.yaml': 'resources: [../base]\nnamePrefix: b-\n',
    'base/kustomization.yaml': 'resources: [d.yaml, c.yaml]\n',
    'base/d.yaml': deployment,
    'base/c.yaml': configMap,
  },
  'two bases with namespaces': {
    'kustomization.yaml': 'resources: [a, b]\n',
    'a/kustomization.yaml': 'resources: [../base]\nnamespace: a\nnameSuffix: -a\n',
    'b/kustomization.yaml': 'resources: [../base]\nnamespace: b\n',
    'base/kustomization.yaml': 'resources: [all.yaml]\n',
    'base/all.yaml': `${deployment}---\n${configMap}`,
  },
  'namespace at three levels': {
    ...all,
    'kustomization.yaml': 'resources: [mid]\nnamespace: top\nnamePrefix: t-\n',
    'mid/kustomization.yaml':
      'resources: [../base]\nnamespace: mid\nnamePrefix: m-\npatches: [{ target: { kind: ConfigMap, name: settings }, patch: "- { op: add, path: /data/m, value: n }" }]\n',
  },
  'patch by the name before': {
    ...all,
    'kustomization.yaml': `resources: [mid]\n${patch('apiVersion: v1\nkind: Service\nmetadata: { name: web, labels: { old: name } }')}${patch('metadata: { name: x, labels: { t: "1" } }\nkind: X\napiVersion: v1', '{ kind: ConfigMap, name: settings }').replace('patches:\n', '')}`,
    'mid/kustomization.yaml': 'resources: [../base]\nnamePrefix: m-\n',
  },
  'namespace transformer in a file': {
    ...all,
    'kustomization.yaml': 'resources: [base]\ntransformers: [ns.yaml]\n',
    'ns.yaml':
      'apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: { name: n, namespace: team }\nunsetOnly: true\nsetRoleBindingSubjects: allServiceAccounts\n',
  },
  'transformers in a folder': {
    ...all,
    'kustomization.yaml': 'resources: [base]\ntransformers: [t]\ngenerators: [g.yaml]\n',
    'g.yaml':
      'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: { name: made, annotations: { config.kubernetes.io/needs-hash: "false" } }\nliterals: [a=1]\n',
    't/kustomization.yaml': 'resources: [all.yaml]\n',
    't/all.yaml':
      'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: p }\nprefix: pre-\nfieldSpecs: [{ path: metadata/name }]\n---\napiVersion: builtin\nkind: LabelTransformer\nmetadata: { name: l }\nlabels: { l: "1" }\nfieldSpecs: [{ path: metadata/labels, create: true }]\n---\napiVersion: builtin\nkind: PatchTransformer\nmetadata: { name: t }\ntarget: { kind: Service }\npatch: |-\n  - { op: add, path: /spec/type, value: LoadBalancer }\n---\napiVersion: builtin\nkind: AnnotationsTransformer\nmetadata: { name: a }\nannotations: { a: "1" }\nfieldSpecs: [{ path: metadata/annotations, create: true }]\n---\napiVersion: builtin\nkind: ImageTagTransformer\nmetadata: { name: i }\nimageTag: { name: ghcr.io/example/side, newTag: "9" }\n',
  },
  'inline transformer': {
    ...all,
    'kustomization.yaml':
      'resources: [base]\ntransformers:\n  - |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: { name: t }\n    target: { kind: Service }\n    patch: |-\n      - { op: add, path: /spec/type, value: LoadBalancer }\n',
  },
  'names of custom kinds': {
    ...all,
    'kustomization.yaml': 'resources: [base]\nconfigurations: [names.yaml]\nconfigMapGenerator: [{ name: values, files: [values.yaml] }]\n',
    'names.yaml': 'nameReference:\n  - kind: ConfigMap\n    version: v1\n    fieldSpecs: [{ path: spec/valuesFrom/name, kind: HelmRelease }]\n',
    'values.yaml': 'a: 1\n',
  },
  'replacements in a file': {
    ...all,
    'kustomization.yaml': 'resources: [base]\nreplacements: [{ path: r.yaml }]\nnamePrefix: my-\n',
    'r.yaml': '- source: { kind: Service, name: web }\n  targets:\n    - { select: { kind: ConfigMap, name: settings }, fieldPaths: [data.a] }\n',
  },
  'list of objects': {
    'kustomization.yaml': 'resources: [list.yaml]\nnamespace: team\nnamePrefix: l-\n',
    'list.yaml': `apiVersion: v1\nkind: List\nitems:\n${[configMap, deployment].map((text) => `  - ${text.trimEnd().replaceAll('\n', '\n    ')}`).join('\n')}\n`,
  },
  'base by the older word': { ...all, 'kustomization.yaml': 'bases: [base]\nnamePrefix: my-\n' },
  'words of YAML 1.1': {
    'kustomization.yaml': 'resources: [c.yaml]\nnamespace: team\n',
    'c.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: words }\ndata:\n  n: y\n  y: N\n  yes: on\n  on: No\n  off: "OFF"\n  is: true\n  list: [y, yes, 0o14, 014, 1_000, 0x1F, .5, 1e3, ~]\n',
  },
  vars: {
    ...all,
    'kustomization.yaml':
      'resources: [base, more.yaml]\nnamePrefix: my-\nnamespace: team\nvars:\n  - { name: NAME, objref: { kind: Service, name: web, apiVersion: v1 } }\n  - { name: A, objref: { kind: ConfigMap, name: settings, apiVersion: v1 }, fieldref: { fieldpath: data.a } }\n  - { name: PORT, objref: { kind: Service, name: web, apiVersion: v1 }, fieldref: { fieldpath: "spec.ports[0].port" } }\n',
    'more.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: p, annotations: { n: "on $(NAME)" } }\nspec:\n  containers:\n    - name: c\n      image: c:1\n      args: ["--to=$(NAME).$(A):$(PORT)", "$(OTHER)", "$$(NAME)"]\n      env: [{ name: V, value: "$(A)" }, { name: W, value: "$(V) $(A)" }]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: more }\ndata: { kept: "$(NAME)" }\n',
  },
  'vars in fields of custom kinds': {
    ...all,
    'kustomization.yaml':
      'resources: [base, release.yaml]\nconfigurations: [fields.yaml]\nconfigMapGenerator: [{ name: facts, literals: [HOST=web.example.org] }]\nvars: [{ name: HOST, objref: { kind: ConfigMap, name: facts, apiVersion: v1 }, fieldref: { fieldpath: data.HOST } }]\n',
    'fields.yaml': 'varReference: [{ kind: HelmRelease, path: spec/values/env }]\n',
    'release.yaml':
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: one }\nspec: { values: { env: { URL: "https://$(HOST)/x" }, other: "$(HOST)" } }\n',
  },
  'vars of a base': {
    ...all,
    'kustomization.yaml': 'resources: [inner]\nnameSuffix: -v2\n',
    'inner/kustomization.yaml': 'resources: [../base, p.yaml]\nvars: [{ name: CREDS, objref: { kind: Secret, name: creds, apiVersion: v1 } }]\n',
    'inner/p.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: c, image: c, command: ["$(CREDS)"] }] }\n',
  },
  anchors: {
    'kustomization.yaml': `resources: [c.yaml]\nnamespace: team\n${patch('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { b: changed }')}`,
    'c.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one, labels: &l { a: b } }\ndata: &d { a: x, b: y }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: two, labels: { a: b } }\ndata: { q: z }\n',
  },
};

/** A kustomization with one patch. */
function patch(text: string, target?: string): string {
  const body = text
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
  return `patches:\n  - patch: |\n${body}\n${target === undefined ? '' : `    target: ${target}\n`}`;
}

function overlays(fields: Readonly<Record<string, string>>): Record<string, Readonly<Record<string, string>>> {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, { ...all, 'kustomization.yaml': `resources: [base]\n${text}` }]));
}
