import type { Located, Observed } from '../../contract/observed.ts';
import { readAccessExpression } from './access-expression.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';
import type { Gate, GateRule } from '../../login/gate.ts';

/** Bindings by the application that they guard. */
export function bindingsOf(blueprints: Blueprints): ReadonlyMap<Entry, readonly Entry[]> {
  const bindings = new Map<Entry, Entry[]>();
  for (const binding of blueprints.of('authentik_policies.policybinding')) {
    if (binding.field('enabled').scalar() === false) continue;
    const target = blueprints.target(binding.field('target'), binding);
    if (target?.kind !== 'entry') continue;
    const list = bindings.get(target.entry);
    if (list === undefined) bindings.set(target.entry, [binding]);
    else list.push(binding);
  }
  return bindings;
}

/** Who may enter, as a contract says it. Undefined when nothing is bound, or something else than groups decides. */
export function accessOf(application: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints): Observed['access'] {
  const [first] = bindings;
  if (first === undefined || mustPassSeveral(application, bindings)) return undefined;
  const who = bindings.map((binding) => admittedBy(binding, blueprints));
  if (who.includes('everyone')) return first.root.located({ kind: 'everyone' });
  if (who.includes(undefined)) return undefined;
  return first.root.located({ kind: 'groups', groups: who.flatMap((one) => (typeof one === 'object' ? one.map(({ value }) => value) : [])) });
}

/** Names of the groups that may enter, each where it stands; undefined when something else than groups decides. */
export function admittedOf(application: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints): readonly Located<string>[] | undefined {
  if (bindings.length === 0 || mustPassSeveral(application, bindings)) return undefined;
  const who = bindings.map((binding) => admittedBy(binding, blueprints));
  return who.every((one) => typeof one === 'object') ? who.flat() : undefined;
}

/** Where all bindings must pass, several let in fewer than each of them. */
const mustPassSeveral = (application: Entry | undefined, bindings: readonly Entry[]): boolean =>
  bindings.length > 1 && application?.field('policy_engine_mode').text() === 'all';

/** The groups that one binding lets in: its group, or those that a policy of pinout names. */
function admittedBy(binding: Entry, blueprints: Blueprints): readonly Located<string>[] | 'everyone' | undefined {
  const group = binding.field('group');
  const target = blueprints.target(group, binding);
  const name =
    target?.kind === 'entry' ? target.entry.field('name').text() : target?.kind === 'elsewhere' && target.field === 'name' ? target.value : undefined;
  if (name !== undefined) return [group.located(name)];
  const policy = blueprints.target(binding.field('policy'), binding);
  const expression = policy?.kind === 'entry' ? policy.entry.field('expression') : undefined;
  const read = expression === undefined ? undefined : readAccessExpression(expression.text() ?? '');
  return read === undefined ? undefined : 'everyone' in read ? 'everyone' : read.groups.map((one) => expression!.located(one));
}

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
