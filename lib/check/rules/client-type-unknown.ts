import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Other words are refused. */
export const clientTypeUnknown: Rule = {
  code: 'client-type-unknown',
  severity: 'error',
  title: 'the type of a client is neither confidential nor public',
  *run({ clients }) {
    for (const { clientType, label } of clients) {
      if (clientType === undefined || clientType.value === 'confidential' || clientType.value === 'public' || known(clientType.value) === undefined) continue;
      yield {
        at: clientType,
        message: `${label} has the client_type ${clientType.value}`,
        expected: 'confidential or public',
        received: clientType.value,
        why: 'authentik refuses the blueprint.',
        fix: 'write client_type: confidential',
      };
    }
  },
};
