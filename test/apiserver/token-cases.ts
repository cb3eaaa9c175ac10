import fc from 'fast-check';
import { UnsecuredJWT } from 'jose';
import type { Issuer } from './issuer.ts';

/** One token by what is special about it. */
export interface TokenCase {
  readonly name: string;
  readonly make: (issuer: Issuer, name: string) => Promise<string>;
}

const now = Math.floor(Date.now() / 1000);
const good = {
  aud: 'kubectl',
  exp: now + 3600,
  iat: now - 10,
  sub: 's-1',
  preferred_username: 'Alice',
  email: 'alice@example.org',
  groups: ['admins', 'devs'],
  roles: 'a,b',
  level: 3,
  team: 'red',
  teams: ['t'],
  profile: { teams: ['x', ''] },
  tier: 'gold',
};
const base = (issuer: Issuer, name: string) => ({ iss: issuer.url(name), ...good });

const withClaims = (name: string, change: Record<string, unknown>): TokenCase => ({
  name,
  make: async (issuer, entry) => await issuer.sign({ ...base(issuer, entry), ...change }),
});
const text = (name: string, change: (json: string) => string, header: Record<string, unknown> = {}): TokenCase => ({
  name,
  make: async (issuer, entry) => await issuer.signText(change(JSON.stringify(base(issuer, entry))), header),
});
const raw = (name: string, change: (token: string) => string): TokenCase => ({
  name,
  make: async (issuer, entry) => change(await issuer.sign(base(issuer, entry))),
});
const more = (json: string) => (old: string) => `${old.slice(0, -1)},${json}}`;
const b64 = (value: string) => Buffer.from(value).toString('base64url');

