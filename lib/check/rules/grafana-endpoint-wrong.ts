import { publicUrl } from '../../contract/public-url.ts';
import { grafanasOf } from '../../integrations/grafana/read.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The three URLs are the same for every application. */
export const grafanaEndpointWrong: Rule = {
  code: 'grafana-endpoint-wrong',
  severity: 'error',
  title: "an endpoint of Grafana's login is no endpoint of authentik",
  *run(repository) {
    for (const { get } of grafanasOf(repository))
      for (const [key, path] of [
        ['auth_url', 'authorize'],
        ['token_url', 'token'],
        ['api_url', 'userinfo'],
      ] as const) {
        const url = get('auth.generic_oauth', key);
        const text = known(url?.value);
        if (url === undefined || !text?.includes('/application/o/')) continue;
        const right = `${text.slice(0, text.indexOf('/application/o/'))}/application/o/${path}/`;
        if (text === right) continue;
        yield {
          at: url,
          message: `${key} is ${publicUrl(text)}`,
          expected: publicUrl(right),
          received: publicUrl(text),
          why: "authentik's endpoints carry no slug and end in a slash; anything else is a 404 or loses the request's body in a redirect.",
          fix: `write ${key}: ${publicUrl(right)}`,
        };
      }
  },
};
