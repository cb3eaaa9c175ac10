import type { Reader } from '../../../manifest/reader.ts';
import type { Report, Rule } from '../../../repository/rule.ts';
import { hostOf, known } from '../../../tree/known.ts';
import { settingsWith } from '../../settings.ts';

export const autheliaRefusedRules: readonly Rule[] = [
  {
    code: 'authelia-config-refused',
    severity: 'error',
    needs: [],
    title: 'Authelia refuses its configuration',
    why: 'Authelia reads all of its configuration before it starts, and ends if a value cannot be.',
    symptom: "The pod of Authelia restarts, its log says `Can't continue due to the errors loading the configuration`, and nobody can sign in to anything.",
    cause:
      'A client that is confidential has `token_endpoint_auth_method: none`, or a public one has another method or a secret. A `client_secret` starts with `$` and is no digest. The key of `jwks` is put between quotes, which join its lines. Or the addresses of a cookie do not fit: `default_redirection_url` is that of Authelia itself, or one of both is not below `domain`.',
    fix: 'correct the value as the message says',
    source:
      '[authelia/authelia: internal/configuration/validator](https://github.com/authelia/authelia/tree/master/internal/configuration/validator), [Authelia: OpenID Connect 1.0 clients](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/)',
    *find(repository) {
      for (const { found } of settingsWith(repository, 'authelia', 'identity_providers', 'oidc')) {
        if (found.get('enabled').scalar() === false) continue;
        for (const client of found.items('clients')) if (client.get('redirect_uris').exists) yield* wrongClient(client);
        for (const key of [found.get('issuer_private_key'), ...found.items('jwks').map((one) => one.get('key'))]) yield* brokenKey(key);
      }
      for (const { found } of settingsWith(repository, 'authelia', 'session', 'cookies')) for (const cookie of found.items()) yield* wrongCookie(cookie);
    },
  },
];

/** authelia/authelia internal/configuration/validator/identity_providers.go: validateOIDCClientEndpointAuth; internal/configuration/decode_hooks.go. */
function* wrongClient(client: Reader): Generator<Report> {
  const name = ['client_name', 'client_id', 'id'].map((key) => known(client.text(key))).find((one) => one !== undefined) ?? 'without a name';
  const method = client.get('token_endpoint_auth_method');
  const isPublic = client.get('public').scalar();
  const secret = client.get('client_secret').exists ? client.get('client_secret') : client.get('secret');
  if (client.get('<<').exists) return;
  if (method.text() === 'none' && (isPublic === undefined || isPublic === false) && !client.get('response_types').exists)
    yield {
      at: method,
      message: `the client ${name} is confidential, and its token_endpoint_auth_method is none`,
      expected: 'client_secret_basic or client_secret_post, or public: true and no secret',
      received: 'none',
      fix: 'take the line out, or write the method that the app uses',
    };
  if (isPublic === true && known(method.text()) !== undefined && method.text() !== 'none')
    yield {
      at: method,
      message: `the client ${name} is public, and its token_endpoint_auth_method is ${method.text()!}`,
      expected: 'none, or public: false and a secret',
      received: method.text()!,
      fix: 'take out public: true if the app has a secret, or else the method',
    };
  if (isPublic === true && (secret.text() ?? '') !== '')
    yield {
      at: secret,
      message: `the client ${name} is public, and has a client_secret`,
      expected: 'no client_secret, or public: false',
      received: 'a client_secret',
      fix: 'take out public: true if the app has a secret, or else the secret',
    };
  if (/^\$[A-Za-z][\w-]*:/.test(secret.text() ?? ''))
    yield {
      at: secret,
      message: `the client_secret of ${name} starts with ${secret.text()!.split(':')[0]!}:, which is no algorithm of a digest`,
      expected: `'{{ secret "/path/of/the/file" }}' and the filter template, or a digest`,
      received: secret.text()!.split(':')[0]!,
      why: 'Authelia takes what starts with a dollar for a digest, and fills in no variable of this form.',
      fix: 'write a digest ($pbkdf2-sha512$…), or a template, and switch on the filter template',
    };
}

/** The file has many lines: quotes join them by blanks, and in a block the second one stands at the margin. */
function* brokenKey(key: Reader): Generator<Report> {
  if (!/^\{\{-? ?(?:secret|fileContent) ["'][^"'|]{1,200}["'] ?-?\}\}\s*$/.test(key.text() ?? '')) return;
  yield {
    at: key,
    message: 'the key of Authelia is filled in as it is, and its lines do not stay apart',
    expected: `{{ secret "…" | mindent 10 "|" | msquote }}, without quotes around it`,
    received: 'a template in quotes',
    why: 'Between quotes YAML makes a blank of each line break, and what is left is no PEM.',
    fix: 'write it with mindent and msquote, without quotes around it',
  };
}

/** authelia/authelia internal/configuration/validator/session.go: validateSessionURLs. */
function* wrongCookie(cookie: Reader): Generator<Report> {
  const [own, back] = [cookie.get('authelia_url'), cookie.get('default_redirection_url')];
  if (own.text() === undefined) return;
  if (own.text() === back.text())
    yield {
      at: back,
      message: 'default_redirection_url of a cookie is the address of Authelia itself',
      expected: 'the address of another page below the domain of the cookie, or nothing',
      received: back.text()!,
      fix: 'write the page that people shall see after they signed in, or take it out',
    };
  const domain = known(cookie.text('domain'))?.toLowerCase();
  for (const url of [own, back]) {
    const host = hostOf(url.text())?.replace(/:\d+$/, '');
    if (domain === undefined || host === undefined || host === domain || host.endsWith(`.${domain.replace(/^\./, '')}`)) continue;
    yield {
      at: url,
      message: `${String(url.key)} of the cookie for ${domain} is at ${host}`,
      expected: `a host below ${domain}`,
      received: url.text()!,
      fix: `write an address below ${domain}, or correct domain`,
    };
  }
}
