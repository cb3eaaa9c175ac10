import type { Rule } from '../../repository/rule.ts';
import { textsOf } from '../../tree/walk.ts';

export const actualBudgetRules: readonly Rule[] = [
  {
    code: 'actual-fail-open',
    severity: 'info',
    choice: { one: 'Actual Budget starts without waiting for its identity provider', many: 'Actual Budgets start without waiting for their identity provider' },
    title: 'Actual Budget lets the first visitor set the password if authentik is unreachable at startup',
    why: 'If the issuer cannot be reached or its certificate is not trusted at the start, OpenID is taken back, and the server asks the next visitor to set a password, also with ENFORCE.',
    fix: 'add an init container that fetches the discovery document and fails until it is there',
    page: {
      symptom: 'After a restart the page asks to set a password.',
      cause: 'OpenID is set up at each start; when that fails, the server falls back to the first-run page.',
      fix: 'Let an init container wait for the discovery document, with the network and the certificates of the pod.',
      source: '[actualbudget/actual#6333](https://github.com/actualbudget/actual/issues/6333)',
    },
    *find({ containers }) {
      for (const { env, inits, release } of containers) {
        const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
        if (url === undefined) continue;
        const waits = inits.some((init) => /well-known|curl|wget|fetch|https?:/.test(textsOf(init)));
        if (waits || release?.get('initContainers').exists) continue;
        yield {
          at: url.value ?? url.at,
          message: 'actual starts without waiting for its identity provider',
          expected: 'an init container that fetches the discovery document',
          received: 'none',
        };
      }
    },
  },
  {
    code: 'actual-second-user',
    severity: 'info',
    choice: { one: 'Actual Budget lets in only users that were made by hand', many: 'Actual Budgets let in only users that were made by hand' },
    title: 'Actual Budget accepts only its first user',
    why: 'The default is manual: the second person gets openid-grant-failed.',
    fix: 'set ACTUAL_USER_CREATION_MODE to login, or to manual to say that you mean it',
    page: {
      symptom: '`openid-grant-failed` for everybody but the first.',
      cause: '`ACTUAL_USER_CREATION_MODE` is `manual` by default.',
      fix: 'Set it to `login`; access is then decided by the binding in authentik.',
      source: '[actualbudget/actual#4193](https://github.com/actualbudget/actual/issues/4193)',
    },
    *find({ containers }) {
      for (const { env } of containers) {
        const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
        if (url === undefined || env.has('ACTUAL_USER_CREATION_MODE')) continue;
        yield {
          at: url.at,
          message: 'actual does not make users when they log in',
          expected: 'ACTUAL_USER_CREATION_MODE=login, or users that are made by hand',
          received: 'nothing',
        };
      }
    },
  },
];
