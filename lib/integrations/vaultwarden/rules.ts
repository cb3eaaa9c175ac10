import { isTrue } from '../../login/is-true.ts';
import type { Rule } from '../../repository/rule.ts';
import { compareVersions, known, numbersOf } from '../../tree/known.ts';

export const vaultwardenRules: readonly Rule[] = [
  {
    code: 'vaultwarden-too-old',
    severity: 'error',
    needs: [],
    title: 'this Vaultwarden has no single sign-on',
    why: 'Versions before 1.35.0 ignore the SSO variables.',
    symptom: 'There is no single sign-on button.',
    cause: 'The main image supports SSO since 1.35.0.',
    fix: 'use the image 1.35.0 or newer',
    source: '[dani-garcia/vaultwarden: releases](https://github.com/dani-garcia/vaultwarden/releases/tag/1.35.0)',
    *find({ containers }) {
      for (const { image, tag, imageAt, env } of containers) {
        const numbers = numbersOf(tag);
        // Forks have it for longer: github.com/Timshel/OIDCWarden.
        if (!/(?:^|\/)(?:vaultwarden\/server|dani-garcia\/vaultwarden)$/.test(image)) continue;
        if (numbers === undefined || !isTrue(env.get('SSO_ENABLED')?.value?.value) || compareVersions(numbers, [1, 35]) >= 0) continue;
        yield {
          at: imageAt,
          message: `Vaultwarden ${tag} has SSO settings, but does not support SSO`,
          expected: '1.35.0 or newer',
          received: tag,
        };
      }
    },
  },
  {
    code: 'vaultwarden-session-short',
    severity: 'warning',
    title: 'Vaultwarden signs people out as soon as they are signed in',
    why: 'Without a refresh token the session ends with the access token, and Vaultwarden refuses one that has five minutes left.',
    symptom:
      'After signing in, the vault opens and is locked or signed out again within minutes. The log says "Access token is close to expiration but we have no refresh token".',
    cause: 'The access token of its client is valid for five minutes or less, and `SSO_SCOPES` has no `offline_access`.',
    fix: 'add `offline_access` to `SSO_SCOPES` and to the scopes of the client, or let access tokens live longer',
    more: 'With `SSO_AUTH_ONLY_NOT_SESSION: true` Vaultwarden keeps sessions of its own, and the rule says nothing.',
    source:
      '[dani-garcia/vaultwarden#6311](https://github.com/dani-garcia/vaultwarden/issues/6311), [authentik: Vaultwarden](https://integrations.goauthentik.io/security/vaultwarden/)',
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        const { scopes, container, label } = login;
        const lives = client.accessTokenMinutes;
        if (login.app !== 'vaultwarden' || lives === undefined || lives.value > 5 || !client.idp.refreshNeedsOfflineAccess) continue;
        if (scopes === undefined || scopes.some(({ value }) => value === 'offline_access' || known(value) === undefined)) continue;
        const ownSessions = container?.env.get('SSO_AUTH_ONLY_NOT_SESSION');
        if (container === undefined || (ownSessions !== undefined && ownSessions.value?.value !== 'false')) continue;
        yield {
          at: lives,
          message: `access tokens of ${client.label} are valid for ${lives.value} minutes, and ${label} does not request offline_access`,
          expected: 'offline_access among SSO_SCOPES, or more than 5 minutes',
          received: `${lives.value} minutes`,
        };
      }
    },
  },
];
