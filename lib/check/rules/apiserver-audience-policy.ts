import type { Rule } from '../rule.ts';

/** The apiserver demands the word MatchAny. */
export const apiserverAudiencePolicy: Rule = {
  code: 'apiserver-audience-policy',
  severity: 'error',
  title: 'several audiences need a policy',
  *run({ logins }) {
    for (const root of logins.configurations)
      for (const entry of root.get('jwt').items()) {
        const issuer = entry.get('issuer');
        const count = issuer.get('audiences').items().length;
        const policy = issuer.get('audienceMatchPolicy');
        if (count === 0)
          yield {
            at: issuer,
            message: 'the issuer has no audiences',
            expected: 'audiences with the client id',
            received: 'none',
            why: 'The apiserver refuses the file and does not start.',
            fix: 'write audiences: [CLIENT-ID]',
          };
        else if (count > 1 && policy.text() !== 'MatchAny')
          yield {
            at: !policy.exists ? issuer.get('audiences') : policy,
            message: `the issuer has ${count} audiences and no audienceMatchPolicy`,
            expected: 'audienceMatchPolicy: MatchAny',
            received: policy.text() ?? 'nothing',
            why: 'The apiserver refuses the file and does not start.',
            fix: 'write audienceMatchPolicy: MatchAny',
          };
      }
  },
};
