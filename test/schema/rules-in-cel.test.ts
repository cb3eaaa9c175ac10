import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { celEnvironment } from '../../lib/cel/environment.ts';
import { celType } from '../../lib/cel/type.ts';
import type { Check, Context } from '../../lib/schema/checks/check.ts';
import { ruleCheck } from '../../lib/schema/rule.ts';
import type { Schema } from '../../lib/schema/schema.ts';

function rulesIn(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const rules = (value as Record<string, unknown>)['x-kubernetes-validations'];
  if (Array.isArray(rules)) for (const { rule } of rules as { rule: string }[]) found.add(rule);
  for (const one of Object.values(value)) rulesIn(one, found);
}

/** Codes and messages that one rule has for a value. */
function judge(rule: string, schema: Schema, value: unknown): string[] {
  const context: Context = { path: [], out: [] };
  const check: Check = ruleCheck([{ rule }], schema, () => ({}));
  check(value, context);
  return context.out.map(({ code, message }) => `${code}: ${message}`);
}

describe('rules in CEL of a schema', () => {
  it('all packaged ones compile', () => {
    const rules = new Set<string>();
    for (const file of readdirSync('imports')) if (file.endsWith('.json')) rulesIn(JSON.parse(readFileSync(`imports/${file}`, 'utf8')), rules);
    const environment = celEnvironment(37, { self: celType.dyn });
    expect(rules.size).toBeGreaterThan(100);
    expect([...rules].filter((rule) => !rule.includes('oldSelf') && !('program' in environment.compile(rule)))).toEqual([]);
  });

  it.each([
    ["quantity(self).isLessThan(quantity('1Gi'))", { type: 'string' }, '512Mi', '2Gi'],
    ["isURL(self) && url(self).getScheme() == 'https'", { type: 'string' }, 'https://a.example', 'http://a.example'],
    ["self <= duration('1h')", { type: 'string', format: 'duration' }, '30m', '2h'],
    ["self > timestamp('2020-01-01T00:00:00Z')", { type: 'string', format: 'date-time' }, '2021-01-01T00:00:00Z', '2019-01-01T00:00:00Z'],
    [
      "self.__namespace__ != 'kube-system'",
      { type: 'object', properties: { namespace: { type: 'string' } } },
      { namespace: 'a' },
      { namespace: 'kube-system' },
    ],
    ['self.size == 3', { type: 'object', properties: { size: { type: 'integer', default: 3 } } }, {}, { size: 4 }],
    ['!has(self.other)', { type: 'object', properties: { known: {} } }, { other: 1 }, undefined],
    ['ip(self).family() == 4', { type: 'string' }, '192.0.2.1', '2001:db8::1'],
  ] as const)('%s', (rule, schema, good, bad) => {
    expect(judge(rule, schema as Schema, good)).toEqual([]);
    if (bad !== undefined) expect(judge(rule, schema as Schema, bad)).toEqual([expect.stringMatching(/^schema-rule: does not meet the rule /)]);
  });

  it('says what it cannot evaluate, and passes over rules about a change', () => {
    expect(judge("madeUp(self) == 'x'", { type: 'string' }, 'x')).toEqual([
      expect.stringMatching(/^schema-rule-not-evaluated: .*undeclared reference to 'madeUp'/),
    ]);
    expect(judge('semver(self).major() == 1', { type: 'string' }, '1.2.3')).toEqual([expect.stringMatching(/^schema-rule-not-evaluated: /)]);
    expect(judge('self == oldSelf', { type: 'string' }, 'x')).toEqual([]);
  });

  it('waits for what Flux fills in, where the rule names the field', () => {
    const schema: Schema = { type: 'object', additionalProperties: { type: 'string' } };
    expect(judge("self.kind == 'Gateway'", schema, { kind: '${KIND:-HTTPRoute}', name: 'a' })).toEqual([]);
    expect(judge("self.kind == 'Gateway'", schema, { kind: 'Service', name: '${NAME}' })).toHaveLength(1);
    expect(judge("self == 'x'", { type: 'string' }, '${X}')).toEqual([]);
  });

  it('says that a rule fails on a value, as the API server does', () => {
    expect(judge("self['b'] == 'x'", { type: 'object', additionalProperties: { type: 'string' } }, { a: 'x' })).toEqual([
      expect.stringMatching(/^schema-rule: fails the rule .*: no such key: b/),
    ]);
  });
});
