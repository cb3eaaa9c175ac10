import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { celEnvironment } from '../../lib/cel/environment.ts';
import { CelError, CelNotEvaluated } from '../../lib/cel/issue.ts';
import { celType } from '../../lib/cel/type.ts';
import { CelMap } from '../../lib/cel/value.ts';
import { main } from '../../lib/cli/main.ts';
import { renderVerdict } from '../../lib/explain/render-verdict.ts';
import { yamlToJson } from '../../lib/kubernetes/yaml-to-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'pinout-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const url = 'https://id.example.org/application/o/kubectl/';
const configuration = (rule = 'true') => `apiVersion: apiserver.config.k8s.io/v1
kind: AuthenticationConfiguration
jwt:
  - issuer: { url: '${url}', audiences: [kubectl] }
    claimMappings: { username: { claim: sub, prefix: '' } }
    claimValidationRules: [{ expression: ${JSON.stringify(rule)}, message: m }]
`;
const encode = (text: string) => Buffer.from(text).toString('base64url');
const tokenOf = (payload: string, header = '{"alg":"ES256","kid":"k"}') => `${encode(header)}.${encode(payload)}.AAAA`;
const good = `"iss":"${url}","aud":"kubectl","sub":"s","exp":9999999999`;

async function explain(tokens: readonly string[], args: readonly string[]) {
  let out = '';
  const io = { out: (text: string) => void (out += text), talk: (text: string) => void (out += text), env: {}, input: () => tokens.join('\n') };
  const code = await main(['explain', '--at', '2026-11-25T12:00:00Z', ...args], io);
  return { code, out };
}

const environment = celEnvironment(36, { claims: celType.map(celType.string, celType.any) });
const claims = new CelMap([['groups', Array.from({ length: 200 }, (_, index) => `group-${index}`)]]);
function outcome(expression: string): string {
  const compiled = environment.compile(expression);
  if ('notEvaluated' in compiled) return 'not evaluated';
  if ('error' in compiled) return 'error';
  try {
    compiled.program.evaluate({ claims });
    return 'value';
  } catch (error) {
    if (error instanceof CelNotEvaluated) return 'not evaluated';
    if (error instanceof CelError) return 'error';
    throw error;
  }
}

