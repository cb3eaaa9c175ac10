import type { Rule } from '../rule.ts';

/** The key must be there, even when it is empty. */
export const apiserverPrefixMissing: Rule = {
  code: 'apiserver-prefix-missing',
  severity: 'error',
  title: 'a claim of the apiserver has no prefix',
  *run({ logins }) {
    for (const root of logins.configurations)
      for (const entry of root.get('jwt').items())
        for (const name of ['username', 'groups']) {
          const mapping = entry.get('claimMappings', name);
          const claim = mapping.get('claim');
          const prefix = mapping.get('prefix');
          const expression = mapping.get('expression').exists;
          if (claim.exists && !prefix.exists)
            yield {
              at: claim,
              message: `claimMappings.${name} has a claim and no prefix`,
              expected: 'prefix: "oidc:"',
              received: 'nothing',
              why: 'The apiserver refuses the file and does not start; an empty prefix must be written as "".',
              fix: 'write prefix: "oidc:", and the same prefix in RBAC',
            };
          else if (expression && prefix.exists)
            yield {
              at: prefix,
              message: `claimMappings.${name} has an expression and a prefix`,
              expected: 'no prefix',
              received: 'a prefix',
              why: 'The apiserver refuses the file: an expression makes the whole name.',
              fix: 'put the prefix into the expression',
            };
        }
  },
};
