import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celEnvironment } from '../../lib/cel/environment.ts';
import { jsonValue } from '../../lib/cel/json-value.ts';
import { celLiteral, celText, textOfCel } from '../../lib/kubernetes/cel-text.ts';
import { decodeAuthenticationConfiguration } from '../../lib/kubernetes/decode-authentication-configuration.ts';
import { validateAuthenticationConfiguration } from '../../lib/kubernetes/validate-authentication-configuration.ts';
import { configurationOf, kubectlCluster, versionsWith } from './support.ts';
import { runs } from '../support/runs.ts';

describe('a text in CEL', () => {
  const environment = celEnvironment(36, {});

  it('is what it was, for the evaluator and for our reader', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('\\', "'", '"', '\n', '\0', '\u2028', '\u00a0', 'é', '😀', 'x') })),
        (text) => {
          const literal = celText(text);
          const compiled = environment.compile(literal);
          expect('program' in compiled && compiled.program.evaluate({})).toBe(text);
          const [, single] = new RegExp(`^${celLiteral}$`, 'u').exec(literal)!;
          expect(textOfCel(single!)).toBe(text);
          expect(literal).not.toMatch(/[\p{Cc}\u2028]/u);
        },
      ),
    );
  });

  it('cannot hold half a surrogate pair', () => {
    expect(() => celText('\ud800')).toThrow(TypeError);
  });
});

const programs = (minor: number, change: object = {}, options: object = {}) => {
  const read = decodeAuthenticationConfiguration(configurationOf(kubectlCluster(options, { ...versionsWith(`1.${minor}`), ...change })), minor);
  if ('error' in read) throw new Error(read.error);
  const verdict = validateAuthenticationConfiguration(read.configuration, minor, ['https://kubernetes.default.svc']);
  expect(verdict.error).toBeUndefined();
  expect(verdict.notEvaluated).toEqual([]);
  return verdict.programs[0]!;
};

/** What has to be said about a token, told without CEL. */
function wanted(claims: { preferred_username?: unknown; groups?: unknown }): RegExp | { username: string; groups: string[] } {
  const { preferred_username: name, groups } = claims;
  if (typeof name !== 'string' || name === '') return /no text in the claim preferred_username/;
  if (!('groups' in claims)) return /no claim groups/;
  if (!Array.isArray(groups)) return /groups is not a list/;
  if (!groups.every((one) => typeof one === 'string' && one !== '')) return /holds something else than group names/;
  if (groups.length === 0) return /the user is in no group/;
  if (!groups.some((one) => one === 'viewers' || one === 'o.né/il+x')) return /none of the groups that kubectl admits/;
  if (name.startsWith('system:')) return /rename the user/;
  if (groups.some((one: string) => one.startsWith('system:'))) return /rename the group/;
  return { username: `oidc:${name}`, groups: groups.map((one: string) => `oidc:${one}`) };
}

const names = fc.oneof(fc.constantFrom('viewers', 'o.né/il+x', 'system:masters', 'system:', ''), fc.string({ maxLength: 6 }));
const anything = fc.oneof(names, fc.jsonValue({ maxDepth: 2 }));
const tokens = fc.record(
  {
    preferred_username: fc.oneof(fc.constant('jan'), anything),
    groups: fc.oneof(fc.array(names, { maxLength: 4 }), fc.array(anything, { maxLength: 4 }), anything),
  },
  { requiredKeys: [] },
);

describe('the rules', () => {
  it.each([30, 33, 34, 37])('never fail in 1.%i, and the first false one says what is wrong', (minor) => {
    const entry = programs(minor, {}, { roles: { view: ['viewers'], edit: ['o.né/il+x'] } });
    fc.assert(
      fc.property(tokens, (claims) => {
        const variables = { claims: jsonValue(claims, { integers: minor < 34 ? 'whole' : 'none', unescape: minor >= 34 }) };
        const username = entry.username!.evaluate(variables) as string;
        const groups = entry.groups!.evaluate(variables) as string[];
        // All of them, as kube-apiserver does, before the first false is looked for.
        const said = entry.claimRules.map(({ program, message }) => ({ holds: program.evaluate(variables), message }));
        const user = { user: jsonValue({ username, groups, uid: '', extra: {} }, { integers: 'none', unescape: false }) };
        said.push(...entry.userRules.map(({ program, message }) => ({ holds: program.evaluate(user), message })));
        const refused = said.find(({ holds }) => holds !== true);
        const want = wanted(claims);
        expect(username).not.toBe('');
        if (want instanceof RegExp) expect(refused?.message).toMatch(want);
        else expect(refused === undefined && { username, groups }).toEqual(want);
      }),
      {
        numRuns: runs(100),
        examples: [
          [{}],
          [{ preferred_username: 'jan', groups: null }],
          [{ preferred_username: null, groups: ['viewers'] }],
          [{ preferred_username: 'jan', groups: ['viewers', 1] }],
        ],
      },
    );
  });

  it('ask for a verified e-mail address when that is the username', () => {
    const entry = programs(36, { apiserver: { username: 'email' } });
    for (const verified of [undefined, false, null, 'true', 1, true]) {
      const claims = { email: 'jan@example.org', groups: ['viewers'], ...(verified === undefined ? {} : { email_verified: verified }) };
      const variables = { claims: jsonValue(claims, { integers: 'none', unescape: true }) };
      const refused = entry.claimRules.find(({ program }) => program.evaluate(variables) !== true);
      expect(refused?.message ?? 'accepted').toMatch(verified === true ? /^accepted$/ : /email_verified is not true/);
    }
  });

  it('let everybody in, with or without groups, when access says everyone', () => {
    const entry = programs(36, {}, { roles: undefined, access: { kind: 'everyone' } });
    const refused = (groups: unknown) =>
      entry.claimRules.find(
        ({ program }) => program.evaluate({ claims: jsonValue({ preferred_username: 'jan', groups }, { integers: 'none', unescape: true }) }) !== true,
      )?.message;
    expect(refused([])).toBeUndefined();
    expect(refused('viewers')).toMatch(/not a list/);
  });
});
