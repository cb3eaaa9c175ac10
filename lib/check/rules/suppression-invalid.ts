import type { Rule } from '../rule.ts';
import { suppressionsOf } from '../suppression.ts';

/** Suppressions that do not say what or why: they suppress nothing. */
export const suppressionInvalid: Rule = {
  code: 'suppression-invalid',
  severity: 'warning',
  title: 'a suppression names no rule or gives no reason',
  *run({ tree }) {
    for (const { codes, reason, file, line } of suppressionsOf(tree)) {
      if (codes.length > 0 && reason !== '') continue;
      yield {
        at: { file, line, column: 1, path: '', value: undefined },
        message: codes.length === 0 ? 'a suppression names no rule' : `${codes.join(', ')} is to be ignored here without a reason`,
        expected: 'CODE: reason',
        received: codes.length === 0 ? 'no code' : 'no reason',
        why: 'Whoever reads it next year must be able to judge whether it still holds.',
        fix: `write pinout-ignore ${codes[0] ?? 'CODE'}: and then why it is right as it is`,
      };
    }
  },
};
