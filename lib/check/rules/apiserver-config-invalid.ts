import { decodeAuthenticationConfiguration } from '../../kubernetes/decode-authentication-configuration.ts';
import { validateAuthenticationConfiguration } from '../../kubernetes/validate-authentication-configuration.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Judged by the rules of the apiserver itself. */
export const apiserverConfigInvalid: Rule = {
  code: 'apiserver-config-invalid',
  severity: 'error',
  title: 'kube-apiserver refuses its AuthenticationConfiguration',
  *run({ logins, versions }) {
    const minor = versions.kubernetes?.numbers[1] ?? 36;
    for (const [root, text] of logins.configurationTexts) {
      if (known(text.replaceAll('$(', '')) === undefined) continue;
      // Its version has a rule of its own.
      const decoded = decodeAuthenticationConfiguration(text, Math.max(minor, text.includes('config.k8s.io/v1\n') ? 34 : 30));
      const errors = 'error' in decoded ? [decoded.error] : validateAuthenticationConfiguration(decoded.configuration, Math.max(minor, 30)).errors;
      for (const error of errors) {
        if (told.test(error)) continue;
        const [, index, rest = ''] = /^jwt\[(\d+)\]\.?([\w.[\]]*)/.exec(error) ?? [];
        const entry = index === undefined ? root : root.get('jwt', Number(index));
        const exact = entry.get(...rest.split(/[.[\]]+/).filter((part) => part !== ''));
        yield {
          at: index === undefined ? root : !exact.exists ? entry : exact,
          message: `kube-apiserver refuses the file: ${error.split('\n')[0]}`,
          expected: 'a file that the apiserver takes',
          received: error.split('\n')[0]!,
          why: 'At the start it does not come up; while it runs it keeps the old file, and only its log says so.',
          fix: 'correct the field that the message names',
        };
      }
    }
  },
};

/** What rules of their own say in plainer words. */
const told = /prefix|audienceMatchPolicy|issuer\.audiences|range of a comprehension|URL scheme must be https|no kind /;
