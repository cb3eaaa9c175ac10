import { describe, expect, it } from 'vitest';
import { codesSaid, treeSaid } from '../support/tree-said.ts';

const release = (chart: string, version: string, values = '') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${chart}, namespace: ${chart}}\nspec:\n  interval: 1h\n  chart: {spec: {chart: ${chart}, version: "${version}", sourceRef: {kind: HelmRepository, name: ${chart}}}}\n${values}`;
const secret =
  'apiVersion: external-secrets.io/v1beta1\nkind: ExternalSecret\nmetadata: {name: login, namespace: web}\nspec:\n  secretStoreRef: {kind: ClusterSecretStore, name: store}\n  data: [{secretKey: token, remoteRef: {key: web, property: token}}]\n';
const about = (files: Record<string, string>, code: string) => codesSaid(files).filter((line) => line.endsWith(` ${code}`));

describe('an old apiVersion of External Secrets', () => {
  const said = (files: Record<string, string>) => about({ 'secret.yaml': secret, ...files }, 'api-version-removed');

  it('is right with the operator that serves it, however that is pinned', () => {
    expect(said({ 'eso.yaml': release('external-secrets', '0.9.13') })).toEqual([]);
    expect(said({ 'eso.yaml': release('external-secrets', '0.10.x') })).toEqual([]);
    expect(said({ 'eso.yaml': release('external-secrets', '>=0.9.0 <0.17.0') })).toEqual([]);
    const oci =
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: eso, namespace: eso}\nspec: {interval: 1h, url: oci://example.org/charts/external-secrets, ref: {REF}}\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: eso, namespace: eso}\nspec: {interval: 1h, chartRef: {kind: OCIRepository, name: eso}}\n';
    expect(said({ 'eso.yaml': oci.replace('{REF}', '{tag: 0.16.2}') })).toEqual([]);
    expect(said({ 'eso.yaml': oci.replace('{REF}', '{semver: ~0.16}') })).toEqual([]);
    expect(said({ 'eso.yaml': oci.replace('{REF}', '{tag: 0.20.1}') })).toEqual(['error api-version-removed']);
    const argo =
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: eso, namespace: argocd}\nspec: {source: {chart: external-secrets, repoURL: https://charts.example.org, targetRevision: 0.10.3}, destination: {namespace: eso}}\n';
    expect(said({ 'eso.yaml': argo })).toEqual([]);
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: eso, namespace: eso}\nspec: {template: {spec: {containers: [{name: eso, image: "ghcr.io/external-secrets/external-secrets:v0.9.11"}]}}}\n';
    expect(said({ 'eso.yaml': deployment })).toEqual([]);
    const crd =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: externalsecrets.external-secrets.io}\nspec: {group: external-secrets.io, names: {kind: ExternalSecret, plural: externalsecrets}, versions: [{name: VERSION, served: true}]}\n';
    expect(said({ 'crds/crd.yaml': crd.replace('VERSION', 'v1beta1') })).toEqual([]);
    expect(said({ 'crds/crd.yaml': crd.replace('VERSION', 'v1') })).toEqual(['error api-version-removed']);
  });

  it('is an error with one that does not, worth knowing with one that may be either, and nothing where none is known', () => {
    expect(treeSaid({ 'secret.yaml': secret, 'eso.yaml': release('external-secrets', '1.0.0') }).filter((line) => line.includes('api-version'))).toEqual([
      'error api-version-removed secret.yaml: ExternalSecret/login has the apiVersion external-secrets.io/v1beta1, which External Secrets 1.0.0 does not serve',
    ]);
    expect(said({})).toEqual([]);
    expect(said({ 'eso.yaml': release('external-secrets', '*') })).toEqual(['info api-version-removed']);
    // Stages of one repository: one of them still serves it.
    expect(said({ 'a/eso.yaml': release('external-secrets', '0.9.13'), 'b/eso.yaml': release('external-secrets', '1.0.0') })).toEqual([
      'info api-version-removed',
    ]);
  });

  it('of Traefik and Flux likewise', () => {
    const middleware = 'apiVersion: traefik.containo.us/v1alpha1\nkind: Middleware\nmetadata: {name: m, namespace: web}\nspec: {}\n';
    expect(about({ 'm.yaml': middleware, 't.yaml': release('traefik', '26.0.0') }, 'api-version-removed')).toEqual([]);
    expect(about({ 'm.yaml': middleware, 't.yaml': release('traefik', '30.1.0') }, 'api-version-removed')).toEqual(['error api-version-removed']);
    const old = release('demo', '1.0.0').replace('helm.toolkit.fluxcd.io/v2', 'helm.toolkit.fluxcd.io/v2beta2');
    const flux = (version: string) =>
      `apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: {name: flux, namespace: flux-system}\nspec: {distribution: {version: "${version}", registry: ghcr.io/fluxcd}}\n`;
    expect(about({ 'old.yaml': old, 'flux.yaml': flux('2.7.5') }, 'api-version-removed')).toEqual([]);
    expect(about({ 'old.yaml': old, 'flux.yaml': flux('2.6.x') }, 'api-version-removed')).toEqual([]);
    expect(about({ 'old.yaml': old, 'flux.yaml': flux('2.8.1') }, 'api-version-removed')).toEqual(['error api-version-removed']);
    expect(about({ 'old.yaml': old, 'flux.yaml': flux('2.x') }, 'api-version-removed')).toEqual(['info api-version-removed']);
    const instance = release('flux-instance', '0.30.0', '  values: {instance: {distribution: {version: 2.7.2}}}\n');
    expect(about({ 'old.yaml': old, 'flux.yaml': instance }, 'api-version-removed')).toEqual([]);
  });
});

describe('a range of versions of authentik', () => {
  const blueprint =
    'version: 1\nmetadata: {name: web}\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    id: p\n    identifiers: {name: web}\n    attrs: {client_id: web, client_type: confidential}\n';
  const grants = (version: string) => about({ 'bp.yaml': blueprint, 'authentik.yaml': release('authentik', version) }, 'grant-types-missing');

  it('counts for a rule when all of it does', () => {
    expect(grants('2026.2.1')).toEqual([]);
    expect(grants('<2026')).toEqual([]);
    expect(grants('>=2025.10.0 <2026.5.0')).toEqual([]);
    expect(grants('2025.12.x')).toEqual([]);
    expect(grants('~2026.5.0')).toEqual(['warning grant-types-missing']);
    // It may be older: worth knowing, and said once for all providers.
    expect(grants('>=2025.10')).toEqual(['info grant-types-missing']);
    expect(grants('2026.8.1')).toEqual(['warning grant-types-missing']);
  });

  it('is outranked by the image that its values name', () => {
    const image = (tag: string) => release('authentik', '>=2025.10', `  values: {global: {image: {tag: ${tag}}}}\n`);
    expect(about({ 'bp.yaml': blueprint, 'authentik.yaml': image('2025.10.3') }, 'grant-types-missing')).toEqual([]);
    expect(about({ 'bp.yaml': blueprint, 'authentik.yaml': image('${TAG}').replace('>=2025.10', '2026.8.0') }, 'grant-types-missing')).toEqual([
      'info grant-types-missing',
    ]);
    expect(about({ 'bp.yaml': blueprint, 'authentik.yaml': image('2026.5.0') }, 'grant-types-missing')).toEqual(['warning grant-types-missing']);
  });
});

describe('an attribute of a blueprint', () => {
  const group = (attribute: string) =>
    `version: 1\nmetadata: {name: readers}\nentries:\n  - {model: authentik_core.group, identifiers: {name: readers}, attrs: {${attribute}: !KeyOf people}}\n`;
  const said = (attribute: string, version: string) =>
    about({ 'group.yaml': group(attribute), 'authentik.yaml': release('authentik', version) }, 'blueprint-field-unknown');

  it('is unknown where neither the version that runs nor a later one has it', () => {
    // `parent` became `parents` in 2025.12.
    expect(said('parent', '2025.10.3')).toEqual([]);
    expect(said('parents', '2025.10.3')).toEqual([]);
    expect(said('parent', '2025.12.0')).toEqual(['warning blueprint-field-unknown']);
    expect(said('parent', '>=2025.10.0 <2026.2.0')).toEqual([]);
    expect(said('colour', '>=2025.10.0 <2026.2.0')).toEqual(['warning blueprint-field-unknown']);
  });

  it('of a version whose models nobody knows is told where it looks like a slip of a newer one, and never of an older one', () => {
    expect(said('colour', '2027.2.0')).toEqual([]);
    expect(said('parens', '2027.2.0')).toEqual(['warning blueprint-field-unknown']);
    expect(said('parens', '2025.8.1')).toEqual([]);
  });
});

describe('a model of a blueprint', () => {
  it('by the name that it had until 2024.4 is wrong only where that is past', () => {
    const stage = `version: 1\nmetadata: {name: keys}\nentries:\n  - {model: authentik_stages_authenticator_webauthn.authenticatewebauthnstage, identifiers: {name: keys}}\n`;
    const said = (files: Record<string, string>) => about({ 'stage.yaml': stage, ...files }, 'entry-model-invalid');
    expect(said({ 'authentik.yaml': release('authentik', '2024.2.3') })).toEqual([]);
    expect(said({})).toEqual([]);
    expect(said({ 'authentik.yaml': release('authentik', '2024.12.3') })).toEqual(['error entry-model-invalid']);
  });
});
