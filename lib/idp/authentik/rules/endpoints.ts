import { distance } from 'fastest-levenshtein';
import { publicUrl } from '../../../contract/public-url.ts';
import type { IdpEnd } from '../../../login/idp-end.ts';
import type { LoginEnd } from '../../../login/login-end.ts';
import { isEndpoint, known, slugOf } from '../../../tree/known.ts';
import { forAuthentik } from '../repository.ts';
import type { Rule } from '../../../repository/rule.ts';

const shared = ['authorize', 'token', 'userinfo', 'revoke', 'introspect', 'device'] as const;

/** authentik/providers/oauth2/urls.py: without a slug in front they are the slug of an application themselves. */
const ofApplication: ReadonlySet<string> = new Set(['jwks', 'end-session']);

const ownSlug = ({ issuer, slug }: LoginEnd, client: IdpEnd | undefined): string | undefined => client?.slug?.value ?? slug?.value ?? slugOf(issuer?.value);

export const authentikEndpointsRules: readonly Rule[] = forAuthentik([
  {
    code: 'endpoint-wrong',
    severity: 'error',
    needs: ['app'],
    title: 'a URL in the settings of an app is not an endpoint of authentik',
    why: 'All applications of authentik share these endpoints. They have no slug and end in a slash; anything else returns 404.',
    symptom: '404 from authentik when the sign-in begins, or an app that cannot fetch a token after it.',
    cause:
      'A URL for sign-in, tokens or user data has the slug of the application in it, a typo, or no trailing slash at the token endpoint. Only the issuer, discovery, JWKS and end-session contain the slug.',
    fix: "copy the URLs from the provider's page in authentik: `/application/o/authorize/`, `/application/o/token/` and `/application/o/userinfo/`",
    source: '[authentik: OAuth 2.0 provider, endpoints](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    *find({ logins, clients, pairs }) {
      const clientOf = new Map(pairs.all.map(({ login, client }) => [login, client]));
      const slugs = new Set(clients.flatMap(({ slug }) => known(slug?.value) ?? []));
      for (const login of logins.all) {
        const { endpointsApart, endpoints, label } = login;
        for (const at of endpointsApart === true ? [] : endpoints) {
          const meant = meantBy(at.value, slugs);
          if (meant === undefined) continue;
          // The keys and the end of the session are those of one application.
          const own = ofApplication.has(meant) ? `${known(ownSlug(login, clientOf.get(login))) ?? 'SLUG'}/` : '';
          const right = `${at.value.slice(0, at.value.indexOf('/application/o/'))}/application/o/${own}${meant}/`;
          yield {
            at,
            message: `${label} uses ${publicUrl(at.value)}, which is not an endpoint of authentik`,
            expected: publicUrl(right),
            received: publicUrl(at.value),
            fix: `write ${publicUrl(right)}`,
          };
        }
      }
    },
  },
]);

/** The shared endpoint that an address means and is not; undefined where it is right, or something else. */
function meantBy(url: string, slugs: ReadonlySet<string>): string | undefined {
  const [, rest = '', again] = url.split('/application/o/');
  const path = known(rest);
  if (path === undefined || again !== undefined || /[?#]/.test(path)) return undefined;
  const [first = '', second, ...more] = path.split('/');
  if (ofApplication.has(first) && !slugs.has(first) && [second, ...more].every((part) => (part ?? '') === '')) return first;
  // The slug in front of an endpoint.
  if (second !== undefined && isEndpoint(second) && more.every((part) => part === '')) return second;
  if (second !== undefined && second !== '') return undefined;
  // A POST loses its body in the redirect to the slash.
  if (first === 'token' && second === undefined) return 'token';
  return isEndpoint(first) || slugs.has(first) || first.length < 5 || first.length > 20 ? undefined : shared.find((one) => distance(one, first) <= 2);
}
