import type { Rule } from '../rule.ts';

/** It lets nobody in. */
export const bindingDisabled: Rule = {
  code: 'binding-disabled',
  severity: 'warning',
  title: 'a policy binding is switched off',
  *run({ blueprints }) {
    for (const binding of blueprints.of('authentik_policies.policybinding')) {
      const enabled = binding.field('enabled');
      if (enabled.scalar() !== false) continue;
      yield {
        at: enabled,
        message: 'a policy binding has enabled: false',
        expected: 'enabled: true, or state: absent',
        received: 'false',
        why: 'authentik passes over it: its group may not enter, and when all bindings of an application are off, everybody may.',
        fix: 'write enabled: true, or delete it by state: absent',
      };
    }
  },
};
