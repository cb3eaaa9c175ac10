import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { celEnvironment } from '../../lib/cel/environment.ts';
import { formatValue } from '../../lib/cel/format-value.ts';
import { CelError } from '../../lib/cel/issue.ts';
import { jsonValue } from '../../lib/cel/json-value.ts';
import { celType } from '../../lib/cel/type.ts';
import { Optional, typeName, type Value, Variable } from '../../lib/cel/value.ts';

/** What cel-go in Kubernetes 1.36.3 made of an expression (k8s.io/apiserver pkg/authentication/cel, measured 2026-11-25). */
interface Measured {
  readonly expression: string;
  readonly data: Record<string, unknown>;
  readonly user?: boolean;
  readonly bool?: boolean;
  readonly compile?: string;
  readonly error?: string;
  readonly value?: string;
}

const measured = readFileSync(new URL('cel-go.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Measured);
const list = celType.list(celType.string);
const user = celType.struct(
  'kubernetes.UserInfo',
  new Map([
    ['username', celType.string],
    ['uid', celType.string],
    ['groups', list],
    ['extra', celType.map(celType.string, list)],
  ]),
);
const environments = { claims: celEnvironment(36, { claims: celType.map(celType.string, celType.any) }), user: celEnvironment(36, { user }) };

function show(value: Value): string {
  if (value === null) return 'null_type:NULL_VALUE';
  if (value instanceof Optional) return value.value === undefined ? 'none' : `opt(${show(value.value)})`;
  if (Array.isArray(value)) return `[${(value as Value[]).map(show).join(',')}]`;
  if (value instanceof Variable) return 'claims';
  return `${typeName(value)}:${formatValue(value)}`;
}

function judge(each: Measured): Pick<Measured, 'compile' | 'error' | 'value'> {
  const name = each.user === true ? 'user' : 'claims';
  const compiled = environments[name].compile(each.expression);
  if ('notEvaluated' in compiled) throw new Error(`not evaluated: ${compiled.notEvaluated}`);
  if ('error' in compiled) return { compile: compiled.error };
  if (each.bool === true && compiled.program.type.kind !== 'bool') return { compile: 'must evaluate to bool' };
  const entries = Object.entries(each.data).map(([key, json]) => [key, jsonValue(json, { integers: 'none', unescape: true })] as const);
  try {
    return { value: show(compiled.program.evaluate({ [name]: new Variable(`kubernetes.${name === 'user' ? 'UserInfo' : 'claims'}`, entries, true) })) };
  } catch (error) {
    if (error instanceof CelError) return { error: error.message };
    throw error;
  }
}

describe('CEL gives what cel-go gave', () => {
  it('for each of more than 700 measured expressions: the same error of the load, error of the run, or value', () => {
    expect(measured.length).toBeGreaterThan(700);
    for (const each of measured) {
      const { expression, data, user: isUser, bool, ...wanted } = each;
      expect({ expression, data, isUser, bool, ...judge(each) }).toEqual({ expression, data, isUser, bool, ...wanted });
    }
  });
});

describe('what differs between versions', () => {
  const compile = (minor: number, expression: string) => celEnvironment(minor, { claims: celType.map(celType.string, celType.any) }).compile(expression);
  it.each([
    ["ip('10.0.0.1').family() == 4", 29, 30],
    ['dyn(claims.groups).all(i, g, true)', 31, 32],
    ["isSemver('1.2.3')", 32, 33],
    ["['a', 'a'].distinct().size() == 1", 33, 34],
  ])('%s loads from 1.%i on only', (expression, before, since) => {
    expect(compile(before, expression)).toHaveProperty('error');
    expect(compile(since, expression)).toHaveProperty('program');
  });
});

describe('what we do not evaluate is said, not guessed', () => {
  it.each(['claims.?a.orValue({?"x": claims.?b})', '.claims.a', "format.dns1123Label().validate('x')", "semver('1.2.3').major()"])('%s', (expression) => {
    const compiled = environments.claims.compile(expression);
    if ('notEvaluated' in compiled) return;
    if ('error' in compiled) throw new Error(compiled.error);
    expect(() => compiled.program.evaluate({ claims: new Variable('kubernetes.claims', [], true) })).toThrow(/./);
    expect(compiled.program.type.kind).not.toBe('error');
  });
});
