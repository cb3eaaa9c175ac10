import { compareEnds, rowOf } from '../../../repository/compare-ends.ts';
import type { Rule } from '../../../repository/rule.ts';
import { isAdopted } from '../blueprint-types.ts';
import { slugOf } from '../../../tree/known.ts';
import { type AuthentikRepository, forAuthentik } from '../repository.ts';

const authentikRow = rowOf<AuthentikRepository>();

/** What authentik and an app have to agree on, besides what holds for every provider. */
export const authentikBothEndsRules: readonly Rule[] = forAuthentik(
  compareEnds<AuthentikRepository>([
    {
      code: 'client-secret-generated',
      severity: 'warning',
      title: 'authentik generates the client secret, so the app does not have it',
      why: 'The app reads a different one from its Secret until somebody copies it by hand. A new installation generates a new one.',
      symptom: '`invalid_client` after a new installation or a restore.',
      cause: 'The blueprint does not set `client_secret`.',
      fix: 'write `client_secret: !File /path/of/the/mounted/secret`, or `!Env NAME`',
      more: '`!Env` reads a variable of the worker.',
      source: '[goauthentik/authentik#15526](https://github.com/goauthentik/authentik/issues/15526)',
      compare: [
        authentikRow({
          field: 'client secret, where authentik generates one',
          app: ({ login }) => [login.clientType?.value === 'confidential' || login.secret !== undefined],
          idp: ({ client }) =>
            client.clientType?.value === 'public' || client.provider.field('client_secret').exists || isAdopted(client.provider) ? undefined : client.provider,
          agree: (hasSecret) => !hasSecret,
          differ: (_own, provider, { client }) => ({
            at: provider.root.get('attrs'),
            // Who leaves both to authentik takes both from there.
            ...(provider.field('client_id').exists ? {} : { severity: 'info' as const }),
            message: `${client.label} has no client_secret, so authentik generates one`,
            expected: 'client_secret: !File or !Env, from the Secret that the app reads',
            received: 'nothing',
          }),
        }),
      ],
    },
    {
      code: 'grant-missing',
      severity: 'error',
      needs: [],
      title: 'the provider does not allow a grant that the app needs',
      symptom:
        '"The request is otherwise malformed" when authentik opens, or users are signed out after an hour. The server log says `Invalid grant_type for provider`.',
      cause: '`grant_types` of the provider does not include the grant.',
      fix: 'add it: `authorization_code` for every login, `refresh_token` with the scope offline_access',
      source: '[goauthentik/authentik#20363](https://github.com/goauthentik/authentik/issues/20363)',
      compare: [
        authentikRow({
          field: 'grants',
          app({ login: { verifiesOnly, fetchesBy = 'authorization_code', refresh, scopes = [] } }) {
            if (verifiesOnly === true) return [];
            return [fetchesBy, ...(refresh !== undefined && scopes.some(({ value }) => value === 'offline_access') ? ['refresh_token'] : [])];
          },
          idp: ({ client: { grants = [] } }) => (grants.length === 0 ? undefined : grants.map(({ value }) => value)),
          agree: (grant, allowed) => allowed.includes(grant) || (grant === 'authorization_code' && allowed.includes('hybrid')),
          differ: (grant, allowed, { login, client }) => ({
            at: client.provider.field('grant_types'),
            // People sign in again, and the login itself works.
            isSure: grant !== 'refresh_token' || login.object.ours,
            message: `${client.label} does not allow the grant ${grant}, which ${login.label} uses`,
            expected: grant,
            received: [...new Set(allowed)].join(', '),
            why: grant === 'refresh_token' ? 'The user is signed out when the access token expires.' : 'authentik refuses the login request.',
            fix: `add ${grant} to grant_types`,
          }),
        }),
      ],
    },
    {
      code: 'issuer-mode-global',
      severity: 'error',
      needs: [],
      title: 'a provider has issuer_mode: global, but its app expects the issuer of the application',
      why: 'Tokens then have the root URL of authentik as issuer, and the app compares the whole issuer.',
      symptom: '`issuer did not match`, or a plain `invalid bearer token`.',
      cause: '`issuer_mode: global` makes the root URL of authentik the issuer. The app expects the issuer of its application.',
      fix: 'write `issuer_mode: per_provider`, or leave it out',
      source: '[authentik: OAuth 2.0 provider, issuer mode](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
      compare: [
        authentikRow({
          field: 'issuer mode',
          app: ({ login }) => (login.exactIssuer !== false && slugOf(login.issuer?.value) !== undefined ? [login.issuer] : []),
          idp: ({ client }) => client.provider.field('issuer_mode'),
          agree: (_own, mode) => mode.text() !== 'global',
          differ: (issuer, mode, { login, client }) => ({
            at: mode,
            message: `${client.label} has issuer_mode: global, but ${login.label} expects the issuer ${issuer.value}`,
            expected: 'issuer_mode: per_provider',
            received: 'global',
          }),
        }),
      ],
    },
    {
      code: 'public-client-without-pkce',
      severity: 'warning',
      title: 'a public client does not use PKCE',
      why: 'Anyone who gets hold of an authorization code can use it.',
      symptom: 'Nothing, until someone steals a code.',
      cause: 'The client has no secret, and the app does not send a PKCE challenge. authentik does not require one.',
      fix: 'turn PKCE on in the app, or make the client confidential',
      more: 'In Grafana that is `use_pkce: true`.',
      source: '[RFC 9700, section 2.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1)',
      compare: [
        authentikRow({
          field: 'PKCE, of a public client',
          app: ({ login }) => [login.clientType?.value === 'confidential' ? undefined : login.pkce],
          idp: ({ client }) => client.clientType,
          agree: (pkce, type) => pkce || type.value !== 'public',
          differ: (_own, _theirs, { login }) => ({
            at: login.at,
            message: `${login.label} is a public client and does not use PKCE`,
            expected: 'PKCE',
            received: 'neither a client secret nor PKCE',
          }),
        }),
      ],
    },
  ]),
);
