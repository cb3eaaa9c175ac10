import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakGlass } from '../../lib/integrations/actual-budget/break-glass.ts';
import { gate } from '../../lib/integrations/actual-budget/gate.ts';

// PINOUT_ACTUAL names a folder in which `npm install @actual-app/sync-server@26.9.0` was run.
const home = process.env['PINOUT_ACTUAL'] ?? '';
const program = join(home, 'node_modules/@actual-app/sync-server/build/app.js');
const there = home !== '' && existsSync(program);
if (!there) console.warn('skipped: no server of Actual Budget (mkdir actual && cd actual && npm install @actual-app/sync-server@26.9.0; PINOUT_ACTUAL=$PWD)');

const data = mkdtempSync(join(tmpdir(), 'pinout-actual-'));
const start = join(data, 'start');
let identity: Server;
let issuer = '';
let server: ChildProcess | undefined;
let url = '';

/** An identity provider with one user. */
async function provider(): Promise<Server> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'a', alg: 'RS256', use: 'sig' };
  let nonce: string | undefined;
  const made = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    const answer = async (): Promise<unknown> => {
      if (pathname.endsWith('openid-configuration'))
        return {
          issuer,
          jwks_uri: `${issuer}jwks`,
          authorization_endpoint: `${issuer}authorize`,
          token_endpoint: `${issuer}token`,
          userinfo_endpoint: `${issuer}userinfo`,
        };
      if (pathname === '/jwks') return { keys: [key] };
      if (pathname === '/authorize') nonce = searchParams.get('nonce') ?? undefined;
      const claims = { sub: 'anna', preferred_username: 'anna', email: 'anna@example.org', name: 'Anna' };
      if (pathname === '/userinfo') return claims;
      const token = await new SignJWT({ ...claims, ...(nonce === undefined ? {} : { nonce }) })
        .setProtectedHeader({ alg: 'RS256', kid: 'a' })
        .setIssuer(issuer)
        .setAudience('actual-budget')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
      return { access_token: 'x', token_type: 'Bearer', id_token: token, expires_in: 300 };
    };
    void answer().then((body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)));
  });
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
  return made;
}

const environment = (discovery: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ACTUAL_DATA_DIR: data,
  ACTUAL_PORT: url.split(':').at(-1),
  ACTUAL_HOSTNAME: '127.0.0.1',
  ACTUAL_OPENID_DISCOVERY_URL: discovery,
  ACTUAL_OPENID_CLIENT_ID: 'actual-budget',
  ACTUAL_OPENID_CLIENT_SECRET: 'not-a-secret-of-anybody',
  ACTUAL_OPENID_SERVER_HOSTNAME: url,
  ACTUAL_OPENID_AUTH_METHOD: 'openid',
  ACTUAL_OPENID_ENFORCE: 'true',
  ACTUAL_LOGIN_METHOD: 'openid',
  ACTUAL_ALLOWED_LOGIN_METHODS: 'openid',
  ACTUAL_USER_CREATION_MODE: 'login',
  ACTUAL_MULTIUSER: 'true',
});
const discovery = () => `${issuer}.well-known/openid-configuration`;
const nowhere = 'http://127.0.0.1:9/.well-known/openid-configuration';

async function running(document: string): Promise<void> {
  server = spawn(process.execPath, [program], { cwd: home, env: environment(document), stdio: 'ignore' });
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await fetch(`${url}/account/needs-bootstrap`).catch(() => undefined))?.ok === true) return;
    await sleep(200);
  }
  throw new Error('the server does not answer');
}
async function stopped(): Promise<void> {
  const child = server;
  server = undefined;
  if (child?.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill();
  await gone;
}
const passed = (document: string) =>
  spawn(process.execPath, ['--input-type=module', '-e', gate.replace('wait(5000)', 'wait(50)')], {
    cwd: home,
    env: { PATH: process.env['PATH'], DISCOVERY_URL: document, ISSUER: issuer, ENFORCE: 'true', DATA: data, START: start },
  });
const said = async (child: ChildProcess): Promise<string> => {
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((done) => child.once('close', done));
  return text;
};
const asked = async (path: string, body?: unknown, token?: string): Promise<{ status: number; answer: Record<string, unknown> }> => {
  const answer = await fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { 'x-actual-token': token }) },
  });
  return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
};
const whois = async (token: string) => (await asked('/account/validate', undefined, token)).answer['data'] as Record<string, unknown> | undefined;
const tokenOf = (text: string): string => /openid-cb\?token=([\w-]+)/.exec(text)?.[1] ?? '';
const rescued = () =>
  spawnSync(process.execPath, ['--input-type=module', '-'], {
    cwd: home,
    env: environment(nowhere),
    input: breakGlass('actual-budget').text,
    encoding: 'utf8',
  });

