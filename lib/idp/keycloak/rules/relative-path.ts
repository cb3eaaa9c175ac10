import type { Rule } from '../../../repository/rule.ts';
import { known } from '../../../tree/known.ts';
import { hostTextOf } from '../../../tree/opaque.ts';
import { mentions } from '../../../tree/walk.ts';

export const keycloakRelativePathRules: readonly Rule[] = [
  {
    code: 'keycloak-relative-path',
    severity: 'error',
    needs: [],
    title: 'a URL of Keycloak lacks the path below which its chart serves it',
    why: 'The chart keycloakx serves Keycloak below /auth unless it is told otherwise, and there is nothing outside of that.',
    symptom: '404 from Keycloak: "Unable to find matching target resource method", or an app that cannot load the discovery document.',
    cause: '`http.relativePath` of the chart is `/auth` of its own accord, and the URL begins with `/realms/`.',
    fix: "write `/auth` before `/realms/`, or set `http.relativePath: '/'` in the chart and correct the other apps",
    source: '[codecentric/helm-charts: keycloakx, values.yaml](https://github.com/codecentric/helm-charts/blob/master/charts/keycloakx/values.yaml)',
    *find({ logins, releases, idpHosts }) {
      const all = releases.filter(({ chart }) => chart.includes('keycloak'));
      const [release] = all;
      // Two of them may be told apart by their hosts alone, and a setting of its own may say another path.
      if (release === undefined || all.length > 1 || release.chart !== 'keycloakx') return;
      const path = release.get('http', 'relativePath');
      if ((path.exists && path.text() !== '/auth') || release.layers.some((layer) => mentions(layer, 'RELATIVE_PATH') || mentions(layer, 'http-relative-path')))
        return;
      for (const { issuer, endpoints, label } of logins.all)
        for (const at of [issuer, ...endpoints]) {
          const host = hostTextOf(at?.value);
          if (at === undefined || host === undefined || idpHosts.get(host)?.name !== 'keycloak' || !/^https?:\/\/[^/]{1,300}\/realms\//.test(at.value))
            continue;
          if (known(at.value) === undefined) continue;
          const right = at.value.replace('/realms/', '/auth/realms/');
          yield {
            at,
            message: `${label} uses ${at.value}, but the chart serves Keycloak below /auth`,
            expected: right,
            received: at.value,
            fix: `write ${right}`,
          };
        }
    },
  },
];
