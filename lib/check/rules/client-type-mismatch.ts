import type { Rule } from '../rule.ts';

/** A confidential client needs a secret at both ends, a public one at neither. */
export const clientTypeMismatch: Rule = {
  code: 'client-type-mismatch',
  severity: 'error',
  title: 'one end has a client secret and the other has none',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      const type = client.clientType?.value;
      if (login.clientType?.value === 'confidential' && type === 'public')
        yield {
          at: client.clientType!,
          message: `${client.label} is a public client, but ${login.label} has a client secret`,
          expected: 'client_type: confidential',
          received: 'client_type: public',
          why: 'authentik does not ask a public client for its secret: whoever has a code may use it.',
          fix: 'write client_type: confidential, or take the secret out of the app',
        };
      if (login.clientType?.value === 'public' && type !== 'public')
        yield {
          at: login.at,
          message: `${login.label} has no client secret, but ${client.label} is a confidential client`,
          expected: 'the client secret, from a Secret',
          received: 'none',
          why: 'authentik answers invalid_client when a confidential client sends no secret.',
          fix: 'give the app its client secret from a Secret, or write client_type: public',
        };
    }
  },
};
