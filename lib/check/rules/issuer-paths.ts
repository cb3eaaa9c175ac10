import type { Rule } from '../../repository/rule.ts';
import { pathOfIssuer } from '../../tree/issuer-path.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import { bare } from '../ends.ts';

/** What an address is to its provider, where nobody knows the client. */
export const issuerPathsRules: readonly Rule[] = [
  {
    code: 'issuer-path-wrong',
    severity: 'error',
    needs: [],
    title: 'an issuer has a path that no issuer of its provider has',
    why: 'The app looks for the discovery document below that address, and the provider has none there.',
    symptom: 'The app says that it cannot load the discovery document (404, "not found"), or that the issuer does not match.',
    cause:
      "The issuer of Pocket ID and Authelia is their address without a path. Kanidm has one for each client, `/oauth2/openid/CLIENT`, and Keycloak one for each realm, `/realms/REALM`. The app has the address of a page or endpoint, or that of the provider without the client's own part.",
    fix: 'write the issuer of the provider',
    source:
      '[Kanidm: OAuth2](https://kanidm.github.io/kanidm/stable/integrations/oauth2.html), [Pocket ID: well_known_controller.go](https://github.com/pocket-id/pocket-id/blob/main/backend/internal/controller/well_known_controller.go)',
    *find({ logins, pairs, clients, idpHosts }) {
      const paired = new Set(pairs.all.map(({ login }) => login));
      for (const login of logins.all) {
        const { issuer, label } = login;
        const host = hostTextOf(issuer?.value);
        const idp = host === undefined ? undefined : idpHosts.get(host);
        // Where both ends are known, issuer-mismatch compares them.
        if (issuer === undefined || idp?.issuerPath === undefined || idp.hostsApart === true || paired.has(login)) continue;
        const own = pathOfIssuer(issuer.value);
        const mine = clients.filter((one) => one.idp === idp);
        // Only the settings of a provider say whether it is served below a path.
        if (own === undefined || mine.some(({ belowPath }) => belowPath === true) || (idp.namesEveryClient && mine.length === 0)) continue;
        const hasKey = idp.issuerKey !== undefined;
        if (hasKey ? own !== '' && own !== bare(idp.issuerPath('')) : own === idp.issuerPath('')) continue;
        const isShared = logins.all.some(
          (other) => other.object !== login.object && hostTextOf(other.issuer?.value) === host && pathOfIssuer(other.issuer?.value) === own,
        );
        if (isShared) continue;
        const right = `https://${host}${hasKey ? idp.issuerPath('…') : idp.issuerPath('')}`;
        yield {
          at: issuer,
          // With endpoints beside it, or in an app that nobody knows, it may be no more than a name.
          isSure: login.unknownApp !== true && login.endpoints.length === 0,
          message: `${label} has the issuer ${issuer.value}, but issuers of ${idp.title} ${hasKey ? `end in ${idp.issuerPath('…')}` : 'have no path'}`,
          expected: right,
          received: issuer.value,
          fix: `write ${right}`,
        };
      }
    },
  },
  {
    code: 'url-malformed',
    severity: 'error',
    needs: [],
    title: 'a URL of the identity provider is misspelt',
    why: 'The app asks another host or path than the one that is meant.',
    symptom:
      'The app says that it cannot load the discovery document (404, "no such host", "invalid URL"), or the browser opens an address that does not exist.',
    cause:
      'A slash or a dot is missing: `https:/auth.example.org`, or a discovery URL without `/.well-known/openid-configuration` at its end, such as `…/application/o/wiki.well-known/openid-configuration`.',
    fix: 'copy the URL from the identity provider',
    source:
      '[OpenID Connect Discovery 1.0, section 4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig), [RFC 3986, section 3.2](https://www.rfc-editor.org/rfc/rfc3986#section-3.2)',
    *find({ logins }) {
      for (const { issuer, finds, endpoints, label } of logins.all) {
        for (const at of [finds?.text ?? issuer, ...endpoints]) {
          const right = at === undefined ? undefined : spelt(at.value);
          if (at === undefined || right === undefined) continue;
          yield {
            at,
            // URL parsers of the WHATWG, which browsers and Node have, add a slash that is missing.
            isSure: !/^https?:\/[^/]/.test(at.value),
            message: `${label} has a misspelt URL: ${at.value}`,
            expected: right,
            received: at.value,
            fix: `write ${right}`,
          };
        }
      }
    },
  },
  {
    code: 'endpoint-not-served',
    severity: 'error',
    needs: [],
    title: 'a URL in the settings of an app is not an endpoint of its provider',
    why: 'The provider answers there with an error, and nobody can sign in.',
    symptom: '404 from the identity provider when the sign-in begins.',
    cause:
      'The address was made up after that of the token endpoint. Pocket ID has `/api/oidc/token` and `/api/oidc/userinfo`, but people sign in at `/authorize`.',
    fix: 'copy the URLs from the discovery document of the provider, `/.well-known/openid-configuration`',
    source: '[Pocket ID: module.go](https://github.com/pocket-id/pocket-id/blob/main/backend/internal/oidc/module.go)',
    *find({ logins, idpHosts }) {
      for (const { endpoints, label, idps } of logins.all) {
        for (const at of endpoints) {
          const host = hostTextOf(at.value);
          const idp = (host === undefined ? undefined : idpHosts.get(host)) ?? (idps?.length === 1 ? idps[0] : undefined);
          const [wrong, right] = [...(idp?.mistaken ?? [])].find(([path]) => at.value.endsWith(`/${path.slice(1)}`)) ?? [];
          if (idp === undefined || wrong === undefined || right === undefined) continue;
          const whole = `${at.value.slice(0, -wrong.length)}${right}`;
          yield {
            at,
            message: `${label} uses ${at.value}, which is not an endpoint of ${idp.title}`,
            expected: whole,
            received: at.value,
            fix: `write ${whole}`,
          };
        }
      }
    },
  },
];

const wellKnown = '/.well-known/openid-configuration';

/** What a misspelt URL was meant to be. */
function spelt(url: string): string | undefined {
  if (/^https?:\/[^/]/.test(url)) return url.replace(':/', '://');
  const [, before] = /^(https?:\/\/[^?#]{1,500}?)(?:(?<!\/)\.|\/)well-known\/openid-configuration\/?$/.exec(url) ?? [];
  return before === undefined ? undefined : `${before}${wellKnown}`;
}
