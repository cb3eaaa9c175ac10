import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { groups } from '../../lib/contract/access.ts';
import { freshrss } from '../../lib/integrations/freshrss/freshrss.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { headlamp } from '../../lib/integrations/headlamp/headlamp.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { vault } from '../../lib/integrations/vault/vault.ts';
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
/** Words of charts that say how an app runs. */
const run = [
  'resources',
  'persistence',
  'image',
  'service',
  'replicaCount',
  'strategy',
  'deploymentStrategy',
  'securityContext',
  'probes',
  'initContainers',
  'existingSecret',
  'nodeSelector',
  'defaultPodOptions',
  'clusterRoleBinding',
  'ROCKET_PORT',
  'CRON_MIN',
  'TRUSTED_PROXIES',
  'host',
];
function keysIn(value: unknown): string[] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown) => [...keysIn(one), ...(typeof one === 'object' && one !== null && 'name' in one ? [String(one.name)] : [])]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => [key, ...keysIn(one)]);
}
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

  it('is given its login, and nothing of how it runs: no volume, image, limit or password of another administrator', () => {
    const existing = { release: 'theirs' };
    const all = {
      grafana: grafana({ ...grafanaOptions, chart: 'grafana', existing }),
      stack: grafana({ ...grafanaOptions, name: 'stack', host: 'stack', existing }),
      nextcloud: nextcloud({ host: 'cloud', namespace: 'nextcloud', access, existing }),
      headlamp: headlamp({ host: 'headlamp', namespace: 'headlamp', roles: { view: ['family'] }, existing }),
      vaultwarden: vaultwarden({ host: 'passwords', access, existing: { ...existing, controller: 'main', container: 'main' } }),
      freshrss: freshrss({ host: 'rss', admin: 'jan', access, existing }),
      vault: vault({ host: 'vault', namespace: 'vault', roles: { admin: ['family'] }, existing }),
    };
    const made = of(...Object.values(all));
    const maps = made.placed.flatMap(({ object }) => (object.metadata.name.endsWith('-login-values') ? [object] : []));
    expect(maps.map(({ metadata }) => metadata.name.replace('-login-values', ''))).toEqual(Object.keys(all).filter((name) => name !== 'vault'));
    for (const map of maps) {
      const values = parse((map as unknown as { data: Record<string, string> }).data['values.yaml']!) as unknown;
      for (const key of keysIn(values)) expect(run, `${map.metadata.name}: ${key}`).not.toContain(key);
    }
    const apps = made.placed.filter(({ folder }) => folder.startsWith('apps/')).map(({ object }) => `${object.kind}/${object.metadata.name}`);
    expect(apps.filter((one) => /HelmRelease|PersistentVolumeClaim|nextcloud-admin/.test(one))).toEqual([]);
    expect(JSON.stringify(made.placed).includes('http://theirs-vault.vault.svc:8200')).toBe(true);
    const own = parse(
      (maps.find(({ metadata }) => metadata.name === 'vaultwarden-login-values') as unknown as { data: Record<string, string> }).data['values.yaml']!,
    ) as unknown;
    expect(own).toMatchObject({
      controllers: {
        main: {
          containers: {
            main: { env: { SSO_ENABLED: 'true', SSO_CLIENT_SECRET: { valueFrom: { secretKeyRef: { name: 'vaultwarden-oidc-1', key: 'client-secret' } } } } },
          },
        },
      },
    });
    expect(page(made, 'releases/nextcloud.md')).toContain('`nextcloud.extraEnv`');
    expect(grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });

  it('makes a dist without findings', () => {
    const made = of(theirs, wiki, photos, proxmox, house);
    expect(grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'))).toEqual([]);
  });
});
