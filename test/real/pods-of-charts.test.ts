import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyone } from '../../lib/contract/access.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { headlamp } from '../../lib/integrations/headlamp/headlamp.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { clusterWith } from '../support/sample.ts';
import { hasChart, type Rendered, renderChart } from './render-chart.ts';
import { has, run } from './tool.ts';

// Every app of the sample, with a NetworkPolicy for each that can have one.
const files = import.meta.glob<Record<string, unknown>>(['../../apps/*.ts', '!../../apps/main*.ts'], { eager: true });
const apps = Object.values(files)
  .flatMap((file) => Object.values(file))
  .filter((one) => typeof one === 'object' && one !== null && 'integration' in one) as unknown as { name: string; options: object }[];
const cluster = clusterWith({
  apps: apps
    .filter(({ name }) => name !== 'kubectl')
    .map((app) => ({ ...app, options: { ...app.options, ...(app.name === 'podinfo' ? {} : { networkPolicy: true }) } })),
});
const stopgap = clusterWith({ apps: [headlamp({ host: 'h', namespace: 'h', name: 'dash', mode: 'forward-auth', access: everyone() })] });
const chartOf: Readonly<Record<string, string>> = {
  grafana: 'kube-prometheus-stack',
  headlamp: 'headlamp',
  nextcloud: 'nextcloud',
  vault: 'vault',
  authentik: 'authentik',
};

interface Template {
  readonly metadata?: { readonly labels?: Record<string, string> };
  readonly spec: Record<string, unknown>;
}
const templates = (objects: readonly Rendered[]): { readonly name: string; readonly template: Template }[] =>
  objects.flatMap(({ kind, metadata, spec }) =>
    ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].includes(kind)
      ? [{ name: `${kind}/${metadata.name}`, template: (spec as { template: Template }).template }]
      : [],
  );
const chart = (app: string) => chartOf[app] ?? 'app-template';
const folder = process.env['PINOUT_CHARTS'] ?? '';
const rendered = new Map<string, Rendered[]>();
const render = (of: typeof cluster, release: string, name: string) => {
  const known = rendered.get(`${release} ${name}`) ?? renderChart(of, release, name);
  rendered.set(`${release} ${name}`, known);
  return known;
};
const there = (name: string) => hasChart(name) && (name !== 'app-template' || existsSync(join(folder, 'common')));
const releases = ['actual-budget', 'freshrss', 'homepage', 'miniflux', 'vaultwarden', 'whoami', 'headlamp', 'nextcloud', 'vault', 'grafana'];

describe('the selector of a NetworkPolicy', () => {
  const selectorOf = (of: typeof cluster, name: string) =>
    (
      of.placed.find(({ object }) => object.kind === 'NetworkPolicy' && object.metadata.name === name)!.object['spec'] as {
        podSelector: { matchLabels: Record<string, string> };
      }
    ).podSelector.matchLabels;
  const selected = (objects: readonly Rendered[], labels: Record<string, string>) =>
    templates(objects)
      .filter(({ template }) => Object.entries(labels).every(([key, value]) => template.metadata?.labels?.[key] === value))
      .map(({ name }) => name);

  it.each(releases.filter((name) => there(chart(name))))('matches the pods of %s that its Service leads to, and no others', (name) => {
    const objects = render(cluster, name, chart(name));
    const pods = selected(objects, selectorOf(cluster, name));
    expect(pods).toHaveLength(1);
    const way = cluster.placed.find(({ object }) => object.kind === 'Ingress' && object.metadata.name === name)!.object['spec'] as {
      rules: { http: { paths: { backend: { service: { name: string } } }[] } }[];
    };
    const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === way.rules[0]!.http.paths[0]!.backend.service.name)!;
    expect(selected(objects, (service.spec as { selector: Record<string, string> }).selector)).toEqual(pods);
  });

  it.skipIf(!there('headlamp'))('matches a Headlamp behind forward-auth of another name', () => {
    expect(selected(render(stopgap, 'dash', 'headlamp'), selectorOf(stopgap, 'dash'))).toEqual(['Deployment/dash-headlamp']);
  });
});

describe.skipIf(!there('app-template'))('braces in environment values', () => {
  const env = { A: 'pre {{ .Release.Name }} post', B: '100% {{', C: '{{{ x }}} {{- y -}}', D: '{{ "{{" }}', E: 'it\'s `{{` \\ "quoted"\n{{ two }}' };
  const sidecars = { cache: { image: 'docker.io/library/redis:8.2.1', env } };
  const braces = clusterWith({
    apps: [
      oidcApp({ name: 'demo', access: everyone(), redirects: ['/a'], image: 'docker.io/traefik/whoami:v1.11.0', env, sidecars }),
      forwardAuthApp({ name: 'old', access: everyone(), image: 'docker.io/traefik/whoami:v1.11.0', env }),
    ],
  });

  it.each(['demo', 'old'])('arrive as they were written: %s', (name) => {
    type Container = { env: { name: string; value: string }[] };
    const { containers, initContainers = [] } = templates(renderChart(braces, name, 'app-template'))[0]!.template.spec as {
      containers: Container[];
      initContainers?: Container[];
    };
    for (const one of [...containers, ...initContainers]) expect(Object.fromEntries(one.env.map(({ name: key, value }) => [key, value]))).toEqual(env);
  });
});

describe.skipIf(!there('authentik'))('braces in what the cluster says of authentik', () => {
  it('arrive as they were written', () => {
    const email = { host: 'mail.example.org', from: '{{ x }}@example.org', username: '{{ .Release.Name }}', password: { name: 'mail', key: 'password' } };
    const text = JSON.stringify(renderChart(clusterWith({ idp: { email } }), 'authentik'));
    expect(text).toContain('"value":"{{ x }}@example.org"');
    expect(text).toContain('"value":"{{ .Release.Name }}"');
  });
});

const judge = 'pinout-pod-security';
const judged = has(judge, [], `cd test/real/pod-security && go build -o ~/go/bin/${judge} .`);

describe.skipIf(!judged)('the Pod Security Standard of a namespace', () => {
  const level = (of: typeof cluster, namespace: string) =>
    of.placed.find(({ object }) => object.kind === 'Namespace' && object.metadata.name === namespace)?.object.metadata.labels?.[
      'pod-security.kubernetes.io/enforce'
    ];
  const verdict = (wanted: string, objects: readonly Rendered[]) =>
    templates(objects).map(({ name, template }) => `${name}: ${run(judge, [], `${JSON.stringify({ level: wanted, pod: template.spec })}\n`).stdout.trim()}`);
  const own = (of: typeof cluster, namespace: string) =>
    of.placed.map(({ object }) => object as unknown as Rendered).filter(({ metadata }) => metadata.namespace === namespace);

  it.each([...releases.filter((name) => name !== 'grafana'), 'authentik'].filter((name) => there(chart(name))))('lets the pods of %s in', (name) => {
    const wanted = level(cluster, name);
    expect(['baseline', 'restricted']).toContain(wanted);
    const all = verdict(wanted!, [...render(cluster, name, chart(name)), ...own(cluster, name)]);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((one) => !one.endsWith(': ok'))).toEqual([]);
  });

  it.skipIf(!there('kube-prometheus-stack'))('is not said where node-exporter looks at its node', () => {
    expect(level(cluster, 'monitoring')).toBeUndefined();
    expect(verdict('baseline', render(cluster, 'grafana', 'kube-prometheus-stack')).filter((one) => !one.endsWith(': ok'))).toEqual([
      expect.stringContaining('node-exporter'),
    ]);
  });
});
