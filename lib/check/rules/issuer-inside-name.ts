import { isInsideHost } from '../../login/inside-host.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import { hostOf, known, slugOf } from '../../tree/known.ts';
import { identityReference } from '../model/identity-reference.ts';
import type { Rule } from '../rule.ts';

/** The name of an issuer is what tokens say and what the browser opens: both are the public one. */
export const issuerInsideName: Rule = {
  code: 'issuer-inside-name',
  severity: 'error',
  title: 'an issuer is the name of a Service inside the cluster',
  *run(repository) {
    const { logins, pairs } = repository;
    const hosts = identityReference(repository);
    const [outside] = hosts;
    const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
    for (const login of logins.all) {
      const { issuer, label } = login;
      const text = known(issuer?.value);
      const host = hostOf(text);
      if (issuer === undefined || text === undefined || host === undefined || !isInsideHost(host) || hosts.has(host)) continue;
      // Then tokens are fetched inside, and authentik calls itself by the host that was asked.
      if (hasSignInPage(login)) continue;
      const client = clients.get(login);
      const isAuthentik = slugOf(text) !== undefined || host.includes('authentik') || client !== undefined;
      const slug = known(client?.slug?.value) ?? slugOf(text) ?? 'SLUG';
      const right = isAuthentik ? `https://${outside ?? 'AUTHENTIK'}/application/o/${slug}/` : 'the public address of the identity provider';
      yield {
        at: issuer,
        // Other identity providers can be told to keep their public name whoever asks, and a name without dots may be one of the local network.
        severity: isAuthentik && (host.includes('.') || outside !== undefined) ? 'error' : 'warning',
        message: `${label} has the issuer ${text}: ${host} is a name inside the cluster`,
        expected: right,
        received: text,
        why: 'The browser cannot open it, and tokens that people get at the public address name that one as their issuer.',
        fix: `write ${right}, and let pods resolve the public name; a Service's name is right in token and userinfo URLs alone`,
      };
    }
  },
};

/** True when the settings name the page that the browser opens, apart from the issuer. */
function hasSignInPage({ endpoints, container }: LoginEnd): boolean {
  const named = [...(container?.env ?? [])].filter(([name]) => /AUTH(?:ORI[SZ]ATION|ORIZE)?_?(?:ENDPOINT|UR[LI])$|LOGIN_URL$/i.test(name));
  const pages = [...endpoints, ...named.flatMap(([, { value }]) => value ?? [])].filter(({ value }) => /authorize|auth/.test(value));
  // A path alone is one of the app's own host.
  return pages.some(({ value }) => value.startsWith('/') || !isInsideHost(hostOf(value) ?? 'unknown'));
}
