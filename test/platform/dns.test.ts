import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dnsModes } from '../../lib/contract/dns.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { clusterWith } from '../support/sample.ts';

const files = (made: ReturnType<typeof clusterWith>) =>
  Object.fromEntries(made.manual.filter(({ path }) => path.startsWith('dns/')).map(({ path, text }) => [path, text]));
const dns = (mode: string, change: Readonly<Record<string, unknown>> = {}) => ({ dns: { mode, ...(mode === 'public' ? { hairpin: true } : {}), ...change } });

describe('dns', () => {
  it.each(dnsModes)('has a page that says what pods get, what the apiserver needs, and how to test (%s)', (mode) => {
    const page = files(clusterWith(dns(mode)))['dns/README.md']!;
    for (const word of ['auth.home.example.org', 'kube-apiserver', "host's network", 'curl', mode]) expect(page).toContain(word);
    expect(page).not.toMatch(/undefined|\[object/);
  });

  it('writes files for the mode that was chosen and for no other', () => {
    const names = (mode: string) => Object.keys(files(clusterWith(dns(mode)))).sort();
    expect(names('pihole')).toEqual(['dns/README.md', 'dns/pihole.sh', 'dns/pihole.toml']);
    expect(names('coredns-rewrite')).toEqual(['dns/Corefile.fragment', 'dns/README.md', 'dns/coredns.sh']);
    expect(names('coredns-hosts')).toEqual(['dns/Corefile.fragment', 'dns/README.md', 'dns/coredns.sh']);
    expect(names('hostAliases')).toEqual(['dns/README.md']);
    expect(names('public')).toEqual(['dns/README.md']);
  });

  it('never leaves the ConfigMap of CoreDNS to Flux', () => {
    for (const mode of dnsModes)
      expect(clusterWith(dns(mode)).placed.filter(({ object }) => object.kind === 'ConfigMap' && object.metadata.namespace === 'kube-system')).toEqual([]);
  });

  it('names every host, with the Service of the controller that the edge has', () => {
    const text = (edge: unknown) => files(clusterWith({ ...dns('coredns-rewrite'), edge }))['dns/Corefile.fragment'];
    expect(text({ className: 'nginx', clusterIssuer: 'x' })).toContain(
      'rewrite name exact auth.home.example.org ingress-nginx-controller.ingress-nginx.svc.cluster.local\n',
    );
    expect(text({ className: 'x', tlsSecret: 'x', service: { name: 'a', namespace: 'b' } })).toContain(' grafana.home.example.org a.b.svc.cluster.local\n');
    const cilium = { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'edge' } };
    expect(text(cilium)).toContain(' auth.home.example.org cilium-gateway-home.edge.svc.cluster.local\n');
  });

  it('writes Pi-hole 6 its list as TOML, and as single records that leave the others alone', () => {
    const made = files(clusterWith(dns('pihole')));
    expect(made['dns/pihole.toml']).toMatch(
      /\[dns\]\n {2}hosts = \[\n {4}"192\.168\.1\.30 auth\.home\.example\.org",\n {4}"192\.168\.1\.30 grafana\.home\.example\.org"\n {2}\]/,
    );
    expect(made['dns/pihole.sh']).toContain("'192.168.1.30%20auth.home.example.org'");
    expect(made['dns/pihole.sh']).not.toContain('custom.list');
  });

  it('lets external-dns add records and never delete one, with the password by reference', () => {
    const made = clusterWith(dns('pihole', { externalDns: { server: 'https://pi.hole/', tlsSkipVerify: true } }));
    const release = made.placed.find(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === 'external-dns')!;
    expect(release.folder).toBe('platform/external-dns');
    const { values } = (release.object as Manifest & { spec: { values: Record<string, unknown> } }).spec;
    expect(values).toMatchObject({
      provider: { name: 'pihole' },
      policy: 'upsert-only',
      registry: 'noop',
      domainFilters: ['home.example.org'],
      extraArgs: { 'pihole-server': 'https://pi.hole', 'pihole-tls-skip-verify': true },
      env: [{ name: 'EXTERNAL_DNS_PIHOLE_PASSWORD', valueFrom: { secretKeyRef: { name: 'pihole-password', key: 'password' } } }],
    });
    for (const { object } of made.placed.filter((one) => one.object.kind === 'Ingress'))
      expect(object.metadata.annotations).toMatchObject({ 'external-dns.alpha.kubernetes.io/target': '192.168.1.30' });
    expect(made.readme).toContain('| Secret | external-dns | pihole-password |');
    expect(made.placed.some(({ object }) => object.kind === 'Namespace' && object.metadata.name === 'external-dns')).toBe(true);
  });

  it('gives authentik and the apps their host aliases in that mode alone', () => {
    const alias = '{"ip":"192.168.1.30","hostnames":["auth.home.example.org"]}';
    const release = (mode: string) =>
      JSON.stringify(clusterWith(dns(mode)).placed.filter(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === 'grafana'));
    expect(release('hostAliases')).toContain(alias);
    expect(release('coredns-rewrite')).not.toContain(alias);
  });

  it('writes only YAML that Flux never applies as YAML: scripts and fragments lie in manual', () => {
    const written = filesOf(clusterWith(dns('coredns-hosts')), 'apps/main.ts');
    expect(written.get('manual/dns/coredns.sh')).toMatch(/^# Written by pinout/);
    for (const [path, text] of written)
      if (path.endsWith('kustomization.yaml')) expect((parse(text) as { resources: string[] }).resources.join(' ')).not.toContain('dns');
  });
});
