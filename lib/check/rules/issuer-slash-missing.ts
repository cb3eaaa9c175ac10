import { isInsideHost } from '../../login/inside-host.ts';
import { hostOf, known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Clients that compare issuers byte for byte need the slash. */
export const issuerSlashMissing: Rule = {
  code: 'issuer-slash-missing',
  severity: 'error',
  title: 'an issuer of authentik lacks the slash at its end',
  *run({ logins }) {
    for (const { issuer, exactIssuer, label } of logins.all) {
      const text = known(issuer?.value);
      if (issuer === undefined || text === undefined || !exactIssuer || !/\/application\/o\/[^/]+$/.test(text)) continue;
      // issuer-inside-name names the whole address.
      if (isInsideHost(hostOf(text) ?? '')) continue;
      yield {
        at: issuer,
        message: `${label} has the issuer ${text}, without the slash that authentik's issuers end in`,
        expected: `${text}/`,
        received: text,
        why: 'It compares the issuer of tokens and of the discovery document byte for byte.',
        fix: `write ${text}/`,
      };
    }
  },
};
