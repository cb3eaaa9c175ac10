import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judge } from '../../lib/explain/judge-configuration.ts';
import { ApiServer } from './server.ts';

let server: ApiServer;

const empty = JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt: [] });
const own = 'https://kubernetes.default.svc';

/** Files that must be refused, from the measured ones: every fourth, so that the suite stays short. */
const refused = readFileSync(new URL('../kubernetes/apiserver-1.36.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { config: string; error: string | null; serviceAccountIssuers?: string[] })
  .filter(({ error, serviceAccountIssuers }) => error !== null && serviceAccountIssuers === undefined)
  .filter((_, index) => index % 4 === 0)
  .map(({ config }) => config);

const entry = (url: string) => ({ issuer: { url, audiences: ['a'] }, claimMappings: { username: { claim: 'sub', prefix: '' } } });
const file = (...jwt: object[]) => JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt });

beforeAll(async () => {
  server = new ApiServer();
  await server.start(empty);
});
afterAll(async () => {
  await server?.stop();
});

describe('a configuration that kube-apiserver refuses', () => {
  it('is refused by --config-only with the same text, when a running server reloads it', async () => {
    const different: object[] = [];
    for (const config of [...refused, file(entry(own)), file(entry('https://b.example'), entry(own))]) {
      const theirs = await server.reload(config);
      const ours = judge(config, 36, [own]).error ?? undefined;
      if (theirs !== ours) different.push({ config, theirs, ours });
    }
    console.log(`${refused.length + 2} refused files, ${different.length} with another text`);
    expect(different).toEqual([]);
    expect(refused.length).toBeGreaterThan(50);
  });

  it.each([
    ['a rule of the issuer', file(entry('http://a.example')), ''],
    [
      'an egress selector that is not configured',
      file({ ...entry('https://a.example'), issuer: { url: 'https://a.example', audiences: ['a'], egressSelectorType: 'cluster' } }),
      '',
    ],
    ['an expression', file({ ...entry('https://a.example'), claimValidationRules: [{ expression: 'claims.groups.exists(g, true)' }] }), ''],
    ['an unknown field', file({ ...entry('https://a.example'), foo: 1 }), ''],
    // The start validates before it knows the service account issuers; the constructor then says it without the entry.
    ['the issuer of the service accounts', file(entry(own)), 'jwt[0].'],
  ])('is refused at a start too: %s', async (_, config, withoutPrefix) => {
    const { error } = judge(config, 36, [own]);
    expect(await server.refusedStart(config)).toContain(error!.slice(withoutPrefix.length));
  });
});
