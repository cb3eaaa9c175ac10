import { manifestsIn, said } from '../../../test/support/said.ts';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectReadLaws } from '../../../test/support/read-law.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone, groups } from '../../contract/access.ts';
import { supported } from '../../contract/versions.ts';
import { actualBudget, actualBudgetIntegration } from './actual-budget.ts';
import { gate } from './gate.ts';
import type { ActualBudgetOptions } from './options.ts';
import { readActualBudget } from './read.ts';
import { runs } from '../../../test/support/runs.ts';

/** What its settings can hold of a contract. */
const holds = ['end', 'protocol', 'slug', 'clientId', 'clientType', 'redirects', 'scopes', 'grants', 'secret', 'issuer'] as const;

const clusterOf = (options: Partial<ActualBudgetOptions> = {}, cluster: Readonly<Record<string, unknown>> = {}) =>
  clusterWith({ apps: [actualBudget({ host: 'budget', access: everyone(), ...options })], ...cluster });
const written = (options: Partial<ActualBudgetOptions> = {}) => JSON.stringify(clusterOf(options).apps[0]!.end.objects);

describe('the read laws of Actual Budget', () => {
  it('hold in every version of the window', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.constantFrom('actual-budget', 'budget'),
          access: fc.constantFrom(everyone(), groups('a', 'b')),
          enforce: fc.boolean(),
          users: fc.constantFrom('login', 'manual'),
          secretGeneration: fc.integer({ min: 1, max: 9999 }),
        }),
        fc.constantFrom(...supported.authentik),
        (options, version) => {
          expectReadLaws(clusterOf(options, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } }), actualBudgetIntegration, holds);
        },
      ),
      { numRuns: runs(8) },
    );
  });
});

describe('what is written', () => {
  it('waits for the identity provider before anything starts, by the same image and a script without input in it', () => {
    const release = clusterOf().apps[0]!.end.objects.find(({ kind }) => kind === 'HelmRelease')!['spec'] as {
      values: {
        controllers: Record<
          string,
          { initContainers: Record<string, { command: string[]; image: unknown; env: unknown }>; containers: { app: { image: unknown } } }
        >;
      };
    };
    const { initContainers, containers } = release.values.controllers['actual-budget']!;
    expect(initContainers['wait-for-idp']).toMatchObject({
      image: containers.app.image,
      command: ['node', '--input-type=module', '-e', gate],
      env: [
        { name: 'DISCOVERY_URL', value: 'https://auth.home.example.org/application/o/actual-budget/.well-known/openid-configuration' },
        { name: 'ISSUER', value: 'https://auth.home.example.org/application/o/actual-budget/' },
        { name: 'ENFORCE', value: 'true' },
      ],
    });
  });

  it('lets a password in only when asked', () => {
    expect(written()).toContain('{"name":"ACTUAL_ALLOWED_LOGIN_METHODS","value":"openid"}');
    expect(written({ enforce: false })).toContain('{"name":"ACTUAL_ALLOWED_LOGIN_METHODS","value":"openid,password"}');
  });
});

/** Runs the gate against a server whose answers change; gives its exit code and what it said. */
async function pass(answers: readonly ((origin: string) => unknown)[]): Promise<{ code: number | null; said: string }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (request.url === '/keys' || request.url === '/none') return response.end(JSON.stringify({ keys: request.url === '/keys' ? [{}] : [] }));
    const body = answers[Math.min(asked++, answers.length - 1)]!(origin);
    response.statusCode = body === undefined ? 503 : 200;
    return response.end(JSON.stringify(body ?? null));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Seconds become milliseconds, so that the test does not wait.
  const child = spawn(process.execPath, ['--input-type=module', '-e', gate.replace('wait(5000)', 'wait(5)')], {
    env: { PATH: process.env['PATH'], DISCOVERY_URL: `${origin}/document`, ISSUER: `${origin}/` },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, said })));
}

describe('the gate', () => {
  it('opens only for the expected issuer with a signing key, and says what it waits for', async () => {
    const right = (origin: string) => ({ issuer: `${origin}/`, jwks_uri: `${origin}/keys` });
    const { code, said } = await pass([
      () => undefined,
      (origin) => ({ ...right(origin), issuer: 'http://authentik-server/' }),
      (origin) => ({ ...right(origin), jwks_uri: `${origin}/none` }),
      right,
    ]);
    expect(code).toBe(0);
    expect(said).toMatch(/HTTP 503[\s\S]*its issuer is http:\/\/authentik-server\/, not[\s\S]*it has no signing key[\s\S]*the identity provider answers\n$/);
  });
});

describe('releases of others', () => {
  it('may name the issuer or its document', () => {
    for (const url of ['https://id.example.org/application/o/b/', 'https://id.example.org/application/o/b/.well-known/openid-configuration']) {
      const text = `kind: Deployment\nspec: { template: { spec: { containers: [{ env: { ACTUAL_OPENID_DISCOVERY_URL: "${url}", ACTUAL_OPENID_SERVER_HOSTNAME: "https://b.example.org" } }] } } }\n`;
      expect(readActualBudget(manifestsIn(text)).map(said)).toMatchObject([
        { slug: 'b', issuer: 'https://id.example.org/application/o/b/', redirects: [{ url: 'https://b.example.org/openid/callback' }] },
      ]);
    }
  });
});
