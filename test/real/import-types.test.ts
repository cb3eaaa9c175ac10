import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { ExternalSecret } from '../../imports/external-secrets/external-secret.ts';
import type { Password } from '../../imports/external-secrets/password.ts';
import type { SecretStore } from '../../imports/external-secrets/secret-store.ts';
import type { HelmRelease } from '../../imports/flux/helm-release.ts';
import type { HelmRepository } from '../../imports/flux/helm-repository.ts';
import type { Kustomization } from '../../imports/flux/kustomization.ts';
import type { OCIRepository } from '../../imports/flux/oci-repository.ts';
import type { ConfigMap } from '../../imports/kubernetes/config-map.ts';
import type { CronJob } from '../../imports/kubernetes/cron-job.ts';
import type { Job } from '../../imports/kubernetes/job.ts';
import type { Namespace } from '../../imports/kubernetes/namespace.ts';
import type { RoleBinding } from '../../imports/kubernetes/role-binding.ts';
import type { Role } from '../../imports/kubernetes/role.ts';
import type { ServiceAccount } from '../../imports/kubernetes/service-account.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';

const metadata = { name: 'a', namespace: 'b', labels: { app: 'a' } };
const pod = {
  spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1', env: [{ name: 'A', value: 'b' }], resources: { limits: { memory: '64Mi' } } }] },
};

/** One of each kind, as dist holds it. `npm run typecheck` judges them; that they are a `Manifest[]` shows that each may be placed. */
const instances: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } } satisfies Namespace,
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'a.yaml': 'b' }, immutable: true } satisfies ConfigMap,
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false } satisfies ServiceAccount,
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] }],
  } satisfies Role,
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'b' }],
  } satisfies RoleBinding,
  { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { backoffLimit: 1, template: pod } } satisfies Job,
  { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { schedule: '0 4 * * *', jobTemplate: { spec: { template: pod } } } } satisfies CronJob,
  {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata,
    spec: {
      interval: '1h',
      chartRef: { kind: 'OCIRepository', name: 'a' },
      install: { crds: 'CreateReplace', strategy: { name: 'RetryOnFailure', retryInterval: '5m' } },
      driftDetection: { mode: 'enabled' },
      values: { hosts: ['a'] },
      valuesFrom: [{ kind: 'Secret', name: 'a', valuesKey: 'b', targetPath: 'c' }],
    },
  } satisfies HelmRelease,
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata,
    spec: { interval: '1h', url: 'oci://a/b', ref: { tag: '1' }, layerSelector: { operation: 'copy' } },
  } satisfies OCIRepository,
  { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository', metadata, spec: { interval: '1h', url: 'https://a' } } satisfies HelmRepository,
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata,
    spec: { interval: '1h', prune: true, wait: true, path: './dist', sourceRef: { kind: 'GitRepository', name: 'a' }, dependsOn: [{ name: 'b' }] },
  } satisfies Kustomization,
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata,
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: { name: 'a', creationPolicy: 'Orphan', immutable: true, template: { data: { a: '{{ .password }}' } } },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'a' } } }],
    },
  } satisfies ExternalSecret,
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata,
    spec: { provider: { kubernetes: { remoteNamespace: 'b', auth: { serviceAccount: { name: 'a' } } } } },
  } satisfies SecretStore,
  {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata,
    spec: { length: 64, digits: 16, symbols: 0, noUpper: false, allowRepeat: true },
  } satisfies Password,
];

const here = fileURLToPath(import.meta.url);
const virtual = fileURLToPath(new URL('./virtual.ts', import.meta.url));
const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  types: ['node'],
};

/** Messages of TypeScript's errors in one file, which may exist in memory alone. */
function errorsIn(path: string, text?: string): string[] {
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (file) => (file === path && text !== undefined ? text : disk.readFile(file)),
    fileExists: (file) => file === path || disk.fileExists(file),
    getSourceFile: (file, target, ...rest) =>
      file === path && text !== undefined ? ts.createSourceFile(file, text, target) : disk.getSourceFile(file, target, ...rest),
  };
  const program = ts.createProgram([path], options, host);
  const files = program.getSourceFiles().filter((file) => file.fileName === path || file.fileName.includes('/imports/'));
  return files
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map((found) => ts.flattenDiagnosticMessageText(found.messageText, '\n'));
}

/** What TypeScript says about objects, each taken for a kind; no text for what it takes. */
function verdicts(cases: readonly (readonly [file: string, kind: string, object: string])[]): string[] {
  const imports = new Map(cases.map(([file, kind]) => [kind, `import type { ${kind} } from '../../imports/${file}.ts';`]));
  const head = [...imports.values()].join('\n');
  return cases.map(([, kind, object]) => errorsIn(virtual, `${head}\nexport const a = ${object} satisfies ${kind};`).join('\n'));
}

describe('the generated types', () => {
  it('take one of each kind, without errors of their own', { timeout: 60_000 }, () => {
    expect(errorsIn(here)).toEqual([]);
    expect(new Set(instances.map(({ kind }) => kind)).size).toBe(14);
  });

  it('refuse what the API would refuse', { timeout: 120_000 }, () => {
    const [misspelt, word, nameless, status, server, version, needed, typed] = verdicts([
      [
        'flux/kustomization',
        'Kustomization',
        `{ apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: { name: 'a' }, spec: { interval: '1h', prune: true, sourceRef: { kind: 'Bucket', name: 'a' }, dependOn: [] } }`,
      ],
      [
        'flux/oci-repository',
        'OCIRepository',
        `{ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', metadata: { name: 'a' }, spec: { interval: '1h', url: 'oci://a', layerSelector: { operation: 'move' } } }`,
      ],
      ['kubernetes/namespace', 'Namespace', `{ apiVersion: 'v1', kind: 'Namespace', metadata: {} }`],
      ['kubernetes/namespace', 'Namespace', `{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' }, status: { phase: 'Active' } }`],
      ['kubernetes/namespace', 'Namespace', `{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', uid: 'b' } }`],
      ['flux/helm-release', 'HelmRelease', `{ apiVersion: 'helm.toolkit.fluxcd.io/v2beta2', kind: 'HelmRelease', metadata: { name: 'a' } }`],
      [
        'external-secrets/password',
        'Password',
        `{ apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', metadata: { name: 'a' }, spec: { length: 64 } }`,
      ],
      ['kubernetes/config-map', 'ConfigMap', `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 1 } }`],
    ]);
    expect(misspelt).toMatch(/'dependOn' does not exist|did you mean to write 'dependsOn'/);
    expect(word).toContain('"move"');
    expect(nameless).toContain('name');
    expect(status).toContain("'status' does not exist");
    expect(server).toContain("'uid' does not exist");
    expect(version).toContain('"helm.toolkit.fluxcd.io/v2"');
    expect(needed).toMatch(/allowRepeat/);
    expect(typed).toContain("'number' is not assignable to type 'string'");
  });
});
