import type { Reader } from '../../../manifest/reader.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';

export const installationRules: readonly Rule[] = forAuthentik([
  {
    code: 'authentik-values-unused',
    severity: 'warning',
    title: "values below authentik: are not used beside a Secret of one's own",
    why: 'With existingSecret the chart writes no Secret, and everything else below authentik: goes nowhere.',
    fix: 'put them into the Secret as AUTHENTIK_… variables, or into global.env',
    page: {
      symptom: 'A setting of authentik has no effect: the mail server, the log level, the host of the database.',
      cause:
        'The chart turns `authentik.*` into a Secret of environment variables. With `authentik.existingSecret.secretName` it takes yours instead, and drops the rest.',
      fix: 'Put the settings into your Secret (`AUTHENTIK_EMAIL__HOST`), or into `global.env`.',
      source: '[goauthentik/helm: templates/secret.yaml](https://github.com/goauthentik/helm/blob/main/charts/authentik/templates/secret.yaml)',
    },
    *find({ releases }) {
      for (const release of releases) {
        if (release.chart !== 'authentik' || (release.get('authentik', 'existingSecret', 'secretName').text() ?? '') === '') continue;
        const dead = release.layers.flatMap((layer) => layer.get('authentik').entries()).filter(([key, value]) => !isUsed(key, value));
        const [first] = dead;
        if (first === undefined) continue;
        const names = [...new Set(dead.map(([key]) => `authentik.${key}`))].join(', ');
        yield {
          at: first[1],
          message: `${names} ${dead.length === 1 ? 'is' : 'are'} not used: authentik.existingSecret is set`,
          expected: 'AUTHENTIK_… variables in that Secret',
          received: names,
        };
      }
    },
  },
]);

/** The chart's own probes and paths take `web.path` (values.yaml); `enabled` says whether there is a Secret at all. */
function isUsed(key: string, value: Reader): boolean {
  return key === 'existingSecret' || key === 'enabled' || (key === 'web' && value.keys().every((one) => one === 'path'));
}
