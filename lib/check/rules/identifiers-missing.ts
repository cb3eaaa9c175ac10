import type { Rule } from '../rule.ts';

/** Without them authentik cannot find the object again. */
export const identifiersMissing: Rule = {
  code: 'identifiers-missing',
  severity: 'error',
  title: 'an entry of a blueprint has no identifiers',
  *run({ blueprints }) {
    for (const { entries } of blueprints.all)
      for (const { root, model } of entries) {
        const identifiers = root.get('identifiers');
        if (identifiers.keys().length > 0 || identifiers.tag !== undefined || model.startsWith('authentik_blueprints.meta')) continue;
        yield {
          at: !identifiers.exists ? root : identifiers,
          message: `the entry ${model} has no identifiers`,
          expected: 'identifiers, for example name or slug',
          received: 'nothing',
          why: 'The whole blueprint is refused.',
          fix: 'write identifiers with the field that tells the object from others',
        };
      }
  },
};
