import { describe, expect, it } from 'vitest';
import { guardsOf } from '../../lib/edge/guards.ts';
import { manifestsIn } from '../support/said.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { edges } from '../support/edges.ts';
import { clusterWith } from '../support/sample.ts';

// Every app of the sample, by every way in.
const files = import.meta.glob<Record<string, unknown>>(['../../apps/*.ts', '!../../apps/main*.ts'], { eager: true });
const apps = Object.values(files)
  .flatMap((file) => Object.values(file))
  .filter((one) => typeof one === 'object' && one !== null && 'integration' in one);

interface Way extends Manifest {
  readonly spec: {
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths: readonly { readonly path: string; readonly backend: unknown }[] };
      readonly matches?: unknown;
    }[];
    readonly hostnames?: readonly string[];
    readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName?: string }[];
    readonly ingressClassName?: string;
  };
}
const ways = (objects: readonly Manifest[]): Way[] => objects.filter(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute') as Way[];
const hostsOf = (way: Way): readonly string[] => way.spec.hostnames ?? way.spec.rules?.flatMap(({ host }) => host ?? []) ?? [];
const loopback = new Set(['localhost', '127.0.0.1']);

describe.each(Object.entries(edges))('the sample at %s', (_, edge) => {
  const cluster = clusterWith({ edge, apps });

  it('has more than one app, with and without a login of its own', () => {
    expect(new Set(cluster.apps.flatMap(({ contracts }) => contracts.map(({ protocol }) => protocol)))).toEqual(new Set(['oidc', 'forward-auth']));
  });

  it('leads the host of every redirect and of every guarded app to it, and no other app shares it', () => {
    const seen = new Map<string, string>();
    for (const { name, contracts, end } of cluster.apps) {
      const exposed = new Set(ways(end.objects).flatMap(hostsOf));
      for (const host of exposed) expect([host, seen.get(host) ?? name]).toEqual([host, name]);
      for (const host of exposed) seen.set(host, name);
      for (const contract of contracts) {
        const urls =
          contract.protocol === 'oidc' ? contract.redirects.filter(({ matching }) => matching === 'strict').map(({ url }) => url) : [contract.externalHost];
        const hosts = urls.map((url) => new URL(url).hostname).filter((host) => !loopback.has(host));
        expect([...exposed]).toEqual(expect.arrayContaining(hosts));
      }
    }
  });

  it('guards exactly the apps behind forward-auth, with a way for the outpost that nothing guards', () => {
    const wanted = cluster.apps.flatMap(({ contracts }) => contracts.flatMap((one) => (one.protocol === 'forward-auth' ? [one.externalHost] : [])));
    const manifests = manifestsIn(...cluster.placed.map(({ object }) => yamlText(object)));
    const guarded = guardsOf(manifests).all.map(({ host }) => host.value);
    expect([...guarded].sort()).toEqual([...wanted].sort());
    for (const origin of wanted) {
      const host = new URL(origin).hostname;
      const open = ways(cluster.placed.map(({ object }) => object)).filter((way) => way.metadata.namespace === 'authentik' && hostsOf(way).includes(host));
      expect(open).toHaveLength(1);
      expect(JSON.stringify(open[0]!.spec)).toContain('/outpost.goauthentik.io"');
      expect(JSON.stringify(open[0]!.spec)).toContain('authentik-server');
      expect(JSON.stringify(open[0]!)).not.toMatch(/middlewares|auth-url|filters|cluster-issuer|secretName/);
    }
  });

  it('asks for no snippet, and lets nothing pass when the outpost is down', () => {
    const text = JSON.stringify(cluster.placed.map(({ object }) => object));
    expect(text).not.toContain('snippet');
    expect(text).not.toContain('"failOpen":true');
  });

  it('sends the headers about the user from the outpost, and asks it by its name in the cluster', () => {
    const texts = cluster.apps
      .filter(({ contracts }) => contracts.some(({ protocol }) => protocol === 'forward-auth'))
      .map(({ end }) => JSON.stringify(end.objects));
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) {
      expect(text).toMatch(/x-authentik-username/i);
      expect(text).toMatch(/authentik-server\.authentik\.svc\.cluster\.local:80\/outpost|"name":"authentik-server","namespace":"authentik","port":80/);
    }
  });
});
