import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defineCluster, forwardAuthApp, groups, oidcApp } from '../../lib/index.ts';
import { defineIdentityProvider, object, text } from '../../lib/idp.ts';
import { main } from '../../lib/cli/main.ts';
import { turnstile } from '../support/own-provider/idp/turnstile.ts';

function refusalOf(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    return error;
  }
}

async function run(args: readonly string[]) {
  let out = '';
  let talk = '';
  const code = await main(args, { out: (one) => (out += one), talk: (one) => (talk += one), env: {} });
  return { code, out, talk };
}

interface Answer {
  readonly findings: readonly { readonly code: string; readonly message: string }[];
  readonly logins: readonly { readonly app: string; readonly read: string; readonly idp?: string }[];
}

const endpoints = {
  issuer: 'https://id.lab.example.org/',
  jwks: 'https://id.lab.example.org/keys',
  endSession: 'https://id.lab.example.org/logout',
  authorize: 'https://id.lab.example.org/authorize',
  token: 'https://id.lab.example.org/token',
  userinfo: 'https://id.lab.example.org/me',
  noIssuer: [],
};

describe('an identity provider in a repository of its own', () => {
  const root = mkdtempSync(join(tmpdir(), 'pinout-test-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  cpSync('test/support/own-provider', root, { recursive: true });
  const file = join(root, 'idp/turnstile.ts');
  const foreign = join(root, 'foreign/all.yaml');
  const dist = join(root, 'dist');
  const check = async (path: string, ...args: string[]) => JSON.parse((await run(['check', path, '--json', '--integrations', file, ...args])).out) as Answer;

  it('is read in manifests of somebody else: both ends pair, and each difference is a finding', async () => {
    const without = JSON.parse((await run(['check', foreign, '--json'])).out) as Answer;
    expect(without.logins).toMatchObject([{ read: 'app' }]);
    const before = await check(foreign);
    expect(before.logins).toMatchObject([{ app: 'feeds', read: 'both' }]);
    expect(before.findings.filter(({ code }) => code !== 'reference-missing')).toEqual([]);
    const manifests = readFileSync(foreign, 'utf8');
    for (const [from, to, code] of [
      ['callbacks: [https://feeds.home.example.net/oauth2/oidc/callback]', 'callbacks: [https://feeds.home.example.net/callback]', 'redirect-missing'],
      ['- id: feeds\n', '- id: feed\n', 'client-id-mismatch'],
      ["value: 'https://id.home.example.net/turnstile/'", "value: 'https://id.home.example.net/turnstile/other/'", 'issuer-mismatch'],
      ['          groups: [readers]\n', '', 'turnstile-open'],
    ] as const) {
      expect(manifests).toContain(from);
      writeFileSync(foreign, manifests.replace(from, to));
      expect((await check(foreign)).findings.map((one) => one.code)).toContain(code);
    }
    writeFileSync(foreign, manifests);
  });

  it('is written by synth, and what is written pairs when it is read back', async () => {
    expect(await run(['synth', '--app', join(root, 'apps/main.ts'), '--out', dist])).toMatchObject({ code: 0 });
    const { findings, logins } = await check(dist, '--strict', '--ignore', 'data-not-kept,reference-missing');
    expect(findings).toEqual([]);
    expect(logins.map(({ app, read }) => `${app} ${read}`).sort()).toEqual(['feeds both', 'files.lab.example.org both', 'grafana both']);
    const config = readFileSync(join(dist, 'home/configs/turnstile.yaml'), 'utf8');
    expect(config).toContain('"secretFrom": "CLIENT_GRAFANA"');
    expect(config).toContain('"readers": [');
    // The file and the secrets are there before the pods that read them.
    expect(readFileSync(join(dist, 'home/flux/flux-system.yaml'), 'utf8')).toContain('pinout-configs');
    expect(readFileSync(join(dist, 'home/README.md'), 'utf8')).not.toContain('authentik');
    expect(readFileSync(join(dist, 'README.md'), 'utf8')).toContain('turnstile adduser');
  });

  it('guards an app without a login of its own: the edge asks it, and the browser signs in at its own host', async () => {
    const release = readFileSync(join(dist, 'home/apps/files/files.yaml'), 'utf8');
    expect(release).toContain('nginx.ingress.kubernetes.io/auth-url: http://turnstile.turnstile.svc.cluster.local:8080/turnstile/ask/nginx');
    expect(release).toContain('https://id.lab.example.org/turnstile/?to=$scheme://files.lab.example.org$escaped_request_uri');
    expect(readdirSync(join(dist, 'home'), { recursive: true }).filter((one) => String(one).includes('outpost'))).toEqual([]);
    const traefik = join(root, 'traefik.yaml');
    writeFileSync(
      traefik,
      [
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: gate, namespace: sso }\ndata: { turnstile.yaml: "turnstile: { clients: [], gates: [{ host: nas.home.example.net }] }" }',
        'apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata: { name: ask, namespace: sso }\nspec: { forwardAuth: { address: http://turnstile.sso:8080/turnstile/ask/traefik } }',
        'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: { name: nas, namespace: sso }\nspec: { routes: [{ match: Host(`nas.home.example.net`), kind: Rule, middlewares: [{ name: ask }], services: [{ name: nas, port: 80 }] }] }',
      ].join('\n---\n'),
    );
    expect((await check(traefik)).logins).toMatchObject([{ app: 'nas.home.example.net', read: 'both' }]);
  });

  it('is known to every command that reads logins', async () => {
    const own = ['--integrations', file];
    const [before, after] = [join(root, 'before'), join(root, 'after')];
    cpSync(dist, before, { recursive: true });
    cpSync(dist, after, { recursive: true });
    const config = join(after, 'home/configs/turnstile.yaml');
    writeFileSync(config, readFileSync(config, 'utf8').replaceAll(/,\s*"groups": \[\s*"readers"\s*\]/g, ''));
    const diff = JSON.parse((await run(['diff', before, after, '--json', ...own])).out) as { changes: { weight: string; says: string }[] };
    expect(diff.changes.filter(({ weight }) => weight === 'opens').map(({ says }) => says)).toEqual([
      'everyone who can sign in gains Feeds',
      'everyone who can sign in gains files',
    ]);
    expect((await run(['who', 'readers', dist])).out).not.toContain('Feeds');
    expect((await run(['who', 'readers', dist, ...own])).out).toContain('files\n');
    expect((await run(['map', dist, '--out', '-', ...own])).out).toContain('Turnstile');
    expect((await run(['adopt', foreign, '--dry-run', '--domain', 'home.example.net'])).out).not.toContain('Turnstile');
    expect((await run(['adopt', foreign, '--dry-run', '--domain', 'home.example.net', ...own])).out).toContain('its identity provider is Turnstile');
  });

  it('is shown in the docs by an example that runs', async () => {
    const [, example] = /```typescript\n([\s\S]*?)```/.exec(readFileSync('docs/tasks/identity-provider.md', 'utf8'))!;
    writeFileSync(join(root, 'gate.ts'), example!);
    const settings = 'gate: { clients: [{ id: feeds, callbacks: [https://feeds.home.example.net/oauth2/oidc/callback], public: false }] }\n';
    writeFileSync(join(root, 'foreign/gate.yaml'), settings);
    writeFileSync(join(root, 'foreign/all.yaml'), readFileSync(foreign, 'utf8').split('---\n')[1]!.replaceAll('/turnstile/', '/gate/'));
    const { out } = await run(['check', join(root, 'foreign'), '--json', '--integrations', join(root, 'gate.ts')]);
    expect((JSON.parse(out) as Answer).logins).toMatchObject([{ read: 'both' }]);
  });

  it('is refused with options that it would pass over', () => {
    const cluster = {
      name: 'home',
      domain: 'lab.example.org',
      ingressAddress: '192.168.1.30',
      edge: { className: 'nginx', clusterIssuer: 'letsencrypt' },
      apps: [oidcApp({ name: 'notes', redirects: ['https://notes.lab.example.org/callback'], access: groups('family') })],
    };
    const versions = { kubernetes: '1.33', flux: '2.7' };
    const provider = turnstile({ version: '1.4.2' });
    expect(refusalOf(() => turnstile({ version: '9' as never }))).toMatchObject({ code: 'choice-unknown' });
    expect(refusalOf(() => defineCluster({ ...cluster, versions, idp: { provider: turnstile as never } }))).toMatchObject({ code: 'option-type' });
    expect(refusalOf(() => defineCluster({ ...cluster, versions, idp: { provider, apply: 'worker' } }))).toMatchObject({ code: 'option-unused' });
    expect(refusalOf(() => defineCluster({ ...cluster, versions: { ...versions, authentik: '2026.2.1' }, idp: { provider } }))).toMatchObject({
      code: 'option-unused',
      field: 'versions.authentik',
    });
    expect(refusalOf(() => defineCluster({ ...cluster, versions }))).toMatchObject({ code: 'version-unsupported', field: 'versions.authentik' });
    const guarded = forwardAuthApp({ name: 'files', host: 'files', namespace: 'files', access: groups('family'), image: 'example.org/files:1.0.0', port: 80 });
    const envoy = { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'gateway' } } as const;
    expect(refusalOf(() => defineCluster({ ...cluster, versions, edge: envoy, idp: { provider }, apps: [guarded] }))).toMatchObject({
      code: 'guard-outside',
      fix: 'add asks.envoy to guard in the writer of Turnstile',
    });
    const unguarded = defineIdentityProvider({
      ...turnstile.provider,
      shape: object({}),
      writer: () => ({ namespace: 'gate', endpoints: () => endpoints, write: () => [] }),
    })({});
    expect(refusalOf(() => defineCluster({ ...cluster, versions, idp: { provider: unguarded }, apps: [guarded] }))).toMatchObject({ code: 'guard-outside' });
  });

  it('is refused when a part of it is missing', () => {
    const parts = { facts: turnstile.provider.facts, read: () => ({ clients: [] }) };
    expect(refusalOf(() => defineIdentityProvider({ ...parts, facts: { ...parts.facts, name: 'authentik' } }))).toMatchObject({ code: 'idp-invalid' });
    expect(refusalOf(() => defineIdentityProvider({ ...parts, read: 1 } as never))).toMatchObject({ field: 'defineIdentityProvider.read' });
    expect(refusalOf(() => defineIdentityProvider({ ...parts, shape: object({ a: text }) } as never))).toMatchObject({
      field: 'defineIdentityProvider.writer',
    });
    expect(refusalOf(() => defineIdentityProvider(parts)({}))).toMatchObject({ field: 'defineIdentityProvider.writer' });
  });
});
