import { describe, expect, it } from 'vitest';
import { groups } from '../../lib/contract/access.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { vaultwarden } from '../../lib/integrations/vaultwarden/vaultwarden.ts';
import { grave, judged } from '../support/judge.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const access = groups('family');
const photos = oidcApp({ name: 'immich', namespace: 'media', access, redirects: ['/auth/login', 'app.immich:///oauth-callback'] });
const proxmox = oidcApp({
  name: 'proxmox',
  host: 'pve.lan.example.net',
  access,
  roles: { Admin: ['family'] },
  redirects: ['https://pve.lan.example.net:8006'],
});
const house = oidcApp({ name: 'house', host: 'house.lan.example.net', clientType: 'public', access, redirects: ['homeassistant://auth'] });
const wiki = oidcApp({
  name: 'wiki',
  namespace: 'wiki',
  access,
  redirects: ['/callback'],
  existing: { release: 'wikijs' },
  values: ({ client, issuer, secret }) => ({ env: { ID: client.clientId, ISSUER: issuer.url, SECRET: { valueFrom: { secretKeyRef: secret } } } }),
});
const theirs = grafana({ ...grafanaOptions, existing: { release: 'prometheus' } });
const patched = vaultwarden({ host: 'vault', access, existing: { release: 'vaultwarden', namespace: 'passwords', by: 'patch' } } as never);
const of = (...apps: readonly unknown[]) => clusterWith({ apps });
const kinds = (made: ReturnType<typeof of>, app: string) => made.placed.filter(({ folder }) => folder === `apps/${app}`).map(({ object }) => object.kind);
const page = (made: ReturnType<typeof of>, path: string) => made.manual.find((one) => one.path === path)?.text ?? '';
const namespaces = (made: ReturnType<typeof of>) => made.placed.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : []));

describe('an app that something else installs', () => {
  it('gets its Secret and nothing else, and a page that says what to type', () => {
    const made = of(photos);
    expect(kinds(made, 'immich')).toEqual(['ExternalSecret']);
    expect(namespaces(made)).not.toContain('media');
    expect(made.readme).toContain('| Namespace |  | media |');
    const text = page(made, 'logins/immich.md');
    for (const said of [
      'https://auth.home.example.org/application/o/immich/',
      '`openid profile email`',
      '`app.immich:///oauth-callback`',
      'kubectl -n media get secret immich-oidc-1 -o go-template=\'{{index .data "client-secret" | base64decode}}',
    ])
      expect(text).toContain(said);
  });

  it('may run outside the cluster, at any host: no folder of its own, no DNS record', () => {
    const made = of(proxmox, house);
    expect([...kinds(made, 'proxmox'), ...kinds(made, 'house')]).toEqual([]);
    expect(page(made, 'logins/proxmox.md')).toContain('kubectl -n authentik get secret proxmox-oidc-1');
    expect(page(made, 'logins/proxmox.md')).toContain('| Role Admin | `family` |');
    expect(page(made, 'logins/house.md')).toContain('a public client');
    expect(page(made, 'logins/house.md')).not.toContain('kubectl');
    expect(made.manual.filter(({ path }) => path.startsWith('dns/')).some(({ text }) => text.includes('lan.example.net'))).toBe(false);
  });

  it('keeps its HelmRelease, which takes the values of the login', () => {
    const made = of(theirs, wiki);
    expect(kinds(made, 'grafana').sort()).toEqual(['ConfigMap', 'ExternalSecret']);
    const map = made.placed.find(({ object }) => object.metadata.name === 'grafana-login-values')!.object as unknown as { data: Record<string, string> };
    expect(map.data['values.yaml']).toContain('client_id: grafana');
    expect(page(made, 'releases/wiki.md')).toMatch(
      /name: wikijs\n {2}namespace: wiki\nspec:\n {2}valuesFrom:\n {4}- kind: ConfigMap\n {6}name: wiki-login-values/,
    );
    expect(namespaces(made)).not.toContain('wiki');
  });

  it('or gets them as a patch that nothing of dist applies', () => {
    const made = of(patched);
    expect(made.placed.some(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === 'vaultwarden')).toBe(false);
    expect(kinds(made, 'vaultwarden')).not.toContain('ConfigMap');
    expect(page(made, 'releases/vaultwarden.md')).toContain('  values:');
    expect(page(made, 'releases/vaultwarden.md')).toContain('namespace: passwords');
  });

  it('makes a dist without findings', () => {
    const made = of(theirs, wiki, photos, proxmox, house);
    expect(grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });
});