describe.skipIf(!there)('a real server of Actual Budget', () => {
  beforeAll(async () => {
    const port = createServer();
    await new Promise<void>((done) => port.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(port.address() as AddressInfo).port}`;
    await new Promise((done) => port.close(done));
    identity = await provider();
  }, 60_000);
  afterAll(async () => {
    await stopped();
    identity.close();
    rmSync(data, { recursive: true, force: true });
  });

  let stranger = '';
  it('without the gate lets a stranger set a password', async () => {
    await running(nowhere);
    const { answer } = await asked('/account/bootstrap', { password: 'a stranger’s' });
    stranger = (answer['data'] as { token: string }).token;
    expect(await whois(stranger)).toMatchObject({ permission: 'ADMIN', loginMethod: 'password' });
    expect(rescued()).toMatchObject({ status: 1, stderr: expect.stringContaining('no owner') as string });
    await stopped();
  }, 120_000);

  it('keeps that session when it starts again, and loses it when the gate has run', async () => {
    await running(discovery());
    expect(await whois(stranger)).toMatchObject({ permission: 'ADMIN' });
    await stopped();
    expect(await said(passed(discovery()))).toMatch(/the identity provider answers\ntaken away: sessions of a password: 1, passwords: 1\n/);
    await running(discovery());
    expect(await whois(stranger)).toBeUndefined();
    expect((await asked('/account/login', { loginMethod: 'password', password: 'a stranger’s' })).status).not.toBe(200);
  }, 120_000);

  it('makes the first who logs in its owner, whose session the gate leaves alone', async () => {
    const { answer } = await asked('/account/login', { loginMethod: 'openid', returnUrl: url });
    const authorize = (answer['data'] as { returnUrl: string }).returnUrl;
    await fetch(authorize);
    const callback = await fetch(`${url}/openid/callback?code=c&state=${new URL(authorize).searchParams.get('state')}`, { redirect: 'manual' });
    const token = tokenOf(callback.headers.get('location') ?? '');
    expect(await whois(token)).toMatchObject({ userName: 'anna', permission: 'ADMIN', loginMethod: 'openid' });
    await stopped();
    expect(await said(passed(discovery()))).toBe('the identity provider answers\n');
    await running(discovery());
    expect(await whois(token)).toMatchObject({ userName: 'anna' });
  }, 120_000);

  it('lets the owner in by the script while it runs', async () => {
    const { status, stdout } = rescued();
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${url}/openid-cb?token=`)]);
    expect(await whois(tokenOf(stdout))).toMatchObject({ userName: 'anna', permission: 'ADMIN', loginMethod: 'openid' });
    expect((await asked('/sync/list-user-files', undefined, tokenOf(stdout))).status).toBe(200);
    await stopped();
  }, 120_000);

  it('starts without the identity provider when a person says so, keeps its set-up, and lets the owner in', async () => {
    const waiting = passed(nowhere);
    const text = said(waiting);
    await sleep(1500);
    expect(waiting.exitCode).toBeNull();
    writeFileSync(start, '');
    expect(await text).toMatch(/waiting for [\s\S]*starting without the identity provider, as .*start says\n$/);
    await running(nowhere);
    expect((await asked('/account/needs-bootstrap')).answer['data']).toMatchObject({ bootstrapped: true, loginMethod: 'openid' });
    expect((await asked('/account/bootstrap', { password: 'another stranger’s' })).status).toBe(400);
    expect(await whois(tokenOf(rescued().stdout))).toMatchObject({ userName: 'anna', permission: 'ADMIN' });
  }, 120_000);
});
