import type { Rule } from '../../repository/rule.ts';
import { textsOf } from '../../tree/walk.ts';

export const actualBudgetRules: readonly Rule[] = [
  {
    code: 'actual-fail-open',
    severity: 'info',
    choice: { one: 'Actual Budget starts without waiting for its identity provider', many: 'Actual Budgets start without waiting for their identity provider' },
    title: 'Actual Budget lets the first visitor set the password if the identity provider is unreachable at startup',
    why: 'If Actual cannot reach the issuer at startup, or does not trust its certificate, it disables OpenID and asks the next visitor to set a password, even with ENFORCE.',
    symptom: 'After a restart, the page asks the visitor to set a password.',
    cause: 'Actual sets up OpenID on each start. If that fails, it falls back to the first-run page.',
    fix: 'add an init container that fetches the discovery document and fails until it can',
    more: 'Give it the same network and certificates as the pod.',
    source: '[actualbudget/actual#6333](https://github.com/actualbudget/actual/issues/6333)',
    *find({ containers }) {
      for (const { env, inits, release } of containers) {
        const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
        if (url === undefined) continue;
        const waits = inits.some((init) => /well-known|curl|wget|fetch|https?:/.test(textsOf(init)));
        if (waits || release?.get('initContainers').exists) continue;
        yield {
          at: url.value ?? url.at,
          message: 'Actual Budget does not wait for its identity provider at startup',
          expected: 'an init container that fetches the discovery document',
          received: 'none',
        };
      }
    },
  },
  {
    code: 'actual-second-user',
    severity: 'info',
    choice: { one: 'Actual Budget lets in only users who were created by hand', many: 'Actual Budgets let in only users who were created by hand' },
    title: 'Actual Budget accepts only its first user',
    why: 'The default is manual: every user but the first gets openid-grant-failed.',
    symptom: '`openid-grant-failed` for everyone but the first user.',
    cause: '`ACTUAL_USER_CREATION_MODE` is `manual` by default.',
    fix: 'set `ACTUAL_USER_CREATION_MODE` to `login`, or to `manual` if that is what you want',
    more: 'With `login` the policy binding in authentik decides who has access.',
    source: '[actualbudget/actual#4193](https://github.com/actualbudget/actual/issues/4193)',
    *find({ containers }) {
      for (const { env } of containers) {
        const url = env.get('ACTUAL_OPENID_DISCOVERY_URL');
        if (url === undefined || env.has('ACTUAL_USER_CREATION_MODE')) continue;
        yield {
          at: url.at,
          message: 'Actual Budget does not create users when they log in',
          expected: 'ACTUAL_USER_CREATION_MODE=login, or users that are created by hand',
          received: 'nothing',
        };
      }
    },
  },
];
