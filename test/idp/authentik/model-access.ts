import type { Key, ModelDatabase, Row } from './model-database.ts';

/** Groups of a user, with all their ancestors (authentik/core/models.py, User.all_groups). */
export function allGroups(database: ModelDatabase, user: Key): readonly Row[] {
  const all = database.all('authentik_core.group');
  const keys = (row: Row, field: string) => (row[field] as readonly Key[] | undefined) ?? [];
  const found = new Set(all.filter((row) => keys(row, 'users').includes(user)));
  for (const row of found)
    for (const parent of keys(row, 'parents')) {
      const one = all.find(({ pk }) => pk === parent);
      if (one !== undefined) found.add(one);
    }
  return [...found];
}

/**
 * Whether the policy engine lets a user open an application (authentik/policies/engine.py): enabled bindings count, each with its negation; the
 * mode decides whether one or all must pass; none at all lets everyone in.
 */
export function mayEnter(database: ModelDatabase, slug: string, username: string): boolean {
  const application = database.first('authentik_core.application', { slug });
  const user = database.first('authentik_core.user', { username });
  if (application === undefined || user === undefined) return false;
  const results = database
    .all('authentik_policies.policybinding')
    .filter((row) => row['target'] === application.pk && row['enabled'] !== false)
    .map((row) => {
      const passes = bindingPasses(database, row, user.pk);
      return passes === undefined ? row['failure_result'] === true : passes !== (row['negate'] === true);
    });
  if (results.length === 0) return true;
  return application['policy_engine_mode'] === 'all' ? results.every(Boolean) : results.some(Boolean);
}

/** Undefined when a policy fails. */
function bindingPasses(database: ModelDatabase, binding: Row, user: Key): boolean | undefined {
  const groups = allGroups(database, user);
  if ((binding['group'] ?? null) !== null) return groups.some(({ pk }) => pk === binding['group']);
  if ((binding['user'] ?? null) !== null) return binding['user'] === user;
  const policy = database.byKey('authentik_policies_expression.expressionpolicy', binding['policy']);
  const lines = String(policy?.['expression']).split('\n');
  if (lines.join() === 'return True') return true;
  // Two lines of Python: a list of texts, and a question about the user's groups.
  const [, list] = /^groups = (\[.*\])$/.exec(lines[0] ?? '') ?? [];
  if (list === undefined || lines[1] !== 'return request.user.all_groups().filter(name__in=groups).exists()') return undefined;
  const names = JSON.parse(list) as readonly string[];
  return groups.some(({ name }) => names.includes(String(name)));
}
