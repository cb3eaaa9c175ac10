import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import type { Written, WrittenPatch } from '../../lib/manifest/written.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { Registry } from '../../lib/schema/registry.ts';
import { validateText } from '../../lib/schema/validate-text.ts';

const metadata = { name: 'a', namespace: 'b' };
const pod = { containers: [{ name: 'a', image: 'a:1', ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } } }] };
const release = { interval: '1h', chartRef: { kind: 'OCIRepository', name: 'a' } } as const;

/** Right ones: the compiler takes them as they stand. */
const right: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b' } } satisfies Written<'ConfigMap'>,
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: pod } },
  } satisfies Written<'DaemonSet'>,
  { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { ...release, values: { any: ['thing'] } } } satisfies Written<'HelmRelease'>,
  {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata,
    spec: { secretName: 'a', dnsNames: ['a.example.org'], issuerRef: { name: 'a', kind: 'ClusterIssuer' } },
  } satisfies Written<'Certificate'>,
  {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata,
    spec: { refreshInterval: '1h', target: { name: 'a' }, dataFrom: [{ extract: { key: 'a' } }] },
  } satisfies Written<'ExternalSecret'>,
];

// Wrong ones, each by one word: `npm run typecheck` fails when the compiler takes one of them, because then nothing is to be expected.
// prettier-ignore
const wrong: readonly (readonly [field: string, object: Manifest])[] = [
  // @ts-expect-error a typo in a HelmRelease
  ['intervall', { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { ...release, intervall: '1h' } } satisfies Written<'HelmRelease'>],
  // @ts-expect-error a typo further down
  ['retryIntervall', { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { ...release, install: { strategy: { name: 'RetryOnFailure', retryIntervall: '5m' } } } } satisfies Written<'HelmRelease'>],
  // @ts-expect-error a word that is no choice
  ['crds', { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { ...release, install: { crds: 'Replace' } } } satisfies Written<'HelmRelease'>],
  // @ts-expect-error a typo in an ExternalSecret
  ['creationPolicie', { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata, spec: { target: { creationPolicie: 'Owner' } } } satisfies Written<'ExternalSecret'>],
  // @ts-expect-error a typo in a Certificate
  ['dnsName', { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec: { secretName: 'a', issuerRef: { name: 'a' }, dnsName: ['a'] } } satisfies Written<'Certificate'>],
  // @ts-expect-error what is required is missing
  ['issuerRef', { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec: { secretName: 'a' } } satisfies Written<'Certificate'>],
  // @ts-expect-error a typo in a Deployment's container
  ['imagePullPolice', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a', image: 'a', imagePullPolice: 'Always' }] } } } } satisfies Written<'Deployment'>],
  // @ts-expect-error a number where text belongs
  ['data', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 1 } } satisfies Written<'ConfigMap'>],
  // @ts-expect-error a typo in an HTTPRoute
  ['hostname', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata, spec: { hostname: ['a.example.org'] } } satisfies Written<'HTTPRoute'>],
  // @ts-expect-error a typo in a Kustomization
  ['dependOn', { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata, spec: { interval: '1h', prune: true, sourceRef: { kind: 'GitRepository', name: 'a' }, dependOn: [] } } satisfies Written<'Kustomization'>],
];

// @ts-expect-error a version that the kind is not written in
({ apiVersion: 'helm.toolkit.fluxcd.io/v2beta2', kind: 'HelmRelease', metadata, spec: release }) satisfies Written<'HelmRelease'>;
// @ts-expect-error a kind that nothing writes
export type None = Written<'HelmChart'>;
// A patch needs nothing but the name, and takes no other field either.
({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { values: { a: 1 } } }) satisfies WrittenPatch<'HelmRelease'>;
// @ts-expect-error a typo in a patch
({ apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata, spec: { valuess: { a: 1 } } }) satisfies WrittenPatch<'HelmRelease'>;

describe('types of what is written', () => {
  const registry = new Registry();
  const faults = (object: Manifest): string[] =>
    validateText('a.yaml', yamlText(object), { registry, strictKinds: true })
      .findings.filter(({ severity }) => severity !== 'info')
      .map(({ code, message }) => `${code}: ${message}`);

  it.each(right.map((object) => [object.kind, object] as const))('take a %s that validate takes', (_, object) => {
    expect(faults(object)).toEqual([]);
  });

  it.each(wrong)('refuse %s, as validate does', (field, object) => {
    expect(faults(object).join('\n')).toContain(field);
  });
});
