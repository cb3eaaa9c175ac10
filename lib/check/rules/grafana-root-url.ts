import { grafanasOf } from '../../integrations/grafana/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The redirect URI is made of root_url. */
export const grafanaRootUrl: Rule = {
  code: 'grafana-root-url',
  severity: 'error',
  title: 'Grafana does not know its public address',
  *run(repository) {
    for (const { get, at, object } of grafanasOf(repository)) {
      const root = get('server', 'root_url');
      const text = root?.value;
      if (text !== undefined && known(text) === undefined) continue;
      const wrong =
        text === undefined
          ? 'nothing'
          : text.includes('%(') || /:3000(?:\/|$)/.test(text)
            ? text
            : /^http:\/\/(?!localhost|127\.)/.test(text)
              ? text
              : undefined;
      if (wrong === undefined) continue;
      yield {
        at: root ?? at,
        message: `grafana (${object.kind} ${object.namespace}/${object.name}) has ${text === undefined ? 'no root_url' : `the root_url ${text}`}`,
        expected: 'grafana.ini: { server: { root_url: https://HOST/ } }',
        received: wrong,
        why: 'It sends root_url + login/generic_oauth as redirect URI. Unset, that is http://HOST:3000/login/generic_oauth, which authentik refuses.',
        fix: 'write the whole public address into server.root_url; the chart sets only the domain',
      };
    }
  },
};
