import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vault } from '../../lib/integrations/vault/vault.ts';
import { clusterWith } from '../support/sample.ts';
import { run as runTool } from './tool.ts';
import { developmentServer, type Fakes, fakes } from './vault-server.ts';

const path = [process.env['PATH'] ?? '', join(homedir(), 'go', 'bin')].join(delimiter);
const products = [
  { flavor: 'vault', cli: 'vault', port: 18_200 },
  { flavor: 'openbao', cli: 'bao', port: 18_202 },
] as const;

// Neither is in a registry as a binary, and building one takes long: without it these tests are skipped, in the gate too.
const there = (cli: string): boolean => {
  if (runTool(cli, ['version']).status === 0) return true;
  console.warn(`skipped: ${cli} does not run. Build it: test/real/build-vault.sh builds vault; docs/tasks/write-tests-real.md`);
  return false;
};

describe.each(products)('the login Job against a real $cli', ({ flavor, cli, port }) => {
  describe.skipIf(!there(cli))('in development mode', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinout-vault-'));
    let server: Awaited<ReturnType<typeof developmentServer>>;
    let idp: Fakes;

    beforeAll(async () => {
      idp = await fakes('vault');
      server = await developmentServer(cli, path, port);
    });
    afterAll(() => {
      server?.process.kill();
      idp?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const api = async (method: string, at: string, body?: unknown, token = 'root') => {
      const response = await fetch(`${server.address}/v1/${at}`, {
        method,
        headers: { 'x-vault-token': token },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return (text === '' ? {} : JSON.parse(text)) as { data?: Record<string, unknown>; auth?: Record<string, unknown>; errors?: string[] };
    };
    const appOf = (options: Readonly<Record<string, unknown>>) =>
      clusterWith({
        apps: [
          vault({
            flavor,
            name: 'vault',
            host: 'vault',
            namespace: 'vault',
            roles: { admin: ['Küche + Bad', 'vault-admins'] },
            policies: { admin: 'path "secret/*" { capabilities = ["read"] }' },
            ...options,
          }),
        ],
      }).apps[0]!.end;
    /** Not the synchronous way: the fakes answer from this process. */
    const run = (script: string, env: Readonly<Record<string, string>>, cwd = folder) =>
      new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve, reject) => {
        const all = { PATH: path, HOME: folder, TMPDIR: folder, VAULT_ADDR: server.address, BAO_ADDR: server.address, ...env };
        const child = spawn('sh', [script], { cwd, env: all, stdio: ['ignore', 'pipe', 'pipe'] });
        const texts = { stdout: '', stderr: '' };
        for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (chunk: Buffer) => (texts[stream] += chunk.toString()));
        child.on('error', reject);
        child.on('close', (status) => {
          resolve({ status, ...texts });
        });
      });

    /** The step by hand, for a server that stands outside a cluster: it asks the fake. */
    const bootstrap = async (options: Readonly<Record<string, unknown>> = {}) => {
      const manual = join(folder, 'manual');
      mkdirSync(manual, { recursive: true });
      const outside = `kubernetes_host=${idp.apiserver} disable_local_ca_jwt=true token_reviewer_jwt=${idp.serviceAccountToken}`;
      for (const { path: at, text } of appOf(options).manual!)
        writeFileSync(join(manual, at.split('/').at(-1)!), text.replace('kubernetes_host=https://kubernetes.default.svc', outside));
      const { status, stderr } = await run('bootstrap.sh', { VAULT_TOKEN: 'root', BAO_TOKEN: 'root' }, manual);
      expect(stderr).toBe('');
      expect(status).toBe(0);
    };
    const login = (options: Readonly<Record<string, unknown>> = {}, secret = 'real-client-secret\n') => {
      const data = join(folder, 'data');
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data);
      const objects = appOf(options).login!;
      for (const [name, text] of Object.entries(objects.find(({ kind }) => kind === 'ConfigMap')!['data'] as Record<string, string>))
        writeFileSync(join(data, name), text.replace('https://auth.home.example.org/application/o/vault/', idp.issuer));
      writeFileSync(join(folder, 'secret'), secret);
      writeFileSync(join(folder, 'jwt'), idp.serviceAccountToken);
      const job = objects.find(({ kind }) => kind === 'Job')!['spec'] as { template: { spec: { containers: [{ env: { name: string; value: string }[] }] } } };
      const env = Object.fromEntries(job.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
      return run(join(data, 'login.sh'), {
        ...env,
        VAULT_ADDR: server.address,
        BAO_ADDR: server.address,
        SERVER: server.address,
        DATA: data,
        SECRET_FILE: join(folder, 'secret'),
        JWT_FILE: join(folder, 'jwt'),
        WAIT_SECONDS: '0',
      });
    };

    it('says what is missing before the step by hand', async () => {
      const { status, stderr } = await login();
      expect(status).toBe(1);
      expect(stderr).toContain("refused the Job's own login");
    });

    it('sets everything up with the least policy, twice with the same result', async () => {
      await bootstrap();
      for (const time of ['first', 'second']) {
        const { status, stderr, stdout } = await login();
        expect(stderr, time).toBe('pinout: the login at auth/oidc is set up, with 2 groups.\n');
        expect(stdout).toBe('');
        expect(status).toBe(0);
      }
      const { data: config } = await api('GET', 'auth/oidc/config');
      expect(config).toMatchObject({ oidc_discovery_url: idp.issuer, oidc_client_id: 'vault', default_role: 'default' });
      const { data: role } = await api('GET', 'auth/oidc/role/default');
      expect(role).toMatchObject({
        oidc_scopes: ['profile', 'email', 'groups'],
        bound_claims: { groups: ['Küche + Bad', 'vault-admins'] },
        token_ttl: 3600,
        token_max_ttl: 43_200,
      });
      const { data: mount } = await api('GET', 'sys/internal/ui/mounts');
      expect(mount!['auth']).toHaveProperty(['oidc/']);
    });

    it('takes exactly the redirect URIs of the contract', async () => {
      const url = async (redirect_uri: string) => (await api('POST', 'auth/oidc/oidc/auth_url', { redirect_uri })).data?.['auth_url'];
      expect(await url('https://vault.home.example.org/ui/vault/auth/oidc/oidc/callback')).toContain(`${idp.apiserver}/authorize?`);
      expect(await url('http://localhost:8250/oidc/callback')).toContain('scope=openid+profile+email+groups');
      expect((await url('https://evil.example.org/ui/vault/auth/oidc/oidc/callback')) ?? '').toBe('');
    });

    const signIn = async (groups: readonly string[]) => {
      const { data } = await api('POST', 'auth/oidc/oidc/auth_url', { redirect_uri: 'http://localhost:8250/oidc/callback', client_nonce: 'c' });
      const asked = new URL(String(data!['auth_url'])).searchParams;
      Object.assign(idp.next, { nonce: asked.get('nonce'), groups });
      return api('GET', `auth/oidc/oidc/callback?state=${encodeURIComponent(asked.get('state')!)}&code=x&client_nonce=c`);
    };

    it('gives a member of a group its policy, with the secret and no newline, and a stranger nothing', async () => {
      const { auth } = await signIn(['Küche + Bad', 'others']);
      expect(auth).toMatchObject({ token_policies: ['default'], identity_policies: ['admin'], metadata: { username: 'jan' } });
      expect(idp.asked.secrets.at(-1)).toBe('real-client-secret');
      expect((await signIn(['others'])).errors?.join()).toMatch(/claim/);
    });

    it('takes away the group that is no longer wanted, and its rights', async () => {
      await bootstrap({ roles: { admin: ['vault-admins'] } });
      const { status, stderr } = await login({ roles: { admin: ['vault-admins'] }, access: { kind: 'everyone' } });
      expect(stderr).toMatch(/removed the group pinout\.oidc\.k-che-bad\.[0-9a-f]{8}/);
      expect(status).toBe(0);
      expect((await signIn(['Küche + Bad'])).auth).not.toMatchObject({ identity_policies: ['admin'] });
      expect((await signIn(['vault-admins'])).auth).toMatchObject({ identity_policies: ['admin'] });
    });

    it('finds its groups again when the mount was made anew', async () => {
      await api('DELETE', 'sys/auth/oidc');
      expect(await login()).toMatchObject({ status: 0 });
      expect((await signIn(['vault-admins'])).auth).toMatchObject({ identity_policies: ['admin'] });
    });

    it('may do nothing that its policy does not say', async () => {
      const { auth } = await api('POST', 'auth/kubernetes/login', { role: 'pinout-vault', jwt: idp.serviceAccountToken }, '');
      const token = String(auth!['client_token']);
      for (const [method, at] of [
        ['GET', 'secret/data/x'],
        ['POST', 'sys/policies/acl/other'],
        ['GET', 'sys/auth'],
        ['POST', 'auth/token/create'],
        ['POST', 'identity/group/name/by-hand'],
      ] as const)
        expect((await api(method, at, method === 'POST' ? { policy: 'path "x" {}' } : undefined, token)).errors?.join(), at).toContain('permission denied');
    });

    it('says which identity provider it cannot reach', async () => {
      idp.reachable = false;
      const { status, stderr } = await login();
      idp.reachable = true;
      if (flavor === 'openbao') expect(status).toBe(0);
      else {
        expect(status).toBe(1);
        expect(stderr).toContain('does not reach the identity provider at https://auth.home.example.org/application/o/vault/');
      }
    });
  });
});