describe('an expression is bounded in size as in steps', () => {
  const doubling = (times: number) => `['x']${'.map(a, a + a)'.repeat(times)}`;
  it.each([
    ['a list without end', 'lists.range(1000000000).size() > 0'],
    ['pieces of pieces', `${JSON.stringify('x'.repeat(20_000))}.split('').map(a, ${JSON.stringify('y'.repeat(20_000))}.split('')).size() > 0`],
    ['a text that grows', `${JSON.stringify('x'.repeat(20_000))}.replace('x', ${JSON.stringify('y'.repeat(20_000))}).size() > 0`],
    ['doubling', `${doubling(60)}[0].size() > 0`],
    ['lists of lists', `[1]${'.map(a, [a, a])'.repeat(60)} == [1]${'.map(a, [a, a])'.repeat(60)}`],
    ['types of types', `[1]${'.map(a, {a: a})'.repeat(60)}.size() > 0`],
    ['everything with everything', 'lists.range(100000).all(x, x in lists.range(100000))'],
    ['sets', 'sets.contains(lists.range(90000), lists.range(90000))'],
    ['a join', `lists.range(90000).map(x, 'x').join(${JSON.stringify('y'.repeat(9000))}).size() > 0`],
    ['signs', `${'!'.repeat(90_000)}true`],
    ['brackets', `${'('.repeat(40_000)}true${')'.repeat(40_000)}`],
  ])('%s', (_, expression) => {
    expect(outcome(expression)).toBe('not evaluated');
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty(claims)', 'claims.constructor', 'valueOf.x'])(
    'a name of JavaScript is no name of CEL: %s',
    (name) => {
      expect(outcome(name)).toBe('error');
    },
  );

  it('more than a hundred thousand characters are refused, as cel-go does', () => {
    expect(outcome(`${'!'.repeat(100_000)}true`)).toBe('error');
  });

  it('a long chain and a duration of many parts end', () => {
    expect(['value', 'not evaluated']).toContain(outcome(Array.from({ length: 8000 }, () => 'false').join(' || ')));
    expect(outcome(`duration('${'1s000'.repeat(2000)}x') > duration('1s')`)).toBe('error');
  });

  it('whatever is put together', () => {
    const part = fc.constantFrom(
      'claims',
      '.groups',
      '.map(a, a + a)',
      '.split("")',
      '!',
      '(',
      ')',
      '[0]',
      '.size()',
      ' + ',
      ' == ',
      '"x"',
      '1',
      'lists.range(1000)',
      '.filter(b, true)',
      '.join(",")',
      '{',
      '}',
      ':',
      ',',
      '.exists(g, g == "x")',
      '?',
      'constructor',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        outcome(parts.join(''));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a token', () => {
  const config = path('config.yaml', configuration());
  const jwks = path('keys.json', '{"keys":[]}');

  it('is judged, however odd another one of the same input is', async () => {
    const deep = tokenOf(`{${good},"x":${'['.repeat(9000)}${']'.repeat(9000)}}`);
    const deepNames = tokenOf(`{${good},"aud":${'['.repeat(9000)}${']'.repeat(9000)}}`);
    const odd = [deep, deepNames, tokenOf('['.repeat(20_000)), '.', '{', 'a.b.c', tokenOf('{"__proto__":{},"constructor":1}'), tokenOf(`{${good}}`)];
    for (const args of [
      ['--config', config, '--jwks', jwks],
      ['--for', 'vault', '--dist', 'dist/home'],
    ]) {
      const { out } = await explain(odd, [...args, '--json']);
      expect(out.trim().split('\n')).toHaveLength(odd.length);
      expect(out).not.toContain('unexpected');
      expect(out).not.toContain('cannot be judged here');
    }
  });

  it('with many header keys or names of claims is judged', async () => {
    const keys = Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join(',');
    const { out } = await explain([tokenOf(`{${good},${keys}}`, `{"alg":"ES256",${keys}}`)], ['--config', config, '--jwks', jwks]);
    expect(out).toContain('signature');
  });

  it('prints nothing that a terminal or a workflow runner obeys', async () => {
    const hostile = '\\u001b]0;t\\u0007\\n::error::x\\r##[error]y\\u202e\\u2028';
    const { out } = await explain([tokenOf(`{"iss":"${hostile}"}`), tokenOf(`{${good},"groups":["${hostile}"]}`)], ['--config', config, '--jwks', jwks]);
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    expect(out).not.toMatch(/^\s*::|##\[/m);
    // Escaped: a bare U+2028 is a line break to goyaml, and no key goes over two lines.
    const odd = path('odd-name.yaml', `${configuration()}"x\\u202e\\u2028y": 1\n`);
    for (const more of [[], ['--config-only']]) {
      const json = (
        await explain(
          [tokenOf(`{${good}}`)],
          ['--config', odd, '--jwks', jwks, '--json', ...more].filter((one) => more.length === 0 || (one !== '--jwks' && one !== jwks)),
        )
      ).out;
      expect(json).toContain('u202e');
      expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/);
    }
    const user = { username: 'a\u001b', uid: '', groups: ['g\n::error::x'], extra: { 'k\r': ['\u009b'] } };
    expect(renderVerdict({ accepted: true, error: null, user, steps: [], why: null, fix: null })).not.toMatch(/[\u001b\r\u009b]|^\s*::/m);
  });
});

describe('keys', () => {
  const config = path('for-keys.yaml', configuration());
  it.each([
    ['null', '{"keys":[null]}'],
    ['numbers', '{"keys":[5]}'],
    ['lists', '{"keys":[[]]}'],
    ['an odd type', '{"keys":[{"kty":5}]}'],
    ['no set', '5'],
    ['null alone', 'null'],
  ])('may be %s', async (_, text) => {
    const { out, code } = await explain([tokenOf(`{${good}}`)], ['--config', config, '--jwks', path('odd.json', text)]);
    expect(code).toBe(1);
    expect(out).toContain('signature');
  });

  it('are never shown, whichever member is odd', async () => {
    const set = {
      keys: [
        { kty: 'RSA', d: 'CANARY-d' },
        { kty: 'CANARY-kty-that-is-long', k: 'CANARY-k' },
      ],
    };
    for (const args of [
      ['--config', config],
      ['--for', 'vault', '--dist', 'dist/home'],
    ]) {
      const { out } = await explain([tokenOf(`{${good}}`)], [...args, '--jwks', path('private.json', JSON.stringify(set))]);
      expect(out).not.toContain('CANARY');
    }
    const { out } = await explain([tokenOf(`{${good}}`)], ['--config', config, '--jwks', path('broken.json', '{"d":"CANARY", x')]);
    expect(out).not.toContain('CANARY');
  });
});

describe('a file on the command line', () => {
  it.skipIf(process.platform === 'win32')('that is a pipe, a device or a folder is refused', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const [file, word] of [
      [pipe, 'a pipe'],
      ['/dev/zero', 'a device'],
      [folder, 'a folder'],
      [join(folder, 'nowhere'), 'not there'],
    ] as const) {
      for (const args of [
        ['--config', file, '--config-only'],
        ['--config', path('c.yaml', configuration()), '--jwks', file],
        ['--config', path('c.yaml', configuration()), file],
      ]) {
        const { code, out } = await explain([tokenOf('{}')], args);
        expect(code).toBe(3);
        expect(out).toContain(word);
      }
    }
  });
});

describe('aliases of a configuration', () => {
  const bomb = [
    'a0: &a0 [x]',
    ...Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 10 }, () => `*a${index}`).join(', ')}]`),
  ].join('\n');
  it('are expanded as far as Go does it', () => {
    expect(yamlToJson(bomb)).toEqual({ error: 'yaml: document contains excessive aliasing' });
    expect(yamlToJson('a: &a [*a]')).toEqual({ error: "yaml: anchor 'a' value contains itself" });
    expect(yamlToJson(`a: &a x\nb:\n${'  - *a\n'.repeat(5000)}`)).toHaveProperty('json');
    expect(yamlToJson('['.repeat(50_000))).toHaveProperty('error');
  });
});
