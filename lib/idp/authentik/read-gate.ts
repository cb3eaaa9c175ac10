import type { Gate, GateRule } from '../../login/gate.ts';
import { readAccessExpression } from './access-expression.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

/** Whom the bindings of an application let in: one of them is enough, unless it says that all must (authentik/policies/engine.py). */
export function gateOf(application: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints): Gate | undefined {
  if (application === undefined) return undefined;
  return {
    mode: application.field('policy_engine_mode').text() === 'all' ? 'all' : 'any',
    rules: bindings.map((binding) => ({ ...ruleOf(binding, blueprints), ...(binding.field('negate').scalar() === true ? { negate: true as const } : {}) })),
  };
}

function ruleOf(binding: Entry, blueprints: Blueprints): GateRule {
  const at = binding.root.located(undefined);
  for (const [kind, field] of [
    ['group', 'name'],
    ['user', 'username'],
  ] as const) {
    const node = binding.field(kind);
    if (!node.exists || node.scalar() === null) continue;
    const target = blueprints.target(node, binding);
    const name =
      target?.kind === 'entry' ? target.entry.field(field).text() : target?.kind === 'elsewhere' && target.field === field ? target.value : undefined;
    return name === undefined ? { kind: 'unknown', names: [node.located(`a ${kind} that cannot be told`)], at } : { kind, names: [node.located(name)], at };
  }
  const node = binding.field('policy');
  const policy = blueprints.target(node, binding);
  const expression = policy?.kind === 'entry' ? policy.entry.field('expression') : undefined;
  const text = expression?.text();
  const read = text === undefined ? undefined : readAccessExpression(text);
  if (read !== undefined && expression !== undefined)
    return 'everyone' in read
      ? { kind: 'everyone', names: [], at: expression.located(undefined) }
      : { kind: 'group', names: read.groups.map((one) => expression.located(one)), at: expression.located(undefined) };
  const name = policy?.kind === 'entry' ? policy.entry.field('name').text() : policy?.kind === 'elsewhere' ? policy.value : undefined;
  return { kind: 'unknown', names: [node.located(name === undefined ? 'a policy' : `the policy ${name}`)], at, ...(text === undefined ? {} : { text }) };
}
