import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

const release = (name: string, chart: string, values: unknown) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: ${name}}\nspec:\n  interval: 1h\n  chart: {spec: {chart: ${chart}, version: 9.2.4, sourceRef: {kind: HelmRepository, name: ${chart}}}}\n  values: ${JSON.stringify(values)}\n`;
const nextcloud = (allowed: string) =>
  release('nextcloud', 'nextcloud', {
    nextcloud: {
      configs: { 'local.config.php': `<?php\n$CONFIG = [${allowed}];` },
      hooks: {
        'before-starting':
          'php occ user_oidc:provider id --clientid=files --clientsecret-env=SECRET --discoveryuri=https://id.example.net/application/o/files/.well-known/openid-configuration',
      },
    },
  });
const said = (more: Record<string, string>, allowed = "'allow_local_remote_servers' => false") =>
  codesSaid({ 'app.yaml': nextcloud(allowed), ...more }).filter((line) => line.includes('nextcloud-private-address'));
const configMap = (key: string, text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dns, namespace: dns}\ndata: ${JSON.stringify({ [key]: text })}\n`;

describe('Nextcloud, which may not ask private addresses, and an identity provider at home', () => {
  it.each([
    ['Pi-hole', configMap('custom.list', '192.168.1.30 id.example.net\n')],
    ['Pi-hole 6', configMap('pihole.toml', '[dns]\nhosts = ["192.168.1.30 id.example.net"]\n')],
    ['dnsmasq', configMap('02-home.conf', 'address=/id.example.net/10.0.0.7\n')],
    ['unbound', configMap('unbound.conf', 'local-data: "id.example.net. A 10.0.0.7"\n')],
    ['blocky', release('blocky', 'blocky', { customDNS: { mapping: { 'id.example.net': '172.16.3.4' } } })],
    [
      'external-dns',
      'apiVersion: externaldns.k8s.io/v1alpha1\nkind: DNSEndpoint\nmetadata: {name: id, namespace: dns}\nspec: {endpoints: [{dnsName: id.example.net, recordType: A, targets: [192.168.1.30]}]}\n',
    ],
  ])('is warned when %s of the tree says so', (_, text) => {
    expect(said({ 'dns.yaml': text })).toEqual(['warning nextcloud-private-address']);
    expect(said({ 'dns.yaml': text }, "'allow_local_remote_servers' => true")).toEqual([]);
  });

  it('is warned when it was told to refuse them and the tree serves the host at one', () => {
    const edge =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: id, namespace: id}\nspec: {ingressClassName: nginx, rules: [{host: id.example.net, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: id, port: {number: 80}}}}]}}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: edge}\nspec: {type: LoadBalancer, loadBalancerIP: 192.168.1.30, ports: [{port: 443}]}\n';
    expect(said({ 'edge.yaml': edge })).toEqual(['warning nextcloud-private-address']);
    expect(said({ 'edge.yaml': edge }, '')).toEqual([]);
  });

  it('is not warned by lines about something else', () => {
    for (const text of [
      configMap('env', 'NO_PROXY=id.example.net,10.0.0.0/8\n'),
      configMap('custom.list', '# 192.168.1.30 id.example.net\n192.168.1.30 grid.example.net.lan\n'),
      configMap('custom.list', '203.0.113.7 id.example.net\n'),
    ])
      expect(said({ 'dns.yaml': text })).toEqual(['info nextcloud-private-address']);
  });
});
