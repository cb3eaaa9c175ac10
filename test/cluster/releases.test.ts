import { describe, expect, it } from 'vitest';
import { append, notSecret } from '../../lib/index.ts';
import { everyone } from '../../lib/contract/access.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { actualBudget } from '../../lib/integrations/actual-budget/actual-budget.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { freshrss } from '../../lib/integrations/freshrss/freshrss.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { headlamp } from '../../lib/integrations/headlamp/headlamp.ts';
import { helmApp } from '../../lib/integrations/helm-app/helm-app.ts';
import { homepage } from '../../lib/integrations/homepage/homepage.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { vault } from '../../lib/integrations/vault/vault.ts';
import { vaultwarden } from '../../lib/integrations/vaultwarden/vaultwarden.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const image = 'docker.io/traefik/whoami:v1.11.0';
const chart = { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } as const;
const access = everyone();

/** One app of every kind, with more options. */
const apps = (more: Readonly<Record<string, unknown>> = {}) => [
  grafana({ ...grafanaOptions, ...more }),
  nextcloud({ host: 'cloud', namespace: 'nextcloud', access, ...more }),
  headlamp({ host: 'headlamp', namespace: 'headlamp', access, ...more }),
  vault({ host: 'vault', namespace: 'vault', access, ...more }),
  actualBudget({ host: 'budget', access, ...more }),
  freshrss({ host: 'news', admin: 'jan', access, ...more }),
  homepage({ host: 'start', access, ...more }),
  vaultwarden({ host: 'v', access, ...more }),
  oidcApp({ name: 'by-image', access, redirects: ['/a'], image, ...more }),
  oidcApp({ name: 'by-chart', access, redirects: ['/a'], chart, ...more }),
  helmApp({ name: 'plain', chart, ...more }),
  forwardAuthApp({ name: 'guarded', access, image, ...more }),
];

interface Spec {
  readonly install: { readonly disableSchemaValidation?: boolean };
  readonly upgrade: { readonly disableSchemaValidation?: boolean };
  readonly driftDetection: { readonly mode: string; readonly ignore?: readonly unknown[] };
  readonly chartRef?: { readonly name: string };
  readonly values: Record<string, never>;
}
const releases = (cluster: Cluster): Record<string, Spec> =>
  Object.fromEntries(
    cluster.placed.flatMap(({ folder, object }) =>
      object.kind === 'HelmRelease' && folder.startsWith('apps/') ? [[object.metadata.name, object['spec'] as Spec] as const] : [],
    ),
  );
const refused = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (isPinoutError(error)) return `${error.code} ${error.field}`;
    throw error;
  }
  return 'accepted';
};

describe('drift detection', () => {
  it('is on, and leaves alone what prometheus-operator adds to its own rules', () => {
    for (const [name, { driftDetection }] of Object.entries(releases(clusterWith({ apps: apps() }))))
      expect([name, driftDetection]).toEqual([
        name,
        {
          mode: 'enabled',
          ...(name === 'grafana' ? { ignore: [{ paths: ['/metadata/annotations/prometheus-operator-validated'], target: { kind: 'PrometheusRule' } }] } : {}),
        },
      ]);
  });

  it.each(['warn', 'disabled'] as const)('is what every app says: %s', (driftDetection) => {
    const found = releases(clusterWith({ apps: apps({ driftDetection }) }));
    expect(Object.keys(found)).toHaveLength(12);
    for (const [name, one] of Object.entries(found)) expect([name, one.driftDetection.mode]).toEqual([name, driftDetection]);
  });

  it('leaves alone what every app says', () => {
    const rule = { paths: ['/spec/replicas', '/metadata/annotations/a~1b'], target: { kind: 'Deployment' } };
    for (const [name, one] of Object.entries(releases(clusterWith({ apps: apps({ driftDetection: { ignore: [rule] } }) }))))
      expect([name, one.driftDetection.mode, one.driftDetection.ignore?.at(-1)]).toEqual([name, 'enabled', rule]);
  });

  it.each([
    ['on', 'choice-unknown driftDetection'],
    [null, 'choice-unknown driftDetection'],
    [{ mode: 'off', ignore: [] }, 'choice-unknown driftDetection.mode'],
    [{ ignore: [{ paths: [] }] }, 'drift-rule-invalid driftDetection.ignore[0]'],
    [{ ignore: [{ paths: ['spec.replicas'] }] }, 'drift-rule-invalid driftDetection.ignore[0].paths[0]'],
    [{ ignore: { paths: 'x' } }, 'option-type driftDetection.ignore'],
    [{ ignore: [{ paths: ['/spec'], target: { kinds: 'Deployment' } }] }, 'option-unknown driftDetection.ignore[0].target.kinds'],
    [{ ignore: [{ paths: ['/spec'], target: { kind: '' } }] }, 'drift-rule-invalid driftDetection.ignore[0].target.kind'],
    [{ ignore: [{ target: { kind: 'Deployment' } }] }, 'drift-rule-invalid driftDetection.ignore[0]'],
  ])('refuses %j', (driftDetection, wanted) => {
    for (const index of apps().keys()) expect(refused(() => clusterWith({ apps: [apps({ driftDetection })[index]] }))).toBe(wanted);
  });
});

