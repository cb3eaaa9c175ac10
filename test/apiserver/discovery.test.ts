import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiserverContext } from '../../lib/explain/apiserver-context.ts';
import { explainForApiserver } from '../../lib/explain/explain-apiserver.ts';
import { Issuer } from './issuer.ts';
import { ApiServer } from './server.ts';

let server: ApiServer;
let issuer: Issuer;
let configuration: string;

const entry = (url: string, authority = server.certificates.caText) => ({
  issuer: { url, audiences: ['kubectl'], certificateAuthority: authority },
  claimMappings: { username: { claim: 'sub', prefix: '' } },
});

beforeAll(async () => {
  server = new ApiServer();
  issuer = await Issuer.start(server.certificates);
  // The second entry lacks the slash that the discovery document has, so kube-apiserver never gets ready for it.
  const jwt = [entry(issuer.url('right')), entry(issuer.url('wrong').slice(0, -1))];
  configuration = JSON.stringify({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt });
  await server.start(configuration);
  await server.initialized(await issuer.sign({ iss: issuer.url('right'), aud: 'x', exp: 1 }));
});
afterAll(async () => {
  issuer?.stop();
  await server?.stop();
});

const claims = (iss: string) => ({ iss, aud: 'kubectl', exp: Math.floor(Date.now() / 1000) + 600, sub: 's' });
function explain(token: string, text = configuration) {
  const made = apiserverContext({ configuration: text, minor: 36, timeoutSeconds: 5 });
  if ('error' in made) throw new Error(made.error);
  return explainForApiserver(token, made.context);
}

describe('without --jwks', () => {
  it('the keys are fetched by discovery, with the authority of the configuration', async () => {
    const token = await issuer.sign(claims(issuer.url('right')));
    expect((await server.review(token)).authenticated).toBe(true);
    expect(await explain(token)).toMatchObject({ accepted: true, error: null, user: { username: 's' } });
  });

  it('an issuer whose document names another one is never ready', async () => {
    const token = await issuer.sign(claims(issuer.url('wrong').slice(0, -1)));
    const [review, verdict] = [await server.review(token), await explain(token)];
    expect(verdict.error).toBe('[invalid bearer token, oidc: authenticator not initialized]');
    expect(verdict.error).toBe(review.error);
    expect(verdict.why).toContain('returns another issuer');
  });

  it('an issuer that does not answer, or is not trusted, leaves the signature open', async () => {
    const closed = configuration.replaceAll(issuer.origin, 'https://127.0.0.1:1');
    const token = await issuer.sign(claims('https://127.0.0.1:1/right/'));
    const verdict = await explain(token, closed);
    expect(verdict).toMatchObject({ accepted: false, error: null });
    expect(verdict.steps.find(({ step }) => step === 'signature')?.status).toBe('not evaluated');
    const untrusted = JSON.stringify({
      ...(JSON.parse(configuration) as object),
      jwt: [{ ...entry(issuer.url('right')), issuer: { url: issuer.url('right'), audiences: ['kubectl'] } }],
    });
    expect((await explain(await issuer.sign(claims(issuer.url('right'))), untrusted)).why).toContain('could not be fetched');
  });
});
