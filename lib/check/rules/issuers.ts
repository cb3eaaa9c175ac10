import type { Located } from '../../contract/observed.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';

export const issuersRules: readonly Rule[] = [
  {
    code: 'issuer-not-https',
    severity: 'error',
    needs: [],
    title: 'an issuer does not use https',
    why: 'If the issuer in the tokens is https, the two do not match. Over http the client secret is sent in the clear.',
    symptom: 'The apiserver refuses its configuration with `URL scheme must be https`, or the app says that the issuers differ.',
    cause: 'The issuer or an endpoint starts with `http://`.',
    fix: 'write `https://`. If the discovery document of authentik shows an http issuer, the proxy does not pass X-Forwarded-Proto, or authentik does not trust the proxy',
    source: '[kubernetes/kubernetes#108773](https://github.com/kubernetes/kubernetes/issues/108773)',
    *find({ logins }) {
      for (const { verifiesOnly, issuer, endpoints, label, object } of logins.all) {
        const plain = (seen: Located<string>) => {
          const text = known(seen.value);
          return text?.startsWith('http://') === true && !/^http:\/\/(?:localhost|127\.|[^/]*\.svc\b|[a-z0-9-]+(?::\d+)?\/)/.test(text);
        };
        const all = [...(issuer === undefined ? [] : [issuer]), ...endpoints];
        const seen = all.find(plain);
        if (seen !== undefined) {
          const text = seen.value;
          // An identity provider without TLS works, and anybody on the way reads along: only kube-apiserver refuses it. At a port of its own it is so on purpose.
          const isMixed = seen === issuer && endpoints.some(({ value }) => known(value)?.startsWith('https://') === true);
          const hasPort = /^http:\/\/[^/]*:\d/.test(text);
          yield {
            at: seen,
            // A provider that does not know of its proxy calls itself by http: then http is what the app has to compare.
            severity: verifiesOnly === true || (isMixed && object.ours) ? 'error' : hasPort ? 'info' : 'warning',
            message: `${label} uses http for the identity provider`,
            expected: text.replace('http:', 'https:'),
            received: text,
            fix: hasPort ? 'serve it over TLS, and write https:// and the port of that' : `write ${text.replace('http:', 'https:')}`,
          };
        }
      }
    },
  },
];