describe("the schema of a chart's values", () => {
  it('is not asked for by app-template, whose schema lies on the internet, and by no other chart', () => {
    const found = releases(clusterWith({ apps: apps() }));
    for (const [name, { install, upgrade }] of Object.entries(found)) {
      const off = ['actual-budget', 'freshrss', 'homepage', 'vaultwarden', 'by-image', 'guarded'].includes(name) ? true : undefined;
      expect([name, install.disableSchemaValidation, upgrade.disableSchemaValidation]).toEqual([name, off, off]);
    }
  });

  it('is judged, or not, where the app says so', () => {
    const all = (schemaValidation: string) => Object.values(releases(clusterWith({ apps: apps({ schemaValidation }) })));
    expect(new Set(all('off').map(({ install, upgrade }) => `${install.disableSchemaValidation} ${upgrade.disableSchemaValidation}`))).toEqual(
      new Set(['true true']),
    );
    expect(new Set(all('on').map(({ install }) => install.disableSchemaValidation))).toEqual(new Set([undefined]));
    expect(refused(() => clusterWith({ apps: apps({ schemaValidation: false }) }))).toBe('choice-unknown schemaValidation');
  });

  it('is not asked for when somebody names app-template as a chart', () => {
    const app = helmApp({ name: 'own', chart: { oci: 'oci://ghcr.io/bjw-s-labs/helm/app-template', version: '5.2.1' } });
    expect(releases(clusterWith({ apps: [app] }))['own']!.install.disableSchemaValidation).toBe(true);
  });
});

describe('braces', () => {
  const text = (app: unknown) => JSON.stringify(clusterWith({ apps: [app] }).placed.filter(({ folder }) => folder.startsWith('apps/')));
  const env = (value: unknown) => oidcApp({ name: 'o', access, redirects: ['/a'], image, env: { A: value } } as never);

  it('in an environment value are written as a template that prints them', () => {
    expect(text(env('pre {{ .Release.Name }} post'))).toContain(JSON.stringify('pre {{ "{{" }} .Release.Name }} post'));
    expect(text(env('100% {{{'))).toContain(JSON.stringify('100% {{ "{{" }}{'));
    expect(text(env(notSecret('{{ x }}', 'a template of the app')))).toContain(JSON.stringify('{{ "{{" }} x }}'));
    expect(text(vaultwarden({ host: 'v', access, env: { INVITATION_ORG_NAME: '{{ us }}' } }))).toContain(JSON.stringify('{{ "{{" }} us }}'));
    const beside = { image: 'docker.io/library/redis:8.2.1', env: { A: '{{ x }}' } };
    expect(text(oidcApp({ name: 'o', access, redirects: ['/a'], image, sidecars: { cache: beside } }))).toContain(JSON.stringify('{{ "{{" }} x }}'));
  });

  it('are refused in a command and in a path, which only some versions of the chart execute', () => {
    const beside = (more: Readonly<Record<string, unknown>>) => () =>
      clusterWith({
        apps: [oidcApp({ name: 'o', access, redirects: ['/a'], image, sidecars: { cache: { image: 'docker.io/library/redis:8.2.1', ...more } } })],
      });
    expect(refused(beside({ ready: ['sh', '-c', 'echo {{ x }}'] }))).toBe('template-braces sidecars.cache.ready.2');
    expect(refused(beside({ data: { path: '/{{ x }}' } }))).toBe('path-invalid sidecars.cache.data.path');
    expect(refused(() => clusterWith({ apps: [oidcApp({ name: 'o', access, redirects: ['/a'], image, data: { path: '/{{' } })] }))).toBe(
      'path-invalid data.path',
    );
  });

  it('stand nowhere in what pinout itself writes for that chart', () => {
    for (const [name, { values, install }] of Object.entries(releases(clusterWith({ apps: apps() }))))
      if (install.disableSchemaValidation === true) expect([name, JSON.stringify(values).includes('{{')]).toEqual([name, false]);
  });
});

