import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'pinout-flags-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string, text: string) => {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const issuer = 'https://id.example.org/application/o/cluster/';
const pair = await generateKeyPair('RS256');
const other = await generateKeyPair('ES256');
const jwks = path(
  'jwks.json',
  JSON.stringify({
    keys: [
      { ...(await exportJWK(pair.publicKey)), kid: 'RS256' },
      { ...(await exportJWK(other.publicKey)), kid: 'ES256' },
    ],
  }),
);
const at = '2026-11-25T12:00:00Z';
const good = { iss: issuer, aud: 'cluster', sub: 'u1', exp: Date.parse(at) / 1000 + 60, preferred_username: 'anna', groups: ['cluster-admins'] };
const sign = async (change: object = {}, alg: 'RS256' | 'ES256' = 'RS256') =>
  await new SignJWT({ ...good, ...change }).setProtectedHeader({ alg, kid: alg }).sign((alg === 'RS256' ? pair : other).privateKey);

async function explain(token: string, ...args: string[]) {
  let out = '';
  let talk = '';
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), env: {}, input: () => token };
  const code = await main(['explain', '--jwks', jwks, '--at', at, '--json', ...args], io);
  const verdict =
    out === ''
      ? undefined
      : (JSON.parse(out) as { accepted: boolean; error: string; user: { username: string; groups: string[] }; why: string; fix: string; may?: string[] });
  return { code, talk, verdict };
}

const flags: Readonly<Record<string, string>> = {
  'oidc-issuer-url': issuer,
  'oidc-client-id': 'cluster',
  'oidc-username-claim': 'preferred_username',
  'oidc-username-prefix': 'oidc:',
  'oidc-groups-claim': 'groups',
  'oidc-groups-prefix': 'oidc:',
};
const without = (...names: string[]) => Object.fromEntries(Object.entries(flags).filter(([name]) => !names.includes(name)));
const listed = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([name, value]) => ({ name, value }));

const forms: Readonly<Record<string, (of: Readonly<Record<string, string>>) => string>> = {
  'kubeadm-v1beta4': (of) => JSON.stringify({ apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', apiServer: { extraArgs: listed(of) } }),
  'kubeadm-v1beta3': (of) => JSON.stringify({ apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'ClusterConfiguration', apiServer: { extraArgs: of } }),
  'static-pod': (of) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-apiserver', namespace: 'kube-system' },
      spec: {
        hostNetwork: true,
        containers: [{ name: 'kube-apiserver', command: ['kube-apiserver', ...Object.entries(of).map(([name, value]) => `--${name}=${value}`)] }],
      },
    }),
  k3s: (of) => JSON.stringify({ 'kube-apiserver-arg': Object.entries(of).map(([name, value]) => `${name}=${value}`) }),
  talos: (of) => JSON.stringify({ cluster: { apiServer: { extraArgs: of } } }),
};

describe('pinout explain reads the flags of kube-apiserver', () => {
  it.each(Object.entries(forms))('%s', async (name, write) => {
    const config = path(`${name}/config.yaml`, write(flags));
    expect((await explain(await sign(), '--config', config)).verdict).toMatchObject({
      accepted: true,
      user: { username: 'oidc:anna', groups: ['oidc:cluster-admins', 'system:authenticated'] },
      why: null,
    });
    expect((await explain(await sign({ aud: 'other' }), '--config', config)).verdict?.error).toContain('expected audience "cluster" got ["other"]');
  });

  it('with the defaults that kube-apiserver has for them', async () => {
    const config = path('defaults.yaml', forms['kubeadm-v1beta4']!(without('oidc-username-claim', 'oidc-username-prefix', 'oidc-groups-prefix')));
    expect((await explain(await sign(), '--config', config)).verdict?.user).toMatchObject({
      username: `${issuer}#u1`,
      groups: ['cluster-admins', 'system:authenticated'],
    });
    // Only RS256 unless --oidc-signing-algs says more.
    expect((await explain(await sign({}, 'ES256'), '--config', config)).verdict?.error).toContain('expected ["RS256"] got "ES256"');
    const more = path('more.yaml', forms['kubeadm-v1beta4']!({ ...flags, 'oidc-signing-algs': 'RS256,ES256', 'oidc-required-claim': 'sub=u2' }));
    expect((await explain(await sign({}, 'ES256'), '--config', more)).verdict?.error).toContain('required claim sub value does not match. Got = u1, want = u2');
  });

  it('and says when there are none', async () => {
    const none = path('none.yaml', forms['kubeadm-v1beta4']!({ 'audit-log-maxage': '30' }));
    const refused = await explain(await sign(), '--config', none);
    expect(refused.code).toBe(3);
    expect(JSON.stringify(refused.verdict)).toContain('trusts no issuer');
    const elsewhere = path('elsewhere.yaml', forms['kubeadm-v1beta4']!({ 'authentication-config': '/etc/kubernetes/auth/config.yaml' }));
    expect(JSON.stringify((await explain(await sign(), '--config', elsewhere)).verdict)).toContain('--config /etc/kubernetes/auth/config.yaml');
  });
});

const binding = (kind: string, name: string) =>
  JSON.stringify({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'admins' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind, name }],
  });

describe('a token that is accepted', () => {
  it('and has no group is forbidden everything', async () => {
    const config = path('lonely.yaml', forms['kubeadm-v1beta4']!(flags));
    for (const change of [{ groups: [] }, { groups: undefined }]) {
      const { verdict } = await explain(await sign(change), '--config', config);
      expect(verdict).toMatchObject({ accepted: true });
      expect(verdict?.why).toContain('accepted, but without groups: RBAC forbids everything');
    }
    const noClaim = path('no-claim.yaml', forms['kubeadm-v1beta4']!(without('oidc-groups-claim', 'oidc-groups-prefix')));
    expect((await explain(await sign(), '--config', noClaim)).verdict?.fix).toContain('--oidc-groups-claim');
  });

  it('and whom RBAC of the manifests knows, by group or by name', async () => {
    for (const [kind, name] of [
      ['Group', 'oidc:cluster-admins'],
      ['User', 'oidc:anna'],
    ] as const) {
      path('repo/kubeadm.yaml', forms['kubeadm-v1beta4']!(flags));
      path('repo/rbac.yaml', binding(kind, name));
      const { verdict } = await explain(await sign({ groups: kind === 'User' ? [] : ['cluster-admins'] }), '--config', join(folder, 'repo'));
      expect(verdict?.may).toEqual([`ClusterRole cluster-admin everywhere, by ClusterRoleBinding/admins for the ${kind.toLowerCase()} ${name}`]);
      expect(verdict?.why).toBeNull();
    }
  });

  it('and whose group is bound without its prefix', async () => {
    path('bare/kubeadm.yaml', forms['kubeadm-v1beta4']!(flags));
    path('bare/rbac.yaml', binding('Group', 'cluster-admins'));
    const { verdict } = await explain(await sign(), '--config', join(folder, 'bare'));
    expect(verdict).toMatchObject({ accepted: true, may: [] });
    expect(verdict?.why).toContain('no binding in the manifests is for this user');
    expect(verdict?.fix).toContain('the binding names cluster-admins');
  });
});
