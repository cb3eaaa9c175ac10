import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

// PINOUT_CHARTS names a folder with the unpacked charts headlamp, app-template and its library common.
const folder = process.env['PINOUT_CHARTS'];
const helm = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.22.0');
const skip = (...charts: string[]) => {
  const missing = charts.filter((chart) => folder === undefined || !existsSync(join(folder, chart)));
  if (helm && missing.length === 0) return false;
  console.warn(`skipped: not in PINOUT_CHARTS (${folder ?? 'unset'}): ${missing.join(', ')}`);
  return true;
};

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly Variable[];
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  readonly restartPolicy?: string;
  readonly volumeMounts?: readonly { readonly mountPath: string }[];
}
interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number; readonly ports: readonly { readonly port: number }[]; readonly template: { readonly spec: Pod } };
}
interface Pod {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

const done = new Map<string, Rendered[]>();

/** What a chart makes of the values that dist has for an app; each once. */
function render(chart: string, app: string, subcharts: readonly string[] = []): Rendered[] {
  const known = done.get(app) ?? rendered(chart, app, subcharts);
  done.set(app, known);
  return known;
}

function rendered(chart: string, app: string, subcharts: readonly string[]): Rendered[] {
  const copy = join(tempFolder(), chart);
  cpSync(join(folder!, chart), copy, { recursive: true });
  for (const one of subcharts) cpSync(join(folder!, one), join(copy, 'charts', one), { recursive: true });
  const { spec } = parse(readFileSync(`dist/home/apps/${app}/helmrelease-${app}.yaml`, 'utf8')) as {
    spec: { install: { disableSchemaValidation?: boolean }; values: unknown };
  };
  const { status, stdout, stderr } = run(
    'helm',
    [
      'template',
      app,
      copy,
      '--namespace',
      app,
      '--kube-version',
      '1.36.0',
      ...(spec.install.disableSchemaValidation === true ? ['--skip-schema-validation'] : []),
      '--values',
      '-',
    ],
    stringify(spec.values),
  );
  expect(stderr).not.toContain('Error');
  expect(status).toBe(0);
  return parseAllDocuments(stdout).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
}
const deployment = (objects: readonly Rendered[]) => objects.find(({ kind }) => kind === 'Deployment')!;
const environment = (container: Container) => Object.fromEntries((container.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));

describe.skipIf(skip('headlamp'))('the headlamp chart with our values', () => {
  it('gives the program its environment and no argument about the login', () => {
    const [container] = deployment(render('headlamp', 'headlamp')).spec.template.spec.containers;
    expect(environment(container!)).toEqual({
      HEADLAMP_CONFIG_OIDC_CLIENT_ID: 'headlamp',
      HEADLAMP_CONFIG_OIDC_CLIENT_SECRET: { secretKeyRef: { name: 'headlamp-oidc-1', key: 'client-secret' } },
      HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL: 'https://auth.home.example.org/application/o/headlamp/',
      HEADLAMP_CONFIG_OIDC_SCOPES: 'profile,email,groups,offline_access',
      HEADLAMP_CONFIG_OIDC_CALLBACK_URL: 'https://headlamp.home.example.org/oidc-callback',
      HEADLAMP_CONFIG_OIDC_USE_PKCE: 'true',
    });
    expect(container!.args).toContain('-in-cluster');
    expect(container!.args!.join(' ')).not.toContain('oidc');
    expect(container!.name).toBe('headlamp');
  });

  it('makes no Secret, no right for its own account, one replica, and the Service that the host leads to', () => {
    const objects = render('headlamp', 'headlamp');
    expect(objects.filter(({ kind }) => kind === 'Secret' || kind === 'ClusterRoleBinding')).toEqual([]);
    expect(deployment(objects).spec.replicas).toBe(1);
    expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({ metadata: { name: 'headlamp' }, spec: { ports: [{ port: 80 }] } });
  });
});

describe.skipIf(skip('app-template', 'common'))('app-template with our values', () => {
  const wanted: readonly (readonly [string, number, string, Readonly<Record<string, unknown>>])[] = [
    [
      'miniflux',
      8080,
      'ghcr.io/miniflux/miniflux:2.3.5',
      { OAUTH2_CLIENT_ID: 'miniflux', OAUTH2_OIDC_DISCOVERY_ENDPOINT: 'https://auth.home.example.org/application/o/miniflux/' },
    ],
    [
      'vaultwarden',
      8080,
      'docker.io/vaultwarden/server:1.37.3',
      { SSO_AUTHORITY: 'https://auth.home.example.org/application/o/vaultwarden/', ROCKET_PORT: '8080' },
    ],
    [
      'freshrss',
      80,
      'docker.io/freshrss/freshrss:1.29.1',
      { OIDC_SCOPES: 'openid profile email', OIDC_CLIENT_CRYPTO_KEY: { secretKeyRef: { name: 'freshrss-crypto-1', key: 'key' } } },
    ],
    [
      'actual-budget',
      5006,
      'docker.io/actualbudget/actual-server:26.9.0',
      { ACTUAL_OPENID_SERVER_HOSTNAME: 'https://budget.home.example.org', ACTUAL_OPENID_ENFORCE: 'true' },
    ],
    ['homepage', 3000, 'ghcr.io/gethomepage/homepage:v1.13.2', { HOMEPAGE_ALLOWED_HOSTS: 'home.home.example.org,$(MY_POD_IP):3000' }],
    ['whoami', 80, 'docker.io/traefik/whoami:v1.11.0', {}],
  ];

  it.each(wanted)('runs %s behind a Service of that name', (app, port, image, variables) => {
    const objects = render('app-template', app, ['common']);
    const { metadata, spec } = deployment(objects);
    const { containers, automountServiceAccountToken } = spec.template.spec;
    expect(metadata.name).toBe(app);
    expect(containers.map(({ name }) => name)).toEqual(['app']);
    expect(containers[0]!.image).toBe(image);
    expect(environment(containers[0]!)).toMatchObject(variables);
    expect(automountServiceAccountToken).toBe(app === 'homepage');
    expect(objects.find(({ kind }) => kind === 'Service')).toMatchObject({ metadata: { name: app }, spec: { ports: [{ port }] } });
  });

  it("starts Miniflux' database before it, on a volume whose name stays", () => {
    const objects = render('app-template', 'miniflux', ['common']);
    const [database] = deployment(objects).spec.template.spec.initContainers!;
    expect(database).toMatchObject({ name: 'database', restartPolicy: 'Always', volumeMounts: [{ mountPath: '/var/lib/postgresql/data' }] });
    expect(objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name)).toEqual(['miniflux-data-database']);
    const names = deployment(objects).spec.template.spec.containers[0]!.env!.map(({ name }) => name);
    expect(names.indexOf('DB_PASSWORD')).toBeLessThan(names.indexOf('DATABASE_URL'));
  });

  it('keeps FreshRSS on amd64, gates Actual Budget, and gives homepage its account', () => {
    const pod = (app: string) => deployment(render('app-template', app, ['common'])).spec.template.spec;
    expect(pod('freshrss').nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
    expect(pod('actual-budget').initContainers!.map(({ name, command }) => [name, command!.slice(0, 3)])).toEqual([
      ['wait-for-idp', ['node', '--input-type=module', '-e']],
    ]);
    expect(pod('homepage').serviceAccountName).toBe('homepage-discovery');
  });
});
