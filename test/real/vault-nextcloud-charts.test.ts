import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import type { App } from '../../lib/integrations/integration.ts';
import { groups } from '../../lib/contract/access.ts';
import { loginConfig, loginHook } from '../../lib/integrations/nextcloud/hook.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { vault } from '../../lib/integrations/vault/vault.ts';
import { clusterWith } from '../support/sample.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const folder = process.env['PINOUT_CHARTS'];
const helm = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.22.0');
const skip = (chart: string) => {
  if (helm && folder !== undefined && existsSync(join(folder, chart))) return false;
  console.warn(`skipped: the chart ${chart} is not in PINOUT_CHARTS (${folder ?? 'unset'})`);
  return true;
};

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly roleRef?: unknown;
  readonly subjects?: unknown;
  readonly spec: {
    readonly ports?: readonly { readonly port: number }[];
    readonly template: {
      readonly spec: {
        readonly hostAliases?: unknown;
        readonly containers: readonly {
          readonly name: string;
          readonly image: string;
          readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
          readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
          readonly startupProbe?: unknown;
        }[];
      };
    };
  };
}

/** The chart's objects for an app, with the release's name and namespace. Parts from other registries are left out. */
function rendered(chart: string, app: App, cluster: Readonly<Record<string, unknown>> = {}): { objects: Rendered[]; service: string; text: string } {
  const { end } = clusterWith({ apps: [app], ...cluster }).apps[0]!;
  const release = end.objects.find(({ kind }) => kind === 'HelmRelease')! as unknown as {
    metadata: { name: string; namespace: string };
    spec: { values: unknown; postRenderers?: readonly { kustomize: unknown }[] };
  };
  const copy = join(tempFolder(), chart);
  cpSync(join(folder!, chart), copy, { recursive: true });
  const meta = parse(readFileSync(join(copy, 'Chart.yaml'), 'utf8')) as { dependencies?: unknown };
  delete meta.dependencies;
  writeFileSync(join(copy, 'Chart.yaml'), stringify(meta));
  const { name, namespace } = release.metadata;
  const { status, stdout, stderr } = run(
    'helm',
    ['template', name, copy, '-n', namespace, '--kube-version', '1.36.0', '--values', '-'],
    stringify(release.spec.values),
  );
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  const way = end.objects.find(({ kind }) => kind === 'Ingress')!['spec'] as { rules: [{ http: { paths: [{ backend: { service: { name: string } } }] } }] };
  return {
    objects: parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Rendered | null) ?? []),
    service: way.rules[0].http.paths[0].backend.service.name,
    text: patched(stdout, release.spec.postRenderers?.[0]?.kustomize),
  };
}

/** What Flux makes of the chart's text by the release's postRenderers, as kustomize does it. */
function patched(text: string, kustomize: unknown): string {
  if (kustomize === undefined) return text;
  const place = tempFolder();
  writeFileSync(join(place, 'all.yaml'), text);
  writeFileSync(join(place, 'kustomization.yaml'), stringify({ resources: ['all.yaml'], ...(kustomize as object) }));
  const { status, stdout, stderr } = run('kustomize', ['build', place]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

const one = (objects: readonly Rendered[], kind: string, name?: string) =>
  objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));

describe.each(['vault', 'openbao'] as const)('the %s chart with our values', (flavor) => {
  describe.skipIf(skip(flavor))('rendered', () => {
    const options = { flavor, host: 'vault', namespace: 'vault', roles: { admin: ['vault-admins'] } };

    it.each([
      ['as named', {}],
      ['renamed', { name: 'store' }],
    ] as const)('has the Service of the way in and the Job, %s', (_, name) => {
      const { objects, service } = rendered(flavor, vault({ ...options, ...name }) as App);
      expect(one(objects, 'Service', service)!.spec.ports!.map(({ port }) => port)).toContain(8200);
      const server = one(objects, 'StatefulSet')!;
      expect(server.metadata.name).toBe(service);
      // The probe is pointed at this container.
      expect(server.spec.template.spec.containers[0]!.name).toBe(flavor);
      // The Job's image is the server's.
      const { login } = clusterWith({ apps: [vault({ ...options, ...name })] }).apps[0]!.end;
      const job = login!.find(({ kind }) => kind === 'Job') as unknown as Rendered;
      expect(server.spec.template.spec.containers[0]!.image).toBe(job.spec.template.spec.containers[0]!.image);
    });

    it('may review tokens', () => {
      const { objects, service } = rendered(flavor, vault(options) as App);
      const bindings = objects.filter(({ kind }) => kind === 'ClusterRoleBinding');
      expect(bindings).toContainEqual(
        expect.objectContaining({
          roleRef: expect.objectContaining({ name: 'system:auth-delegator' }) as unknown,
          subjects: [{ kind: 'ServiceAccount', name: service, namespace: 'vault' }],
        }),
      );
    });

    it('has the aliases in its pod, and a Service of the active node when there are several', () => {
      const { objects } = rendered(flavor, vault(options) as App, { dns: { mode: 'hostAliases' } });
      expect(one(objects, 'StatefulSet')!.spec.template.spec.hostAliases).toEqual([{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }]);
      const several = rendered(flavor, vault({ ...options, values: { server: { ha: { enabled: true, raft: { enabled: true } } } } }) as App);
      expect(one(several.objects, 'Service', several.service)).toBeDefined();
      expect(several.service).toMatch(/-active$/);
    });
  });
});

