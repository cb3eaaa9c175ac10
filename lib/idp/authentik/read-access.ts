import type { Observed, Located } from '../../contract/observed.ts';
import { readAccessExpression } from './access-expression.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

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
