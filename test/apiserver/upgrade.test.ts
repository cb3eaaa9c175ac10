import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { decodeAuthenticationConfiguration } from '../../lib/kubernetes/decode-authentication-configuration.ts';
import { clusterWith } from '../support/sample.ts';
import { Issuer } from './issuer.ts';
import { ApiServer } from './server.ts';

let server: ApiServer;
let issuer: Issuer;

/** The file that dist has for a Kubernetes, with the address of the issuer on loopback. */
function fileFor(kubernetes: string, more: object = {}): string {
  const { manual, facts } = clusterWith({
    versions: { kubernetes, authentik: '2026.8.3', flux: '2.9' },
    apps: [kubectl({ roles: { 'cluster-admin': ['admins'] } })],
    apiserver: { certificateAuthority: server.certificates.caText },
    ...more,
  });
  return manual.find(({ path }) => path === 'kubernetes/authentication-configuration.yaml')!.text.replaceAll(facts.idp.origin, issuer.origin);
}

const token = (slug: string, groups: readonly string[], audience = slug) =>
  issuer.sign({
    iss: issuer.url(`application/o/${slug}`),
    aud: audience,
    sub: 'x',
    exp: Math.floor(Date.now() / 1000) + 3600,
    preferred_username: 'jan',
    groups,
  });
const errorOf = async (one: string) => (await server.review(one)).error;

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
});
afterAll(async () => {
  await server?.stop();
  issuer?.stop();
});

it('reads the file of the Kubernetes before, and takes the new one without refusing a token', async () => {
  const before = fileFor('1.33');
  const after = fileFor('1.36');
  expect([before, after].map((text) => /^apiVersion: (\S+)/m.exec(text)![1])).toEqual(['apiserver.config.k8s.io/v1beta1', 'apiserver.config.k8s.io/v1']);
  await server.start(before);
  const jan = await token('kubectl', ['admins']);
  await vi.waitFor(async () => expect(await errorOf(jan)).toBeNull(), { timeout: 60_000, interval: 500 });
  const refused: (string | null)[] = [];
  const watched = { now: true };
  const watching = (async () => {
    while (watched.now) {
      const error = await errorOf(jan);
      if (error !== null) refused.push(error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  expect(await server.reload(after)).toBeUndefined();
  watched.now = false;
  await watching;
  expect(refused).toEqual([]);
});

it('goes on with v1alpha1 of Kubernetes 1.29 once the line is written anew, as pinout says of it', async () => {
  const now = fileFor('1.36');
  const old = now.replace(/^apiVersion: .*$/m, 'apiVersion: apiserver.config.k8s.io/v1alpha1');
  const decoded = decodeAuthenticationConfiguration(old, 36);
  const said = await server.reload(old);
  expect('error' in decoded).toBe(said !== undefined);
  expect(checkFiles([{ file: 'authentication.yaml', text: old }]).findings.map(({ code, severity }) => `${severity} ${code}`)).toContain(
    'warning apiserver-api-version',
  );
  for (const version of ['v1beta1', 'v1']) expect(await server.reload(old.replace('v1alpha1', version))).toBeUndefined();
  const jan = await token('kubectl', ['admins']);
  await vi.waitFor(async () => expect(await errorOf(jan)).toBeNull(), { timeout: 60_000, interval: 500 });
});

it('follows a group, a slug and a client id that are renamed: old tokens are refused, new ones are not', async () => {
  const old = await token('kubectl', ['admins']);
  expect(await server.reload(fileFor('1.36', { renamed: { slugs: { kubectl: 'shell' }, clientIds: { kubectl: 'shell-app' } } }))).toBeUndefined();
  const now = await token('shell', ['operators', 'admins'], 'shell-app');
  await vi.waitFor(async () => expect(await errorOf(now)).toBeNull(), { timeout: 60_000, interval: 500 });
  expect(await errorOf(old)).toContain('invalid bearer token');
  expect(await errorOf(await token('shell', ['admins'], 'kubectl'))).not.toBeNull();
});
