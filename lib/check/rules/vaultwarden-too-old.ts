import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** It is in the image since 1.35.0. */
export const vaultwardenTooOld: Rule = {
  code: 'vaultwarden-too-old',
  severity: 'error',
  title: 'this Vaultwarden has no single sign-on',
  *run({ containers }) {
    for (const { image, tag, imageAt, env } of containers) {
      const numbers = numbersOf(tag);
      if (!image.endsWith('vaultwarden') && !image.endsWith('vaultwarden/server')) continue;
      if (numbers === undefined || env.get('SSO_ENABLED')?.value?.value !== 'true' || compareVersions(numbers, [1, 35]) >= 0) continue;
      yield {
        at: imageAt,
        message: `vaultwarden ${tag} is asked for SSO, which it does not have`,
        expected: '1.35.0 or newer',
        received: tag,
        why: 'Older images ignore the variables.',
        fix: 'use the image 1.35.0 or newer',
      };
    }
  },
};
