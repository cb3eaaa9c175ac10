import type { Rule } from '../rule.ts';

/** Exactly one of them decides. */
export const bindingTargetCount: Rule = {
  code: 'binding-target-count',
  severity: 'error',
  title: 'a policy binding names none or several of policy, group and user',
  *run({ blueprints }) {
    for (const binding of blueprints.of('authentik_policies.policybinding')) {
      const set = ['policy', 'group', 'user'].filter((name) => {
        const value = binding.field(name);
        return value.exists && (value.tag !== undefined || (value.scalar() !== null && value.scalar() !== ''));
      });
      if (!binding.field('target').exists)
        yield {
          at: binding.root,
          message: 'a policy binding has no target',
          expected: 'target: !KeyOf the application',
          received: 'nothing',
          why: 'authentik refuses the entry, and with it the whole file.',
          fix: 'write target in its identifiers',
        };
      if (set.length === 1) continue;
      yield {
        at: !binding.root.get('attrs').exists ? binding.root : binding.root.get('attrs'),
        message: set.length === 0 ? 'a policy binding names neither policy, group nor user' : `a policy binding names ${set.join(' and ')}`,
        expected: 'exactly one of policy, group and user',
        received: set.length === 0 ? 'none' : set.join(', '),
        why: 'authentik refuses the entry, and with it the whole file.',
        fix: 'write one binding for each',
      };
    }
  },
};