describe.skipIf(skip('nextcloud'))('the nextcloud chart with our values', () => {
  const options = { host: 'cloud', namespace: 'nextcloud', access: groups('family') };
  const usual = () => {
    const { objects, service } = rendered('nextcloud', nextcloud(options) as App);
    return { objects, service, web: one(objects, 'Deployment')!.spec.template.spec.containers[0]! };
  };

  it('has the Service of the way in, also when renamed', () => {
    const { objects, service } = usual();
    expect(one(objects, 'Service', service)!.spec.ports!.map(({ port }) => port)).toEqual([8080]);
    const other = rendered('nextcloud', nextcloud({ ...options, name: 'files' }) as App);
    expect(one(other.objects, 'Service', other.service)).toBeDefined();
  });

  it('mounts hook and settings where the image reads them, as they are', () => {
    const { objects, web } = usual();
    expect(web.name).toBe('nextcloud');
    expect(web.volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/docker-entrypoint-hooks.d/before-starting/helm.sh', subPath: 'before-starting.sh' }),
    );
    expect(web.volumeMounts).toContainEqual(expect.objectContaining({ mountPath: '/var/www/html/config/pinout.config.php', subPath: 'pinout.config.php' }));
    expect(one(objects, 'ConfigMap', 'nextcloud-hooks')!.data!['before-starting.sh']).toBe(loginHook);
    expect(one(objects, 'ConfigMap', 'nextcloud-config')!.data!['pinout.config.php']!.trim()).toBe(loginConfig.trim());
    // The chart's own file turns these variables into settings.
    expect(one(objects, 'ConfigMap', 'nextcloud-config')!.data!['reverse-proxy.config.php']).toMatch(/TRUSTED_PROXIES[\s\S]*explode\(' '/);
  });

  it('has every variable once, the secrets by reference', () => {
    const { objects, web } = usual();
    const names = web.env.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(web.env).toContainEqual({ name: 'OVERWRITEPROTOCOL', value: 'https' });
    expect(web.env).toContainEqual({ name: 'PINOUT_OIDC_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'nextcloud-oidc-1', key: 'client-secret' } } });
    expect(web.env).toContainEqual({ name: 'NEXTCLOUD_ADMIN_USER', valueFrom: { secretKeyRef: { name: 'nextcloud-admin-1', key: 'username' } } });
    expect(web.env).toContainEqual({ name: 'NEXTCLOUD_ADMIN_PASSWORD', valueFrom: { secretKeyRef: { name: 'nextcloud-admin-1', key: 'password' } } });
    expect(objects.filter(({ kind }) => kind === 'Secret' || kind === 'Ingress')).toEqual([]);
    expect(web.image).toBe('docker.io/library/nextcloud:34.0.1-apache');
    expect(web.startupProbe).toMatchObject({ failureThreshold: 90 });
  });

  it.skipIf(!has('kustomize', ['version'], 'go install sigs.k8s.io/kustomize/kustomize/v5@v5.8.0'))('gets its aliases by the patch', () => {
    const { text } = rendered('nextcloud', nextcloud(options) as App, { dns: { mode: 'hostAliases' } });
    const web = parseAllDocuments(text)
      .map((document) => document.toJS() as Rendered)
      .find(({ kind }) => kind === 'Deployment')!;
    expect(web.spec.template.spec.hostAliases).toEqual([{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }]);
  });
});
