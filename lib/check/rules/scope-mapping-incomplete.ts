import type { Rule } from '../rule.ts';

/** Both are required. */
export const scopeMappingIncomplete: Rule = {
  code: 'scope-mapping-incomplete',
  severity: 'error',
  title: 'a scope mapping lacks its scope or its expression',
  *run({ blueprints }) {
    for (const entry of blueprints.of('authentik_providers_oauth2.scopemapping'))
      for (const name of ['scope_name', 'expression', 'name']) {
        const field = entry.field(name);
        if (field.exists && (field.tag !== undefined || (field.text() ?? '') !== '')) continue;
        // Looked up by `managed`, an entry may only change a packaged one.
        if (entry.field('managed').exists) continue;
        yield {
          at: !field.exists ? entry.root : field,
          message: `the scope mapping ${entry.field('name').text() ?? ''} has no ${name}`,
          expected: name,
          received: 'nothing',
          why: 'The whole blueprint is refused when the mapping does not exist yet.',
          fix: `write ${name}`,
        };
      }
  },
};
