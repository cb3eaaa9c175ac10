import type { Rule } from '../rule.ts';

/** It is required. */
export const applicationIncomplete: Rule = {
  code: 'application-incomplete',
  severity: 'error',
  title: 'an application has no name',
  *run({ blueprints }) {
    for (const application of blueprints.of('authentik_core.application'))
      for (const name of ['name', 'slug']) {
        const field = application.field(name);
        if (field.exists && (field.tag !== undefined || String(field.scalar() ?? '') !== '')) continue;
        yield {
          at: !field.exists ? application.root : field,
          message: `the application ${application.field('slug').text() ?? application.field('name').text() ?? ''} has no ${name}`,
          expected: name,
          received: 'nothing',
          why: 'The whole blueprint is refused when the application does not exist yet.',
          fix: `write ${name}`,
        };
      }
  },
};
