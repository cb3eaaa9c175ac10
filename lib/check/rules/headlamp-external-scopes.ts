import { headlampsOf } from '../model/headlamps.ts';
import type { Rule } from '../rule.ts';

/** hasScopes must say that they are there. */
export const headlampExternalScopes: Rule = {
  code: 'headlamp-external-scopes',
  severity: 'warning',
  title: 'Headlamp drops the scopes of its external Secret',
  *run(repository) {
    for (const release of headlampsOf(repository)) {
      const external = release.get('config', 'oidc', 'externalSecret');
      if (
        external.get('enabled').scalar() !== true ||
        external.get('hasScopes').scalar() === true ||
        release.get('config', 'oidc', 'scopes').text() !== undefined
      )
        continue;
      yield {
        at: external,
        message: "headlamp's scopes are not set: externalSecret is on, hasScopes is not",
        expected: 'externalSecret: { enabled: true, hasScopes: true }, and OIDC_SCOPES in the Secret',
        received: 'hasScopes: false',
        why: 'Since chart 0.43 OIDC_SCOPES of the Secret counts only then; the default scopes lack offline_access.',
        fix: 'write hasScopes: true, or set the scopes by HEADLAMP_CONFIG_OIDC_SCOPES',
      };
    }
  },
};
