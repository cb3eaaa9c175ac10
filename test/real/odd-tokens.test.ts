import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { randomOf } from '../support/odd-trees.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** `PINOUT_FUZZ=100000 npm run test:real`: as many tokens. */
const runs = Number(process.env['PINOUT_FUZZ'] ?? 10_000);
const url = 'https://id.example.org/application/o/kubectl/';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'x',
  [],
  {},
  [null],
  [[]],
  ['', 'a'],
  { __proto__: null, constructor: 1 },
  '\u001b[2J',
  '\n::error::x',
  '\u202e',
  '\0',
  'a'.repeat(3_000),
  '%',
  '${A}',
  'constructor',
  '__proto__',
  'none',
  'HS256',
  'ES256',
];
const expressions = [
  'true',
  "'admins' in claims.groups",
  'claims.groups.exists(g, g.startsWith("a"))',
  'claims.exp > 1',
  "claims.?hd.orValue('') == ''",
  'claims.aud.size() > 0',
  "claims.sub.matches('^(a+)+$')",
  "duration('1h') > duration('1s')",
  'has(claims.a.b)',
];
const pieces = [
  ' && ',
  '!',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '.map(x, x)',
  '.',
  'constructor',
  '%',
  '1/0',
  'b"\\xff"',
  '? 1 : 2',
  '\\',
  '{',
  '-9223372036854775808',
  '\u202e',
  'ü',
];

/** A token, its keys and the configuration that judges it, each changed at a few places. */
function oddLogin(seed: number): { token: string; keys: string; configuration: string } {
  const random = randomOf(seed * 7_919 + 3);
  const one = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const changed = (value: Record<string, unknown>): Record<string, unknown> => {
    for (let left = random(3); left > 0; left -= 1) {
      const key = random(3) === 0 ? one(odd.filter((name) => typeof name === 'string')) : one(Object.keys(value));
      Object.defineProperty(value, key, { value: one(odd), enumerable: true, configurable: true, writable: true });
    }
    return value;
  };
  const spoilt = (text: string): string => {
    if (random(10) > 0) return text;
    const at = random(text.length + 1);
    return random(2) === 0 ? text.slice(0, at) : `${text.slice(0, at)}${one(['.', '=', '"', '[', '\n', '\0', 'é'])}${text.slice(at)}`;
  };
  const encode = (value: unknown): string => Buffer.from(spoilt(JSON.stringify(value))).toString('base64url');
  const header = encode(changed({ alg: 'ES256', kid: 'k', typ: 'JWT' }));
  const payload = encode(changed({ iss: url, aud: 'kubectl', sub: 's', exp: 9_999_999_999, iat: 1, groups: ['admins'], email: 'a@b.c', email_verified: true }));
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const set = { keys: [changed({ ...(publicKey.export({ format: 'jwk' }) as Record<string, unknown>), kid: 'k', alg: 'ES256', use: 'sig' })] };
  let expression = one(expressions);
  for (let left = random(4); left > 0; left -= 1) {
    const at = random(expression.length + 1);
    expression = expression.slice(0, at) + one(pieces) + expression.slice(at);
  }
  const entry = {
    issuer: changed({ url, audiences: ['kubectl'] }),
    claimMappings: changed({ username: { claim: 'sub', prefix: '' }, groups: changed({ claim: 'groups', prefix: 'x:' }) }),
    claimValidationRules: [{ expression, message: 'm' }],
  };
  return {
    token: spoilt(`${header}.${payload}.${signature}`).replaceAll(/[\n\0]/g, ''),
    keys: spoilt(JSON.stringify(random(8) === 0 ? changed({ keys: one(odd) }) : set)),
    configuration: spoilt(JSON.stringify(changed({ apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AuthenticationConfiguration', jwt: [entry] }))),
  };
}

describe('explain', () => {
  it(`answers ${runs} odd tokens, keys and configurations`, async () => {
    const folder = tempFolder();
    const faults: string[] = [];
    const codes = new Map<number | string, number>();
    const [keys, configuration] = [join(folder, 'keys.json'), join(folder, 'configuration.yaml')];
    for (let seed = 0; seed < runs && faults.length < 20; seed += 1) {
      const login = oddLogin(seed);
      writeFileSync(keys, login.keys);
      writeFileSync(configuration, login.configuration);
      let printed = '';
      const take = (text: string): void => void (printed += text);
      const args = ['explain', '--at', '2026-11-25T12:00:00Z', '--config', configuration, '--jwks', keys, ...(seed % 2 === 0 ? ['--json'] : [])];
      const code = await main(args, { out: take, talk: take, env: {}, input: () => login.token }).catch(String);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      const said = (what: string): void => void faults.push(`seed ${seed}: ${what}`);
      if (typeof code === 'string' || printed === '' || /\bunexpected:|\n {4}at /.test(printed)) said(`${code}: ${printed.slice(0, 300)}`);
      if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/.test(printed))
        said(`prints a control: ${JSON.stringify(printed.slice(0, 300))}`);
      if (printed.length > 200_000) said(`prints ${printed.length} characters`);
      const third = login.token.split('.')[2];
      if (third !== undefined && third.length > 40 && printed.includes(third)) said('prints the signature');
    }
    expect(faults).toEqual([]);
    // All ways out are taken: otherwise the inputs are too odd, or not odd enough.
    expect([...codes.keys()].sort()).toEqual(expect.arrayContaining([0, 1]));
  }, 3_600_000);
});
