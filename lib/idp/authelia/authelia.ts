import type { IdpFacts } from '../../login/idp-facts.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Variable } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { hostOf, known } from '../../tree/known.ts';
import { clientEnd, redirectsOf, textsOf } from '../client-end.ts';
import { ruleFor } from './access-control.ts';
import { autheliaCharts } from './charts.ts';
import { gateOfPolicy } from './gate.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import { settingsWith } from '../settings.ts';

const facts: IdpFacts = {
  name: 'authelia',
  title: 'Authelia',
  runs: { charts: ['authelia'], image: /(?:^|\/)authelia\/authelia$/, hostVariables: [] },
  address: /\/api\/oidc\/(?:authorization|token|userinfo|introspection|revocation|pushed-authorization-request)\b/,
  // https://www.authelia.com/reference/guides/proxy-authorization/, and /api/verify before 4.38
  guard: /\/api\/(?:verify\b|authz\/(?:forward-auth|auth-request|ext-authz)\b)/,
  // internal/middlewares/authelia_context.go, IssuerURL: scheme and host of the request, and the path below which it is served.
  issuerByRequest: true,
  issuerPath: () => '',
  // https://www.authelia.com/integration/openid-connect/introduction/: the grant refresh_token comes with the scope offline_access.
  refreshNeedsOfflineAccess: true,
  foreignScope: 'refused',
  // https://www.authelia.com/integration/openid-connect/openid-connect-1.0-claims/#scope-definitions
  groupsScope: 'groups',
  namesEveryClient: true,
  words: {
    client: 'a client in identity_providers.oidc.clients',
    clientId: 'client_id',
    confidential: 'public: false',
    public: 'public: true',
    redirects: 'redirect_uris',
    redirect: (url) => url,
    scopes: 'scopes',
    scope: (name) => name,
  },
};

/** What a client may ask for that lists no scopes: authelia/authelia, internal/configuration/schema/identity_providers.go. */
const usual = ['openid', 'groups', 'profile', 'email'];

/** Authelia, whose clients are in its configuration. */
export const authelia: IdentityProvider = {
  facts,
  charts: autheliaCharts,
  read(manifests) {
    const clients = [];
    const hosts = new Set<string>();
    const ids = variablesOf(manifests);
    for (const { root, found } of settingsWith(manifests, facts.name, 'identity_providers', 'oidc')) {
      // The chart leaves out what is not switched on.
      if (found.get('enabled').scalar() === false) continue;
      for (const cookie of root.items('session', 'cookies')) for (const host of hostsOfCookie(cookie)) hosts.add(host);
      for (const one of found.items('clients')) clients.push(clientOf(one, found, ids, isBelowPath(root)));
    }
    return { clients, hosts: [...hosts] };
  },
  guards: ruleFor,
};

/** Its address for the hosts of a cookie, as Authelia takes it, or as its chart makes it (authelia/chartrepo, charts/authelia/values.yaml: `session.cookies`). */
function hostsOfCookie(cookie: Reader): string[] {
  const [domain, subdomain] = [known(cookie.text('domain')), known(cookie.text('subdomain'))];
  const made = domain === undefined || subdomain === undefined ? undefined : `${subdomain}.${domain}`;
  return [hostOf(cookie.text('authelia_url')), made].flatMap((host) => host ?? []);
}

type Variables = (text: string | undefined) => (Variable & { readonly namespace: string }) | undefined;

/** A variable of Authelia's own containers that its template asks for: https://www.authelia.com/reference/guides/templating/, `env` and `mustEnv`. */
function variablesOf({ containers }: Manifests): Variables {
  const own = containers.filter(({ image, release }) => facts.runs.image.test(image) || facts.runs.charts.includes(release?.chart ?? ''));
  return (text) => {
    const [, name] = /^\{\{-? ?(?:env|mustEnv|expandenv) ["']([\w]{1,200})["'] ?(?:\| ?[a-z]{1,20} ?)?-?\}\}$/.exec(text ?? '') ?? [];
    const container = name === undefined ? undefined : own.find(({ env }) => env.has(name));
    return container === undefined ? undefined : { ...container.env.get(name!)!, namespace: container.object.namespace };
  };
}

/** https://www.authelia.com/configuration/miscellaneous/server/#address: `tcp://:9091/authelia`, and before 4.38 `server.path`. */
const isBelowPath = (root: Reader): boolean => /^\w+:\/\/[^/]*\/./.test(root.text('server', 'address') ?? '') || (root.text('server', 'path') ?? '') !== '';

/** Before 4.38 the fields were `id`, `secret` and `description`. */
function clientOf(one: Reader, settings: Reader, variableOf: Variables, belowPath: boolean) {
  const id = one.get('client_id').locatedText() ?? one.get('id').locatedText();
  const variable = variableOf(id?.value);
  const from = variable?.from;
  const secret = ['client_secret', 'secret'].map((name) => one.get(name).locatedText()).find((seen) => seen !== undefined);
  const scopes = one.get('scopes');
  return clientEnd(facts, {
    at: one,
    belowPath,
    label: one.text('client_name') ?? one.text('client_id') ?? 'a client',
    clientId: variable?.value === undefined || id === undefined ? id : { ...id, value: variable.value.value },
    ...(from?.kind === 'Secret' ? { clientIdSecret: { name: from.name, key: from.key, namespace: variable!.namespace } } : {}),
    name: one.get('client_name').locatedText() ?? one.get('description').locatedText(),
    redirects: redirectsOf(one.items('redirect_uris')),
    scopes: scopes.exists ? textsOf(scopes.items()) : usual.map((name) => one.located(name)),
    grants: one.get('grant_types').exists ? textsOf(one.items('grant_types')) : undefined,
    gate: gateOfPolicy(one.get('authorization_policy'), settings.get('authorization_policies')),
    isPublic: one.get('public').scalar() === true,
    // internal/oidc/client.go: NewClient. A method that is set asks for PKCE as well.
    requiresPkce: [one.get('require_pkce'), one.get('pkce_challenge_method')]
      .find((field) => field.scalar() === true || (field.text() ?? '') !== '')
      ?.located(undefined),
    // internal/oidc/client.go: GetTokenEndpointAuthMethod, since 4.38, which also brought `client_id`.
    tokenEndpointAuthMethod:
      one.get('token_endpoint_auth_method').locatedText() ??
      (one.get('client_id').exists && one.get('public').scalar() !== true ? one.located('client_secret_basic') : undefined),
    // Others are digests.
    secret: secret?.value.startsWith('$plaintext$') === true ? { ...secret, value: secret.value.slice('$plaintext$'.length) } : undefined,
  });
}
