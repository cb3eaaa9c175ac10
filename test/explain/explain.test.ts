import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'pinout-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const url = 'https://id.example.org/application/o/kubectl/';
const pair = await generateKeyPair('ES256');
const jwks = path('jwks.json', JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k' }] }));
const config = path(
  'config.yaml',
  `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
  - issuer: { url: '${url}', audiences: [kubectl] }
    claimMappings:
      username: { claim: preferred_username, prefix: 'oidc:' }
      groups: { claim: groups, prefix: 'oidc:' }
    claimValidationRules:
      - expression: has(claims.groups)
        message: the token has no groups
`,
);
const at = '2026-11-25T12:00:00Z';
const good = { iss: url, aud: 'kubectl', exp: Date.parse(at) / 1000 + 60, preferred_username: 'alice', groups: ['admins'] };
const sign = async (change: object = {}) => await new SignJWT({ ...good, ...change }).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(pair.privateKey);

async function explain(tokens: readonly string[], args: readonly string[] = ['--jwks', jwks]) {
  let out = '';
  let talk = '';
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (talk += text), env: {}, input: () => `${tokens.join('\n')}\n` };
  const code = await main(['explain', '--config', config, '--at', at, ...args], io);
  return { code, out, talk };
}
async function verdicts(tokens: readonly string[], args: readonly string[] = ['--jwks', jwks]) {
  const { code, out } = await explain(tokens, ['--json', ...args]);
  const lines = out
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          accepted: boolean;
          error: string | null;
          user: unknown;
          steps: { step: string; status: string }[];
          why: string | null;
          fix: string | null;
        },
    );
  return { code, lines };
}

describe('pinout explain', () => {
  it('says who a good token is, and exits with 0', async () => {
    const { code, lines } = await verdicts([await sign()]);
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      accepted: true,
      error: null,
      user: { username: 'oidc:alice', uid: '', groups: ['oidc:admins', 'system:authenticated'], extra: {} },
      why: null,
      fix: null,
    });
    expect(Object.keys(lines[0]!)).toEqual(['accepted', 'error', 'user', 'steps', 'why', 'fix']);
  });

  it.each([
    ['the slash', { iss: url.slice(0, -1) }, 'invalid bearer token', 'slash'],
    ['the client', { aud: 'headlamp' }, '[invalid bearer token, oidc: verify token: oidc: expected audience "kubectl" got ["headlamp"]]', 'another client'],
    ['the clock', { exp: 5 }, '[invalid bearer token, oidc: verify token: oidc: token is expired (Token Expiry: 1970-01-01 00:00:05 +0000 UTC)]', 'expired'],
    [
      'the groups',
      { groups: undefined },
      "[invalid bearer token, oidc: error evaluating claim validation expression: validation expression 'has(claims.groups)' failed: the token has no groups]",
      'did not request the scope groups',
    ],
    ['the name', { preferred_username: undefined }, '[invalid bearer token, oidc: parse username claims "preferred_username": claim not present]', 'scope'],
  ])('tells %s', async (_, change, error, why) => {
    const { code, lines } = await verdicts([await sign(change)]);
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ accepted: false, error, user: null });
    expect(lines[0]!.why).toContain(why);
    expect(lines[0]!.fix).not.toBe('');
    expect(lines[0]!.steps.filter(({ status }) => status === 'failed')).toHaveLength(1);
  });

  it('tells HS256 and an encrypted token', async () => {
    const [head, body] = new UnsecuredJWT(good).encode().split('.');
    const symmetric = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body!}.AAAA`;
    const { lines } = await verdicts([symmetric, `${head!}.a.b.c.d`]);
    expect(lines[0]!.error).toContain('signed with unsupported algorithm, expected ["ES256" "ES384"');
    expect(lines[0]!.why).toContain('no signing key');
    expect(lines[1]).toMatchObject({ error: 'invalid bearer token' });
    expect(lines[1]!.why).toContain('encrypted');
  });

  it('looks at the signature first from 1.36 on, and last before', async () => {
    const [head, , tail] = (await sign()).split('.');
    const forged = `${head!}.${Buffer.from(JSON.stringify({ ...good, aud: 'x' })).toString('base64url')}.${tail!}`;
    const errorOf = async (version: string) => (await verdicts([forged], ['--jwks', jwks, '--kubernetes', version])).lines[0]!.error;
    expect(await errorOf('1.36')).toContain('failed to verify signature');
    expect(await errorOf('1.35')).toContain('expected audience');
  });

  it('does not guess a signature without keys: nothing is accepted, and the exit code is 3', async () => {
    const closed = path('closed.yaml', readFileSync(config, 'utf8').replaceAll(url, 'https://127.0.0.1:1/application/o/kubectl/'));
    const { code, lines } = await verdicts([await sign({ iss: 'https://127.0.0.1:1/application/o/kubectl/' })], ['--config', closed]);
    expect(code).toBe(3);
    expect(lines[0]).toMatchObject({ accepted: false, error: null, user: null });
    expect(lines[0]!.steps.find(({ step }) => step === 'signature')?.status).toBe('not evaluated');
    expect(lines[0]!.fix).toContain('--jwks');
  });

  it('never shows a token, and takes none as an argument', async () => {
    const token = await sign({ aud: 'x' });
    const text = await explain([token, token]);
    expect(text.out).toContain('token 2');
    expect(text.out + text.talk).not.toContain(token.split('.')[2]);
    const wrong = await explain([], [token]);
    expect(wrong.code).toBe(2);
    expect(wrong.out + wrong.talk).not.toContain(token.split('.')[1]);
  });

  it('reads tokens from a file, one a line', async () => {
    const file = path('tokens', [await sign(), await sign({ aud: 'x' }), ''].join('\r\n'));
    const { code, lines } = await verdicts([], ['--jwks', jwks, file]);
    expect(code).toBe(1);
    expect(lines.map(({ accepted }) => accepted)).toEqual([true, false]);
  });
});

describe('pinout explain --config-only', () => {
  it('judges a file without a token', async () => {
    const valid = await explain([], ['--config-only', '--json']);
    expect([valid.code, JSON.parse(valid.out)]).toEqual([0, { valid: true, error: null }]);
    const wrong = path('wrong.yaml', readFileSync(config, 'utf8').replace('https://', 'http://'));
    const refused = await explain([], ['--config', wrong, '--config-only', '--json']);
    expect([refused.code, JSON.parse(refused.out)]).toEqual([
      1,
      { valid: false, error: `jwt[0].issuer.url: Invalid value: "${url.replace('https', 'http')}": URL scheme must be https` },
    ]);
    const own = await explain([], ['--config-only', '--service-account-issuer', url]);
    expect(own.out).toBe(`jwt[0].issuer.url: Invalid value: "${url}": URL must not overlap with disallowed issuers: [${url}]\n`);
  });

  it('exits with 2 for wrong use and 3 for a file that cannot be read', async () => {
    expect((await explain([], ['--config-only', '--kubernetes', '1.29'])).code).toBe(2);
    expect((await explain([], ['--config', join(folder, 'nowhere'), '--config-only'])).code).toBe(3);
    expect((await explain([await sign()], ['--jwks', config])).code).toBe(3);
    expect((await explain([await sign()], ['--at', 'noon'])).code).toBe(2);
    expect((await explain([])).code).toBe(2);
  });
});
