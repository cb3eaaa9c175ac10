import { walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** The type of a claim is any. */
export const apiserverCelComprehension: Rule = {
  code: 'apiserver-cel-comprehension',
  severity: 'error',
  title: 'an expression goes through a claim, which the apiserver refuses',
  *run({ logins }) {
    for (const root of logins.configurations)
      for (const { key, node } of walk(root.get('jwt'))) {
        if (key !== 'expression' && key !== 'valueExpression') continue;
        const claim = /(?<![\w.(])claims\.\??(\w+)(?:\.orValue\([^)]*\))?\.(exists|all|map|filter|exists_one)\(/.exec(node.text() ?? '');
        if (claim === null) continue;
        yield {
          at: node,
          message: `an expression calls ${claim[2]}() on claims.${claim[1]}`,
          expected: `dyn(claims.${claim[1]}).${claim[2]}(…)`,
          received: claim[0],
          why: 'The type of a claim is any, and the apiserver does not compile a comprehension over it: it refuses the file.',
          fix: `write dyn(claims.${claim[1]}).${claim[2]}(…)`,
        };
      }
  },
};
