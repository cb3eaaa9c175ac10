import { isTrue } from '../../login/is-true.ts';
import type { Rule } from '../../repository/rule.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';

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
];
