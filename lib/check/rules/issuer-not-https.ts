import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Tokens and client secrets go over the network in plain text. */
export const issuerNotHttps: Rule = {
  code: 'issuer-not-https',
  severity: 'error',
  title: 'an issuer is not https',
  *run({ logins }) {
    for (const { issuer, endpoints, label } of logins.all)
      for (const seen of [...(issuer === undefined ? [] : [issuer]), ...endpoints]) {
        const text = known(seen.value);
        if (text === undefined || !text.startsWith('http://') || /^http:\/\/(?:localhost|127\.|[^/]*\.svc\b|[a-z0-9-]+(?::\d+)?\/)/.test(text)) continue;
        yield {
          at: seen,
          message: `${label} reaches the identity provider by http`,
          expected: text.replace('http:', 'https:'),
          received: text,
          why: 'The issuer in tokens is https, so the two do not match; and the client secret would be readable on the way.',
          fix: `write ${text.replace('http:', 'https:')}`,
        };
      }
  },
};
