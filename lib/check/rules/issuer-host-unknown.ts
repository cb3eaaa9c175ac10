import { isInsideHost } from '../../login/inside-host.ts';
import { hostOf } from '../../tree/known.ts';
import { identityHosts } from '../../login/identity-hosts.ts';
import type { Rule } from '../rule.ts';

/** All URLs of the identity provider in an app name the host at which authentik answers. */
export const issuerHostUnknown: Rule = {
  code: 'issuer-host-unknown',
  severity: 'error',
  title: 'the app asks an identity provider at another host than the one that is here',
  *run({ edges, logins, releases, containers }) {
    const hosts = identityHosts({ edges, releases, containers });
    for (const login of logins.all) {
      const urls = [login.issuer, ...login.endpoints, login.slug].filter((seen) => seen !== undefined);
      const own = urls
        .filter(({ value }) => value.includes('/application/o/'))
        .flatMap((seen) => (hostOf(seen.value) === undefined ? [] : [{ seen, host: hostOf(seen.value)! }]));
      const reference =
        hosts.size > 0
          ? hosts
          : new Set(
              own
                .filter(({ host }) => !isInsideHost(host))
                .slice(0, 1)
                .map(({ host }) => host),
            );
      for (const { seen, host } of own) {
        if (reference.size === 0 || reference.has(host) || isInsideHost(host)) continue;
        yield {
          at: seen,
          message: `${login.label} asks ${host}, but the identity provider answers at ${[...reference].join(', ')}`,
          expected: [...reference].join(', '),
          received: host,
          why: 'The issuer is made of the host of the request: another host is another issuer, or nobody at all.',
          fix: `write ${[...reference][0]} in its place`,
        };
      }
    }
  },
};
