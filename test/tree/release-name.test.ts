import { describe, expect, it } from 'vitest';
import { manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';

const release = (spec: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: recipes, namespace: food }
spec:
  chart: { spec: { chart: app-template, version: 4.0.0 } }
${spec}
  values:
    controllers:
      recipes:
        containers:
          app:
            image: { repository: example.org/recipes, tag: '1' }
            env: { BASE_URL: 'https://{{ .Release.Name }}.example.org' }
            envFrom:
              - secretRef: { name: '{{ .Release.Name }}-secret' }
    route:
      app: { hostnames: ['{{.Release.Name}}.{{ .Release.Namespace }}.example.org'], parentRefs: [{ name: edge }] }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: recipes, namespace: food }
spec:
  target:
    name: recipes-secret
    template: { data: { OIDC_CLIENT_ID: recipes } }
  data: [{ secretKey: a, remoteRef: { key: a } }]
`;

describe('the name of a release in its values', () => {
  it.each([
    ['its own', '', 'recipes', 'food'],
    ['releaseName', '  releaseName: cook', 'cook', 'food'],
    ['the target namespace before it', '  targetNamespace: kitchen', 'kitchen-recipes', 'kitchen'],
  ])('is %s', (_, spec, name, namespace) => {
    const manifests = manifestsOf(treeOf([{ file: 'a.yaml', text: release(spec) }]));
    const [one] = manifests.releases;
    expect(one!.get('route', 'app', 'hostnames').items()[0]!.text()).toBe(`${name}.${namespace}.example.org`);
    const base = one!.get('controllers', 'recipes', 'containers', 'app', 'env', 'BASE_URL');
    expect([base.text(), base.line, base.path]).toEqual([`https://${name}.example.org`, 13, expect.stringMatching(/^spec\.values\.controllers/)]);
  });

  it('leads to the Secret that the variables come from', () => {
    const [container] = manifestsOf(treeOf([{ file: 'a.yaml', text: release('') }])).containers;
    expect(container!.env.get('OIDC_CLIENT_ID')).toBeDefined();
  });
});
