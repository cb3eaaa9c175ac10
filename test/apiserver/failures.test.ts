import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiserverContext } from '../../lib/explain/apiserver-context.ts';
import { explainForApiserver } from '../../lib/explain/explain-apiserver.ts';
import { judge } from '../../lib/explain/judge-configuration.ts';
import { Issuer } from './issuer.ts';
import { ApiServer } from './server.ts';

let server: ApiServer;
let issuer: Issuer;
let configuration: string;

const now = Math.floor(Date.now() / 1000);
const entry = (name: string, username: string, audience: string) => ({
  issuer: { url: issuer.url(name), audiences: [audience], certificateAuthority: server.certificates.caText },
  claimMappings: { username: { claim: username, prefix: '' }, groups: { claim: 'groups', prefix: '' } },
});

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
  const jwt = [entry('application/o/email', 'email', 'kubernetes'), entry('application/o/kubectl', 'preferred_username', 'kubectl')];
  configuration = JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt });
  await server.start(configuration);
  for (const name of ['application/o/email', 'application/o/kubectl']) await server.initialized(await issuer.sign({ iss: issuer.url(name), aud: 'x', exp: 1 }));
});
afterAll(async () => {
  issuer?.stop();
  await server?.stop();
});

async function both(token: string) {
  const made = apiserverContext({ configuration, minor: 36, keys: issuer.jwks });
  if ('error' in made) throw new Error(made.error);
  const [review, verdict] = await Promise.all([server.review(token), explainForApiserver(token, made.context)]);
  expect(verdict.error).toBe(review.error);
  expect(verdict.accepted).toBe(false);
  return verdict;
}

describe('failures that people met', () => {
  it('the cause was swallowed, and somebody bisected it to email_verified by hand (kubernetes/kubernetes#136887)', async () => {
    const claims = { iss: issuer.url('application/o/email'), aud: 'kubernetes', exp: now + 600, email: 'a@example.org', email_verified: false, groups: [] };
    const verdict = await both(await issuer.sign(claims));
    expect(verdict.error).toBe('[invalid bearer token, oidc: email not verified]');
    expect(verdict.why).toContain('since 2025.10');
    expect(verdict.fix).toContain('preferred_username');
  });

  it('authentik and kubelogin, plain Unauthorized: the issuer was reached without TLS (kubernetes/kubernetes#108773)', async () => {
    const insecure = issuer.url('application/o/kubectl').replace('https:', 'http:');
    const verdict = await both(await issuer.sign({ iss: insecure, aud: 'kubectl', exp: now + 600, preferred_username: 'a' }));
    expect(verdict.error).toBe('invalid bearer token');
    expect(verdict.why).toContain('plain http');
    expect(verdict.fix).toContain('X-Forwarded-Proto');
    // Writing the same URL into the file does not help, and the file is refused with a reason.
    const changed = configuration.replace(issuer.url('application/o/kubectl'), insecure);
    expect(await server.reload(changed)).toBe(judge(changed, 36, []).error);
  });

  it('a login loop, because Headlamp and the apiserver use different clients (kubernetes-sigs/headlamp#4539)', async () => {
    const verdict = await both(await issuer.sign({ iss: issuer.url('application/o/headlamp'), aud: 'headlamp', exp: now + 600, preferred_username: 'a' }));
    expect(verdict.error).toBe('invalid bearer token');
    expect(verdict.why).toContain('another client');
    const shared = await both(await issuer.sign({ iss: issuer.url('application/o/kubectl'), aud: 'headlamp', exp: now + 600, preferred_username: 'a' }));
    expect(shared.error).toBe('[invalid bearer token, oidc: verify token: oidc: expected audience "kubectl" got ["headlamp"]]');
    expect(shared.why).toContain('another client');
  });
});
