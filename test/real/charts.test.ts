import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { objectsIn } from '../support/exploded.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

// Charts' templates are in no npm registry: PINOUT_CHARTS names a folder with the unpacked charts (authentik, grafana, external-secrets).
const folder = process.env['PINOUT_CHARTS'];
const there = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.22.0');

type Object_ = { kind: string; metadata: { name: string; annotations?: Record<string, string> }; data?: Record<string, string>; spec: Record<string, unknown> };

/** The object of a kind in a file of dist; with a name, where there are several. */
const objectIn = (file: string, kind: string, name?: string) =>
  objectsIn(readFileSync(file, 'utf8')).find((one) => one.kind === kind && (name === undefined || one.metadata.name === name))!;

/** Renders a chart with the values of a HelmRelease in dist. Subcharts that are not in the folder are left out: they are in other registries. */
function render(chart: string, release: string, pick: (values: Record<string, unknown>) => unknown = (values) => values): Object_[] {
  const copy = join(tempFolder(), chart);
  cpSync(join(folder!, chart), copy, { recursive: true });
  const meta = parse(readFileSync(join(copy, 'Chart.yaml'), 'utf8')) as { dependencies?: { name: string }[] };
  meta.dependencies = (meta.dependencies ?? []).filter(({ name }) => existsSync(join(folder!, name)));
  for (const { name } of meta.dependencies) cpSync(join(folder!, name), join(copy, 'charts', name), { recursive: true });
  writeFileSync(join(copy, 'Chart.yaml'), stringify(meta));
  const { spec, metadata } = objectIn(release, 'HelmRelease') as unknown as {
    spec: { values: Record<string, unknown> };
    metadata: { name: string; namespace: string };
  };
  const { status, stdout, stderr } = run(
    'helm',
    ['template', metadata.name, copy, '--namespace', metadata.namespace, '--kube-version', '1.36.0', '--values', '-'],
    stringify(pick(spec.values)),
  );
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Object_ | null) ?? []);
}
const skip = (chart: string) => {
  if (there && folder !== undefined && existsSync(join(folder, chart))) return false;
  console.warn(`skipped: the chart ${chart} is not in PINOUT_CHARTS (${folder ?? 'unset'})`);
  return true;
};
const containers = (objects: Object_[], kind: string) =>
  objects
    .filter((one) => one.kind === kind)
    .flatMap(
      (one) =>
        (one.spec as { template: { spec: { containers: { name: string; env?: { name: string }[]; envFrom?: unknown; args?: string[] }[] } } }).template.spec
          .containers,
    );

describe.skipIf(skip('grafana'))('the grafana chart with our values', () => {
  it('puts the login into grafana.ini and the secret into the environment', () => {
    const objects = render('grafana', 'dist/home/apps/grafana/monitoring.yaml', (values) => values['grafana']);
    const ini = objects.find((one) => one.kind === 'ConfigMap' && one.data?.['grafana.ini'] !== undefined)?.data?.['grafana.ini'] ?? '';
    expect(ini).toContain('root_url = https://grafana.home.example.org/');
    expect(ini).toMatch(/^scopes = openid profile email groups offline_access$/m);
    expect(ini).toMatch(/^allowed_groups = \["grafana-admins","grafana-viewers"\]$/m);
    expect(ini).toMatch(
      /^role_attribute_path = contains\(groups\[\*\], 'grafana-admins'\) && 'Admin' \|\| contains\(groups\[\*\], 'grafana-viewers'\) && 'Viewer'$/m,
    );
    expect(ini).toMatch(/^role_attribute_strict = true$/m);
    expect(ini).not.toMatch(/client_secret/);
    const env = containers(objects, 'Deployment').find(({ name }) => name === 'grafana')?.env ?? [];
    expect(env).toContainEqual({ name: 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'grafana-oidc-1', key: 'client-secret' } } });
    // The way in is an object of ours.
    expect(objects.filter((one) => one.kind === 'Ingress')).toEqual([]);
  });
});

describe.skipIf(skip('authentik'))('the authentik chart with our values', () => {
  it('gives server and worker the same environment as the blueprint Job, and needs no Secret of its own', () => {
    const objects = render('authentik', 'dist/home/authentik/authentik.yaml');
    const job = objectIn('dist/home/identity/grafana/authentik.yaml', 'Job') as unknown as Object_;
    const wanted = containers([job], 'Job')[0]!.env!;
    expect(wanted.length).toBeGreaterThan(4);
    const pods = containers(objects, 'Deployment');
    expect(pods.map(({ args }) => args?.[0])).toEqual(expect.arrayContaining(['server', 'worker']));
    for (const { env, envFrom, args } of pods) {
      if (args?.[0] !== 'server' && args?.[0] !== 'worker') continue;
      for (const variable of wanted) expect(env).toContainEqual(variable);
      expect(envFrom ?? []).toEqual([]);
      expect(new Set(env!.map(({ name }) => name)).size).toBe(env!.length);
    }
    expect(objects.filter((one) => one.kind === 'Secret')).toEqual([]);
    // The way in is an object of ours.
    expect(objects.filter((one) => one.kind === 'Ingress')).toEqual([]);
    expect(JSON.stringify(objects)).toContain('ghcr.io/goauthentik/server:2026.8.3');
  });
});

describe.skipIf(skip('external-secrets'))('the external-secrets chart with our values', () => {
  it('runs operator, webhook and certificate controller as the strictest Pod Security Standard wants', () => {
    const objects = render('external-secrets', 'dist/home/controllers/external-secrets.yaml');
    const pods = objects.filter((one) => one.kind === 'Deployment');
    expect(pods).toHaveLength(3);
    for (const pod of containers(objects, 'Deployment') as { securityContext?: Record<string, unknown> }[])
      expect(pod.securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      });
  });
});
