import { bindingsOf } from '../../idp/authentik/read-access.ts';
import type { Rule } from '../rule.ts';

/** Without a binding, everyone may enter. */
export const applicationOpen: Rule = {
  code: 'application-open',
  severity: 'error',
  title: 'an application is open to every user',
  *run({ blueprints }) {
    const bindings = bindingsOf(blueprints);
    for (const application of blueprints.of('authentik_core.application')) {
      const provider = application.field('provider');
      if (!provider.exists || (provider.tag === undefined && provider.scalar() === null)) continue;
      if ((bindings.get(application) ?? []).length > 0) continue;
      const slug = application.field('slug');
      yield {
        at: !slug.exists ? application.root : slug,
        message: `the application ${slug.text() ?? ''} has no policy binding: every user of authentik may enter`,
        expected: 'a policy binding to a group, or to a policy that says that it is for everyone',
        received: 'none',
        why: 'authentik lets everybody into an application without bindings, also those who enrol tomorrow.',
        fix: 'bind a group: model authentik_policies.policybinding, target !KeyOf the application, order 0, group !KeyOf the group',
      };
    }
  },
};
