import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Since 2025.10 the packaged mapping says email_verified: false. */
export const emailUnverified: Rule = {
  code: 'email-unverified',
  severity: 'error',
  title: 'the app refuses e-mail addresses that authentik calls unverified',
  *run({ pairs, versions }) {
    const { authentik } = versions;
    if (authentik !== undefined && compareVersions(authentik.numbers, [2025, 10]) < 0) return;
    for (const { login, client } of pairs.all) {
      const email = client.scopes?.find(({ name }) => name === 'email');
      if (login.needsVerifiedEmail === undefined || email === undefined) continue;
      const expression = email.entry?.field('expression').text();
      if (expression === undefined ? !email.managed : /email_verified["']\s*:\s*(?!False)/.test(expression)) continue;
      yield {
        at: email.at,
        severity: authentik === undefined ? 'warning' : 'error',
        message: `${login.label} wants a verified e-mail address, but the email mapping of ${client.label} says email_verified: false`,
        expected: 'an own mapping of the scope email with "email_verified": True',
        received: expression === undefined ? 'the packaged mapping' : 'a mapping that does not say it',
        why: 'authentik does not verify addresses and says so since 2025.10.',
        fix: 'map the scope email by an entry of your own, when you vouch for the addresses of your users',
      };
    }
  },
};
