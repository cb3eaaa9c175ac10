import { allows, allowsOf } from '../../login/allows.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import { compareEnds, rowOf } from '../../repository/compare-ends.ts';
import { isNearly } from '../../repository/is-nearly.ts';
import { mayOnlyVerify } from '../../repository/may-only-verify.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';
import { allowedRedirects, asksIt, knownText, mayEndIn, secretSources, shownOrigin, urlsOf } from '../ends.ts';

const row = rowOf();

/** What both ends of a login have to agree on, whichever app and provider it is. */
export const bothEndsRules: readonly Rule[] = compareEnds([
  {
    code: 'client-id-mismatch',
    severity: 'error',
    needs: [],
    title: 'the client id in the app is not the one at the identity provider',
    symptom:
      'After the click on sign-in the identity provider shows an error: "The client identifier (client_id) is missing or invalid" (authentik), `invalid_client` (others).',
    cause: 'The client id in the app is not the one at the identity provider. pinout matched the two ends by slug or by host.',
    fix: 'write the same id on both ends',
    source: '[authentik: OAuth 2.0 provider](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    compare: [
      row({
        field: 'client id, where the provider has none',
        app: ({ login }) => (login.verifiesOnly === true ? [] : [knownText(login.clientId)]),
        idp: ({ client }) => client.clientIdMissing,
        agree: () => false,
        differ: (own, theirs, { login, client }) => ({
          at: theirs,
          message: `${client.label} has no ${client.idp.words.clientId}, so ${client.idp.title} generates one, but ${login.label} uses ${own.value}`,
          expected: own.value,
          received: 'nothing',
          why: 'The generated client id is random, so it does not match the one in the app.',
          fix: `write ${client.idp.words.clientId}: ${own.value}`,
        }),
      }),
      row({
        field: 'client id',
        app: ({ login, by }) => (by === 'client-id' || login.verifiesOnly === true ? [] : [knownText(login.clientId)]),
        idp: ({ client }) => known(client.clientId?.value),
        agree: (own, theirs) => own.value === theirs,
        differ: (own, theirs, { login, client }) => ({
          at: own,
          message: `${login.label} uses the client id ${own.value}, but ${client.label} has the client id ${theirs} at the identity provider`,
          expected: theirs,
          received: own.value,
          why: `${client.idp.title} looks the client up by its id. With an unknown id it shows an error instead of the sign-in page.`,
          fix: `write the client id ${theirs} in the app, or change ${client.idp.words.clientId} in ${client.place.at.file}`,
        }),
      }),
    ],
  },
  {
    code: 'client-type-mismatch',
    severity: 'error',
    needs: ['app'],
    title: 'one end has a client secret and the other has none',
    symptom: '`invalid_client` in the log of the app after signing in.',
    cause: 'The client is confidential and the app has no secret, or the client is public and the app has one.',
    fix: 'make the client confidential and give both ends the same secret, unless the app cannot keep a secret',
    source: '[RFC 6749, section 2.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.1)',
    compare: [
      row({
        field: 'client secret, of a public client',
        app: ({ login }) => [login.clientType],
        idp: ({ client }) => client.clientType,
        agree: (own, theirs) => own.value !== 'confidential' || theirs.value !== 'public',
        differ: (_own, theirs, { login, client: { label, idp } }) => ({
          at: theirs,
          // Those that ask nothing of a public client let it in: the login works.
          isSure: idp.secretOfPublic !== 'ignored' || login.object.ours,
          message: `${label} is a public client, but ${login.label} has a client secret`,
          expected: idp.words.confidential,
          received: idp.words.public,
          why: `${idp.title} does not ask a public client for its secret, so anyone who gets hold of an authorization code can use it.`,
          fix: `write ${idp.words.confidential}, or remove the secret from the app`,
        }),
      }),
      row({
        field: 'client secret, of a confidential client',
        app: ({ login }) => [login.clientType],
        idp: ({ client }) => client.clientType?.value ?? 'confidential',
        agree: (own, theirs, { login, client, repository }) =>
          own.value !== 'public' ||
          theirs === 'public' ||
          (mayOnlyVerify(login, client) && repository.pairs.all.some((one) => one.client === client && one.login.clientType?.value === 'confidential')),
        differ: (_own, _theirs, { login, client: { label, idp } }) => ({
          at: login.at,
          // Of an app that nobody here knows, nobody knows where it looks for its secret.
          isSure: login.unknownApp !== true || login.object.ours,
          message: `${login.label} has no client secret, but ${label} is a confidential client`,
          expected: 'a client secret from a Secret',
          received: 'none',
          why: `${idp.title} answers invalid_client when a confidential client sends no secret.`,
          fix: `give the app its client secret from a Secret, or write ${idp.words.public}`,
        }),
      }),
    ],
  },
  {
    code: 'pkce-required',
    severity: 'error',
    needs: [],
    title: 'the client requires PKCE, which the app does not use',
    why: 'The identity provider refuses a sign-in without a PKCE challenge.',
    symptom:
      '`code_challenge is missing`, `Missing parameter: code_challenge_method`, `Invalid code verifier`, or an error page of the identity provider before anyone can sign in.',
    cause: 'The client requires PKCE, and the app does not send a challenge unless it is told to. Kanidm requires PKCE of every client by default.',
    fix: 'turn PKCE on in the app, or do not require it for this client',
    more: 'In Grafana that is `use_pkce: true`, in Headlamp `config.oidc.usePKCE: true`, in oauth2-proxy `--code-challenge-method=S256`.',
    source:
      '[Kanidm: OAuth2](https://kanidm.github.io/kanidm/stable/integrations/oauth2.html), [Authelia: require_pkce](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/#require_pkce)',
    compare: [
      row({
        field: 'PKCE',
        app: (ends) => [asksIt(ends, ends.repository) ? ends.login.pkce : undefined],
        idp: ({ client }) => client.requiresPkce,
        agree: (pkce) => pkce,
        differ: (_own, at, { login, client: { label, idp } }) => ({
          at: login.at,
          message: `${login.label} does not use PKCE, which ${idp.title} requires of ${label}`,
          expected: 'PKCE with the method S256',
          received: `none; the client is at ${at.at.file}:${String(at.at.line)}`,
          fix: 'turn PKCE on in the app, or do not require it for this client',
        }),
      }),
    ],
  },
  {
    code: 'client-auth-method',
    severity: 'error',
    needs: [],
    title: 'the client allows only one way to send its secret, and the app uses another',
    symptom:
      '`invalid_client` after signing in. The log of Authelia says which method the app used, and: "however the OAuth 2.0 client registration does not allow this method".',
    cause:
      'An app sends its client secret in the Authorization header (`client_secret_basic`) or in the body of the request (`client_secret_post`). Authelia accepts the one in `token_endpoint_auth_method` and no other. Since 4.38 that is `client_secret_basic` where the field is missing.',
    fix: 'write the method that the app uses in `token_endpoint_auth_method`',
    source:
      '[Authelia: token_endpoint_auth_method](https://www.authelia.com/configuration/identity-providers/openid-connect/clients/#token_endpoint_auth_method)',
    compare: [
      row({
        field: 'way to send the client secret',
        app: ({ login }) => (login.clientType?.value === 'public' ? [] : [login.tokenEndpointAuthMethod]),
        idp: ({ client }) => (/^client_secret_(?:basic|post)$/.test(client.tokenEndpointAuthMethod?.value ?? '') ? client.tokenEndpointAuthMethod : undefined),
        agree: (own, theirs) => own === theirs.value,
        differ: (own, theirs, { login, client: { label, idp } }) => ({
          at: theirs,
          message: `${label} accepts its secret only by ${theirs.value}, but ${login.label} sends it by ${own}`,
          expected: own,
          received: theirs.value,
          why: `${idp.title} answers invalid_client when an app sends its secret in another way.`,
          fix: `write token_endpoint_auth_method: ${own}`,
        }),
      }),
    ],
  },
  {
    code: 'secret-mismatch',
    severity: 'error',
    needs: [],
    title: 'the two ends read the client secret from different places',
    symptom: '`invalid_client` after signing in.',
    cause: 'The ExternalSecrets of the two ends read different entries, or each generates a value.',
    fix: 'let both ends read the same entry of the same store',
    source: '[External Secrets: generators](https://external-secrets.io/latest/guides/generator/)',
    compare: [
      row({
        field: 'generator of the client secret',
        app: (ends) => [secretSources(ends)?.app],
        idp: (ends) => secretSources(ends)?.idp,
        agree: (own, theirs) => !own.isGenerated || !theirs.isGenerated,
        differ: (own, theirs, { client }) => ({
          at: own.at,
          message: `the two ends of ${client.label} each generate a client secret`,
          expected: 'one generated Secret that both read',
          received: `${own.name} and ${theirs.name}`,
          why: 'A generator never gives the same value twice.',
          fix: 'generate the secret once, in one namespace, and let both ends read it through an ExternalSecret',
        }),
      }),
      row({
        field: 'entry of the client secret in its store',
        app: (ends) => [secretSources(ends)?.app.entry],
        idp: (ends) => secretSources(ends)?.idp.entry,
        agree: (own, theirs) => own.text === theirs.text,
        differ: (own, theirs, { login, client }) => ({
          at: own.at,
          // People keep one item for each end, with the same value in both.
          severity: 'info',
          message: `${login.label} reads its client secret from ${shownOrigin(own.text)}, but the identity provider reads it from ${shownOrigin(theirs.text)}`,
          expected: shownOrigin(theirs.text),
          received: shownOrigin(own.text),
          why: `If the two entries hold different values, ${client.idp.title} answers invalid_client.`,
          fix: `read both from the same place: ${shownOrigin(theirs.text)}`,
        }),
      }),
    ],
  },
  {
    code: 'redirect-missing',
    severity: 'error',
    needs: [],
    title: 'the app sends a redirect URI that the identity provider does not allow',
    why: 'Redirect URIs are compared as a whole: scheme, host, port, path and trailing slash.',
    symptom:
      'After the click on sign-in the identity provider shows an error instead of its login: "Redirect URI Error" (authentik), `invalid_request` or "Invalid parameter: redirect_uri" (others).',
    cause:
      'The redirect URI that the app builds (from its root URL, host or callback setting) is not in the list of its client: `redirect_uris` in authentik and Authelia, `redirectURIs` in Dex, `redirectUris` in Keycloak, `redirectUrl` in Kanidm, `callbackUrls` in Pocket ID.',
    fix: 'make the two identical, character by character',
    source: '[authentik: redirect URIs](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/#redirect-uris-and-origins)',
    compare: [
      row({
        field: 'redirect URI',
        app: ({ login }) => login.redirects?.map((sent) => ({ ...sent, value: sent.value.url })) ?? [],
        idp: allowedRedirects,
        agree: ({ value: url }, allowed, { login, client }) =>
          url === '' ||
          isToReplace(url) ||
          allowed.some((one) => allowsOf(one, url, login, client)) ||
          // Who has set up the one that is sent needs no other. pinout allows all.
          (login.oneRedirect === true && !login.object.ours && login.redirects?.some(({ value }) => allowed.some((one) => allows(one, value.url))) === true),
        differ: (sent, allowed, { login, client }) => ({
          at: sent,
          // The first one is right: then this one is for the day on which its port is taken.
          isSure: login.sendsFirst !== true || !allowed.some((one) => allows(one, login.redirects?.[0]?.value.url ?? '')),
          message: `${login.label} sends the redirect URI ${sent.value}, which is not allowed at the identity provider`,
          expected: `${sent.value} among ${client.idp.words.redirects} of ${client.label}`,
          received: urlsOf(allowed),
          fix: toAllow(sent.value, allowed, client),
        }),
      }),
      row({
        field: 'redirect URI for something besides, such as linking an account',
        app: ({ login }) => login.sometimes?.filter(({ url }) => knownText(url) !== undefined) ?? [],
        idp: allowedRedirects,
        agree: ({ url: { value } }, allowed, { login, client }) => allowed.some((one) => allowsOf(one, value, login, client)),
        differ: ({ url: sent, when }, allowed, { login, client }) => ({
          at: sent,
          severity: 'warning',
          message: `${login.label} sends the redirect URI ${sent.value} when somebody ${when}, which is not allowed at the identity provider`,
          expected: `${sent.value} among ${client.idp.words.redirects} of ${client.label}`,
          received: urlsOf(allowed),
          fix: `add ${client.idp.words.redirect(sent.value)} to ${client.idp.words.redirects} in ${client.place.at.file}`,
        }),
      }),
      row({
        field: 'end of the redirect URI, where the host of the app is not known',
        app: ({ login }) => [knownText(login.callback)],
        idp: allowedRedirects,
        agree: ({ value: path }, allowed, { login }) => allowed.some((one) => mayEndIn(one, path, login.otherRedirects)),
        differ: (sent, allowed, { login, client }) => ({
          at: sent,
          message: `${login.label} sends a redirect URI that ends in ${sent.value}, but the identity provider allows none with that ending`,
          expected: `https://HOST${sent.value} among ${client.idp.words.redirects} of ${client.label}`,
          received: urlsOf(allowed),
          fix: `write ${client.idp.words.redirect(`https://HOST${sent.value}`)} in ${client.place.at.file}, with the host of the app`,
        }),
      }),
    ],
  },
]);

/** A host such as `APPS_HOSTNAME` is no name of a host: a script replaces it before the app reads it. */
const isToReplace = (url: string): boolean => /^https?:\/\/[A-Z][A-Z0-9]*_[A-Z0-9_]*(?:[./:]|$)/.test(url);

/** What to write so that a redirect URI is allowed: of two that differ in a letter nobody knows which is right, and no second one is to be added. */
function toAllow(sent: string, allowed: NonNullable<IdpEnd['redirects']>, { idp: { words }, place }: IdpEnd): string {
  const port = (url: string): string | undefined => /^[^/]{1,30}\/\/[^/]{1,300}?:(\d{1,5})(?:\/|$)/.exec(url)?.[1];
  const near = allowed.find(({ value: { url } }) => isNearly(url, sent) && port(url) === port(sent))?.value.url;
  return near === undefined
    ? `add ${words.redirect(sent)} to ${words.redirects} in ${place.at.file}, or correct the URL in the app`
    : `write the same URL at both ends: the app has ${sent}, and ${words.redirects} in ${place.at.file} has ${near}`;
}
