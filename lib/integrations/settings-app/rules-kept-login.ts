import type { IdpEnd } from '../../login/idp-end.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';

/** An app that keeps its login in its database: git has the client alone. */
interface KeptLogin {
  readonly called: RegExp;
  readonly image: RegExp;
  /** What it sends. */
  readonly sends: RegExp;
  readonly path: string;
  /** Its settings say that it signs people in by OpenID Connect, and where they are: it may take users from a proxy as well. */
  readonly isSaid?: true;
}

const keptLogins: readonly KeptLogin[] = [
  // immich-app/immich docs/docs/administration/oauth.md
  {
    called: /^immich$/i,
    image: /\/immich-server$/,
    sends: /\/(?:auth\/login|user-settings|api\/oauth\/mobile-redirect)\/?$|^app\.immich:/,
    path: '/auth/login',
  },
  // advplyr/audiobookshelf#2381, and the guide to OIDC at audiobookshelf.org
  {
    called: /^audiobookshelf$/i,
    image: /\/audiobookshelf$/,
    sends: /\/auth\/openid\/(?:callback|mobile-redirect)$|^audiobookshelf:/,
    path: '/auth/openid/callback',
  },
  // django-allauth allauth/socialaccount/providers/openid_connect/urls.py, which Paperless-ngx has at /accounts: with the slash
  {
    called: /^paperless(?:-ngx)?$/i,
    image: /\/paperless-ngx$/,
    sends: /\/accounts\/(?:oidc\/)?[^/]+\/login\/callback\/$/,
    path: '/accounts/oidc/NAME/login/callback/',
    isSaid: true,
  },
  // go-gitea/gitea routers/web/web.go, and Forgejo's
  { called: /^(?:gitea|forgejo)$/i, image: /\/(?:gitea|forgejo)$/, sends: /\/user\/oauth2\/[^/]+\/callback$/, path: '/user/oauth2/NAME/callback' },
];

/** What a proxy in front of the app sends. */
const ofProxy = /\/(?:oauth2|outpost\.[^/]+)\/|\/_oauth/;

export const keptLoginRules: readonly Rule[] = [
  {
    code: 'redirect-path-unsent',
    severity: 'warning',
    title: 'a client allows no redirect URI that its app sends',
    why: 'The app has one path, which its settings cannot change, and the identity provider refuses every other.',
    symptom: 'The identity provider says that the redirect URI is invalid or missing, before anybody can sign in.',
    cause: 'The redirect URI of the client has the path of another app, or one that was guessed. The settings of the app are in its database.',
    fix: 'write the path of the app into the client',
    source:
      '[Immich: OAuth authentication](https://docs.immich.app/administration/oauth), [Audiobookshelf: OIDC authentication](https://www.audiobookshelf.org/guides/oidc_authentication)',
    *find({ clients, pairs, containers, releases }) {
      // Where the app says what it sends, both ends are compared.
      const paired = new Set(pairs.all.filter(({ login }) => login.redirects !== undefined || login.callback !== undefined).map(({ client }) => client));
      const said = new Set(pairs.all.map(({ client }) => client));
      for (const client of clients) {
        const app = paired.has(client) ? undefined : keptLogins.find(({ called }) => namesOf(client).some((name) => called.test(name)));
        const redirects = (client.redirects ?? []).filter(({ value: { use } }) => use !== 'logout');
        const [first] = redirects;
        if (app === undefined || first === undefined || (app.isSaid === true && !said.has(client))) continue;
        // Somebody else's app may have the name.
        if (!containers.some(({ image }) => app.image.test(image)) && !releases.some(({ chart }) => app.called.test(chart))) continue;
        const mayFit = redirects.some(
          ({ value: { url, matching } }) =>
            matching === 'regex' || url.includes('*') || known(url.replace(/^[^/]*\/\/[^/]*/, '')) === undefined || app.sends.test(url) || ofProxy.test(url),
        );
        if (mayFit) continue;
        yield {
          at: first,
          message: `the client ${client.label} allows ${redirects.map(({ value }) => value.url).join(', ')}, but the app sends …${app.path}`,
          expected: app.path,
          received: first.value.url,
          fix: `allow a redirect URI that ends in ${app.path}`,
        };
      }
    },
  },
];

const namesOf = ({ label, clientId, name }: IdpEnd): string[] => [label, clientId?.value, name?.value].flatMap((one) => one ?? []);