/** Tokens that are special by hand. */
export const tokens: readonly TokenCase[] = [
  withClaims('good', {}),
  { name: 'rs256', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'RS256') },
  { name: 'ps384', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'PS384') },
  { name: 'no kid', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'ES256', { kid: undefined }) },
  { name: 'unknown kid', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'ES256', { kid: 'other' }) },
  { name: 'other kid', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'ES256', { kid: 'RS256' }) },
  { name: 'typ', make: async (issuer, entry) => await issuer.sign(base(issuer, entry), 'ES256', { typ: 'at+jwt' }) },
  { name: 'alg none', make: async (issuer, entry) => await Promise.resolve(new UnsecuredJWT(base(issuer, entry)).encode() + 'AAAA') },
  { name: 'hs256', make: async (issuer, entry) => await Promise.resolve(`${b64('{"alg":"HS256"}')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  { name: 'no alg', make: async (issuer, entry) => await Promise.resolve(`${b64('{"kid":"x"}')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  { name: 'alg number', make: async (issuer, entry) => await Promise.resolve(`${b64('{"alg":5}')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  {
    name: 'kid number',
    make: async (issuer, entry) => await Promise.resolve(`${b64('{"alg":"ES256","kid":[1]}')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`),
  },
  { name: 'header list', make: async (issuer, entry) => await Promise.resolve(`${b64('[]')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  { name: 'header no JSON', make: async (issuer, entry) => await Promise.resolve(`${b64('hello')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  { name: 'header cut', make: async (issuer, entry) => await Promise.resolve(`${b64('{"alg":')}.${b64(JSON.stringify(base(issuer, entry)))}.AAAA`) },
  raw('header not base64', (token) => `!!${token}`),
  raw('header empty', (token) => token.slice(token.indexOf('.'))),
  raw('signature not base64', (token) => `${token.slice(0, token.lastIndexOf('.'))}.!!`),
  raw('signature empty', (token) => token.slice(0, token.lastIndexOf('.') + 1)),
  raw('signature cut', (token) => token.slice(0, -8)),
  raw('signature changed', (token) => `${token.slice(0, token.lastIndexOf('.') + 1)}${b64('x'.repeat(64))}`),
  raw('payload changed', (token) => {
    const [h, p, s] = token.split('.');
    return `${h}.${b64(Buffer.from(p!, 'base64url').toString().replace('Alice', 'Malice'))}.${s}`;
  }),
  raw('two parts', (token) => token.slice(0, token.lastIndexOf('.'))),
  raw('five parts', (token) => `${token}.a.b`),
  raw('trailing space', (token) => `${token} `),
  raw('leading space', (token) => ` ${token}`),
  raw('inner space', (token) => `${token} x`),
  raw('opaque', () => 'abcdef0123456789'),
  raw('JSON', () => '{"a":1}'),
  withClaims('iss without slash', { iss: undefined }),
  { name: 'slash', make: async (issuer, entry) => await issuer.sign({ ...base(issuer, entry), iss: issuer.url(entry).slice(0, -1) }) },
  withClaims('iss number', { iss: 5 }),
  withClaims('aud other', { aud: 'headlamp' }),
  withClaims('aud list', { aud: ['x', 'kubectl'] }),
  withClaims('aud list other', { aud: ['x', 'y'] }),
  withClaims('aud empty', { aud: [] }),
  withClaims('aud missing', { aud: undefined }),
  withClaims('aud number', { aud: 5 }),
  withClaims('aud mixed', { aud: ['kubectl', 5] }),
  withClaims('aud null', { aud: null }),
  withClaims('aud object', { aud: { a: 1 } }),
  withClaims('expired', { exp: now - 60 }),
  withClaims('exp missing', { exp: undefined }),
  withClaims('exp text', { exp: 'tomorrow' }),
  withClaims('exp number text', { exp: String(now + 100) }),
  withClaims('exp null', { exp: null }),
  withClaims('exp bool', { exp: true }),
  withClaims('exp float', { exp: now + 100.5 }),
  text('exp exponent', (json) => json.replace(/"exp":\d+/, '"exp":4.0e9')),
  withClaims('nbf soon', { nbf: now + 30 }),
  withClaims('nbf later', { nbf: now + 7200 }),
  withClaims('nbf null', { nbf: null }),
  withClaims('iat text', { iat: 'x' }),
  withClaims('iat missing', { iat: undefined }),
  withClaims('sub number', { sub: 5 }),
  withClaims('sub missing', { sub: undefined }),
  withClaims('sub null', { sub: null }),
  withClaims('nonce number', { nonce: 5 }),
  withClaims('claim names', { _claim_names: { x: 'src' } }),
  withClaims('claim names empty source', { _claim_names: { x: '' } }),
  withClaims('claim names list', { _claim_names: ['x'] }),
  withClaims('claim names number', { _claim_names: { x: 5 } }),
  withClaims('claim sources', { _claim_names: { other: 'src' }, _claim_sources: { src: { endpoint: 'https://127.0.0.1:1/' } } }),
  withClaims('claim sources text', { _claim_sources: 'x' }),
  withClaims('name missing', { preferred_username: undefined }),
  withClaims('name number', { preferred_username: 5 }),
  withClaims('name null', { preferred_username: null }),
  withClaims('name empty', { preferred_username: '' }),
  withClaims('name list', { preferred_username: ['a'] }),
  withClaims('name system', { preferred_username: 'system:admin' }),
  withClaims('name with umlauts', { preferred_username: 'Jürgen 😀' }),
  withClaims('groups missing', { groups: undefined }),
  withClaims('groups empty', { groups: [] }),
  withClaims('groups null', { groups: null }),
  withClaims('groups text', { groups: 'admins' }),
  withClaims('groups number', { groups: 5 }),
  withClaims('groups object', { groups: { a: 'b' } }),
  withClaims('groups mixed', { groups: ['a', 5] }),
  withClaims('groups null item', { groups: ['a', null] }),
  withClaims('groups with empty text', { groups: ['', 'b'] }),
  withClaims('groups twice', { groups: ['b', 'b', 'a'] }),
  withClaims('groups system', { groups: ['system:masters'] }),
  withClaims('groups authenticated', { groups: ['system:authenticated'] }),
  withClaims('email verified', { email_verified: true }),
  withClaims('email unverified', { email_verified: false }),
  withClaims('email verified text', { email_verified: 'true' }),
  withClaims('email verified null', { email_verified: null }),
  withClaims('email missing', { email: undefined, email_verified: true }),
  withClaims('email number', { email: 5, email_verified: true }),
  withClaims('roles list', { roles: ['a'] }),
  withClaims('roles missing', { roles: undefined }),
  withClaims('roles empty', { roles: '' }),
  withClaims('level text', { level: 'x' }),
  withClaims('level float', { level: 2.5 }),
  withClaims('level big', { level: 12345678901 }),
  withClaims('level negative', { level: -1 }),
  withClaims('profile missing', { profile: undefined }),
  withClaims('profile text', { profile: 'x' }),
  withClaims('profile null', { profile: null }),
  withClaims('profile teams number', { profile: { teams: 5 } }),
  withClaims('profile teams text', { profile: { teams: 'x' } }),
  withClaims('team list', { team: ['a', '', 'b'] }),
  withClaims('team number', { team: 5 }),
  withClaims('team missing', { team: undefined }),
  withClaims('team empty', { team: '' }),
  withClaims('teams mixed', { teams: ['a', 1] }),
  withClaims('tier silver', { tier: 'silver' }),
  withClaims('tier empty', { tier: '' }),
  withClaims('tier number', { tier: 5 }),
  withClaims('tier missing', { tier: undefined }),
  withClaims('jti', { jti: 'j-1' }),
  withClaims('jti bad', { jti: 'bad' }),
  withClaims('jti number', { jti: 5 }),
  withClaims('jti empty', { jti: '' }),
  withClaims('escaped', { 'a-b': 'v' }),
  withClaims('long life', { iat: now - 10 * 86_400 }),
  text('claim twice', more('"groups":["second"]')),
  text('name twice', more('"preferred_username":"Second"')),
  text('capital letters', (json) => json.replace('"aud"', '"AUD"').replace('"exp"', '"Exp"')),
  text('spaces in JSON', (json) => json.replaceAll(',', ' ,\n ')),
  text('half surrogate', more('"x":"\\ud800"')),
  text('crit b64', (json) => json, { b64: true, crit: ['b64'] }),
  text('payload list', () => '[1]'),
  text('payload null', () => 'null'),
  text('payload no JSON', () => 'x'),
  withClaims('wrong audience and expired', { aud: 'x', exp: 1 }),
  raw('wrong signature and payload', (token) => {
    const [h, p, s] = token.split('.');
    return `${h}.${b64(Buffer.from(p!, 'base64url').toString().replace('"kubectl"', '"x"'))}.${s}`;
  }),
];

const anything = fc.oneof(
  fc.constantFrom<unknown>('a', '', 'admins', 'devs', 'a,b', 'x@y.z', 'system:masters', null, true, false, 0, 1, 2.5, -3, 1e21),
  fc.array(fc.constantFrom<unknown>('a', '', 'admins', 'b c', 5, null, true, ['x'], { y: 1 }), { maxLength: 4 }),
  fc.dictionary(fc.constantFrom('teams', 'a', 'x-y'), fc.constantFrom<unknown>(['t'], 'x', 5, null), { maxKeys: 2 }),
);

/** Generated claims: each claim that a configuration looks at is missing or anything. Same seed, same claims. */
export function generatedClaims(count: number, seed: number): readonly Record<string, unknown>[] {
  const names = ['preferred_username', 'groups', 'email', 'email_verified', 'roles', 'level', 'team', 'teams', 'profile', 'tier', 'jti', 'a-b'] as const;
  const shape = Object.fromEntries(names.map((name) => [name, fc.option(anything, { nil: undefined, freq: 4 })]));
  return fc.sample(fc.record(shape), { numRuns: count, seed });
}