describe('resources', () => {
  type Controllers = Record<string, { containers: Record<string, { resources?: unknown }>; initContainers?: Record<string, { resources?: unknown }> }>;
  const containers = ({ values }: Spec) =>
    Object.values((values as unknown as { controllers: Controllers }).controllers).flatMap((one) => [
      ...Object.values(one.containers),
      ...Object.values(one.initContainers ?? {}),
    ]);

  it('limit the memory of every container that pinout writes, and never its time', () => {
    for (const [name, spec] of Object.entries(releases(clusterWith({ apps: apps() })))) {
      if (spec.install.disableSchemaValidation !== true) continue;
      for (const { resources } of containers(spec)) {
        expect([name, resources]).toEqual([
          name,
          { requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string }, limits: { memory: expect.any(String) as string } },
        ]);
      }
    }
  });

  it('are what the app says', () => {
    const resources = { requests: { memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } };
    const sidecars = { cache: { image: 'docker.io/library/redis:8.2.1', resources: { limits: { memory: '64Mi' } } } };
    const app = oidcApp({ name: 'o', access, redirects: ['/a'], image, resources, sidecars });
    expect(containers(releases(clusterWith({ apps: [app] }))['o']!).map((one) => one.resources)).toEqual([resources, { limits: { memory: '64Mi' } }]);
    const wrong = (given: unknown) =>
      refused(() => clusterWith({ apps: [oidcApp({ name: 'o', access, redirects: ['/a'], image, resources: given } as never)] }));
    expect(wrong({ limits: { memory: 'much' } })).toBe('resources-invalid resources.limits.memory');
    expect(wrong({ limits: { memory: 64 } })).toBe('option-type resources.limits.memory');
    expect(wrong({ memory: '1Gi' })).toBe('option-unknown resources.memory');
    for (const given of ['1Gi', []]) expect(wrong(given)).toBe('option-type resources');
  });
});

describe('Pod Security', () => {
  const levels = (cluster: Cluster) =>
    Object.fromEntries(
      cluster.placed.flatMap(({ object: { kind, metadata } }) =>
        kind === 'Namespace' ? [[metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']] as const] : [],
      ),
    );

  it('is the strictest level that everything in a namespace is known to meet', () => {
    expect(levels(clusterWith({ apps: apps() }))).toEqual({
      'actual-budget': 'restricted',
      authentik: 'baseline',
      'by-chart': undefined,
      'by-image': 'baseline',
      'external-secrets': 'restricted',
      freshrss: 'baseline',
      guarded: 'baseline',
      headlamp: 'restricted',
      homepage: 'baseline',
      // node-exporter looks at its node.
      monitoring: undefined,
      nextcloud: 'baseline',
      'pinout-secrets': 'restricted',
      plain: undefined,
      vault: 'baseline',
      vaultwarden: 'restricted',
    });
  });

  it('gives way to values that ask for more, and to an app that shares the namespace', () => {
    const at = (...list: unknown[]) => levels(clusterWith({ apps: list }))['vaultwarden'];
    const values = (values: unknown) => at(vaultwarden({ host: 'v', access, values: values as never }));
    expect(values({ service: { app: { annotations: { a: 'b' } } } })).toBe('baseline');
    expect(values({ defaultPodOptions: { hostNetwork: true } })).toBeUndefined();
    expect(values({ persistence: { media: { type: 'hostPath', hostPath: '/srv' } } })).toBeUndefined();
    expect(
      values({ controllers: { vaultwarden: { containers: { app: { securityContext: { capabilities: { add: append('NET_ADMIN') } } } } } } }),
    ).toBeUndefined();
    expect(at(vaultwarden({ host: 'v', access }), helmApp({ name: 'p', namespace: 'vaultwarden', image }))).toBe('baseline');
    expect(at(vaultwarden({ host: 'v', access }), helmApp({ name: 'p', namespace: 'vaultwarden', chart }))).toBeUndefined();
  });

  it('is what the cluster says of a namespace that dist makes', () => {
    const said = (podSecurity: unknown) => () => clusterWith({ apps: [vaultwarden({ host: 'v', access }), helmApp({ name: 'p', chart })], podSecurity });
    expect(levels(said({ vaultwarden: 'privileged', p: 'baseline' })())).toMatchObject({ vaultwarden: 'privileged', p: 'baseline' });
    expect(refused(said({ p: 'strict' }))).toBe('choice-unknown podSecurity.p');
    expect(refused(said({ other: 'baseline' }))).toBe('namespace-unknown podSecurity.other');
    expect(refused(said('baseline'))).toBe('option-type podSecurity');
  });
});
