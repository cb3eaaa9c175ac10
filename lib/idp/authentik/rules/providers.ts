import type { LoginEnd } from '../../../login/login-end.ts';
import { runsAtLeast } from '../../../repository/versions.ts';
import { grouped } from '../../../contract/grouped.ts';
import { known } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { isAdopted, mayOnlyChange } from '../blueprint-types.ts';
import { forAuthentik } from '../repository.ts';

export const providersRules: readonly Rule[] = forAuthentik([
  {
    code: 'client-type-unknown',
    severity: 'error',
    needs: [],
    refuses: true,
    title: 'client_type is neither confidential nor public',
    why: 'authentik refuses the blueprint.',
    symptom: 'The blueprint fails: `is not a valid choice`.',
    cause: '`client_type` must be `confidential` or `public`.',
    fix: 'write `client_type: confidential`',
    more: 'Write `public` for a client without a secret.',
    source: '[authentik: blueprints](https://docs.goauthentik.io/customize/blueprints/)',
    *find({ clients }) {
      for (const { clientType, label } of clients) {
        if (clientType === undefined || clientType.value === 'confidential' || clientType.value === 'public' || known(clientType.value) === undefined) continue;
        yield {
          at: clientType,
          message: `${label} has the client_type ${clientType.value}`,
          expected: 'confidential or public',
          received: clientType.value,
        };
      }
    },
  },
  {
    code: 'flow-missing',
    severity: 'warning',
    title: 'a provider lacks a flow that authentik requires',
    why: 'The field is required when authentik creates the provider, so the blueprint fails on a new installation. An existing provider keeps working.',
    symptom: 'The blueprint fails: `This field is required`. Where the provider exists already, it works.',
    cause: '`authorization_flow` and, since 2024.10, `invalidation_flow` are required for a new provider.',
    fix: 'set both',
    source: '[authentik: release 2024.10](https://docs.goauthentik.io/releases/2024.10)',
    *find({ blueprints, versions }) {
      const isOld = runsAtLeast(versions.authentik, [2024, 10]) === false;
      for (const model of ['authentik_providers_oauth2.oauth2provider', 'authentik_providers_proxy.proxyprovider'])
        for (const provider of blueprints.of(model).filter((one) => !isAdopted(one)))
          for (const name of isOld ? ['authorization_flow'] : ['authorization_flow', 'invalidation_flow']) {
            const flow = provider.field(name);
            if (flow.exists && (flow.tag !== undefined || flow.scalar() !== null)) continue;
            yield {
              at: !flow.exists ? provider.root.get('attrs') : flow,
              message: `the provider ${provider.field('name').text() ?? ''} has no ${name}`,
              expected: name,
              received: !flow.exists ? 'nothing' : 'null',
              fix: `write ${name}: !Find [authentik_flows.flow, [slug, ${name === 'authorization_flow' ? 'default-provider-authorization-implicit-consent' : 'default-provider-invalidation-flow'}]]`,
            };
          }
    },
  },
  {
    code: 'grant-types-missing',
    severity: 'warning',
    title: 'a provider has no grant_types',
    why: 'Since authentik 2026.5 a provider that a blueprint creates without grant_types allows no grants and refuses every login. A provider that existed before the upgrade keeps its grants.',
    symptom: '"The request is otherwise malformed" when authentik opens; its log says `Invalid grant_type for provider`.',
    cause: 'Since 2026.5 a provider has a list of grants. The web form fills it in; a blueprint must set it.',
    fix: 'write `grant_types: [authorization_code, refresh_token]`',
    more: 'An app that does not request `offline_access` needs no `refresh_token`.',
    source: '[goauthentik/authentik#20363](https://github.com/goauthentik/authentik/issues/20363)',
    *find({ clients, versions }) {
      const { authentik } = versions;
      const isRecent = runsAtLeast(authentik, [2026, 5]);
      if (isRecent === false) return;
      const lacking = clients.filter(
        ({ provider, grants }) => (grants === undefined || grants.length === 0) && !isAdopted(provider) && provider.field('grant_types').tag === undefined,
      );
      const expected = 'grant_types: [authorization_code], and refresh_token with the scope offline_access';
      for (const { provider, label } of lacking.filter(({ grants }) => grants !== undefined))
        yield {
          at: provider.field('grant_types'),
          severity: 'error',
          message: `${label} has an empty list of grant_types`,
          expected,
          received: 'an empty list',
        };
      const silent = lacking.filter(({ grants }) => grants === undefined);
      // Who writes the list for one provider runs a version that has it.
      const isSure = isRecent === true || silent.length < clients.length;
      for (const { provider, label } of isSure ? silent : silent.slice(0, 1))
        yield {
          at: provider.root.get('attrs'),
          severity: isSure ? 'warning' : 'info',
          message: isSure
            ? `${label} has no grant_types: authentik 2026.5 and later creates a provider that refuses every login`
            : `${label}${silent.length === 1 ? ' has' : ` and ${silent.length - 1} more have`} no grant_types: from authentik 2026.5 on, a new provider then refuses every login`,
          expected,
          received: 'nothing',
          ...(isSure ? {} : { fix: 'write grant_types: [authorization_code, refresh_token] if you run 2026.5 or later; pass your version with --authentik' }),
        };
    },
  },
  {
    code: 'encryption-key-set',
    severity: 'error',
    needs: [],
    title: 'a provider encrypts its tokens',
    why: 'An encrypted token (JWE) has five parts. kube-apiserver ignores it silently, and most apps cannot read it.',
    symptom: '`Invalid JSON web token: found 5 parts`, `unsupported operation`, or a plain `invalid bearer token`.',
    cause: 'The provider has an `encryption_key`, so its tokens are encrypted (JWE).',
    fix: 'remove `encryption_key`; `signing_key` is enough to verify tokens',
    source: '[dani-garcia/vaultwarden#6230](https://github.com/dani-garcia/vaultwarden/issues/6230)',
    *find({ clients, pairs }) {
      const readers = grouped(pairs.all, ({ client }) => client);
      for (const client of clients) {
        const { provider, label } = client;
        const key = provider.field('encryption_key');
        if (!key.exists || (key.tag === undefined && (key.scalar() === null || key.scalar() === ''))) continue;
        // Whoever gave an app of their own the other half of the key can read them.
        const apps = readers.get(client) ?? [];
        const mayRead = provider.blueprint.map?.ours !== true && apps.length > 0 && apps.every(({ login }) => login.unknownApp === true);
        yield {
          at: key,
          isSure: !mayRead,
          message: `${label} has an encryption_key, so its tokens are JWE`,
          expected: 'no encryption_key',
          received: 'a key',
        };
      }
    },
  },
  {
    code: 'signing-key-missing',
    severity: 'error',
    needs: [],
    title: 'a provider has no signing key',
    why: 'authentik then signs tokens with HS256 and the client secret, and the JWKS is empty. Apps that verify signatures refuse the tokens.',
    symptom:
      '`unsupported algorithm, expected ["RS256"] got "HS256"`, `failed to verify id token signature`, or an empty JWKS. Grafana works anyway, which hides the problem.',
    cause: 'The provider has no `signing_key`.',
    fix: 'write `signing_key: !Format ["%s", !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]]`',
    source: '[authentik: OAuth 2.0 provider, signing](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/)',
    *find({ clients, pairs }) {
      const apps = grouped(pairs.all, ({ client }) => client);
      for (const client of clients) {
        const refusals = (apps.get(client) ?? []).map(({ login }) => (asksForUser(login) ? undefined : login.refusesHs256));
        // None of its apps looks at signatures.
        if (refusals.length > 0 && refusals.every((one) => one === false)) continue;
        const key = client.provider.field('signing_key');
        if (!key.exists && mayOnlyChange(client.provider, 'authorization_flow')) continue;
        if (isAdopted(client.provider) || (key.exists && (key.tag !== undefined || (key.scalar() !== null && key.scalar() !== '')))) continue;
        yield {
          at: !key.exists ? client.provider.root.get('attrs') : key,
          // Where the app is here and nothing is known of what it refuses, people sign in to it, or would have noticed.
          severity: refusals.includes(true) ? 'error' : refusals.length > 0 ? 'info' : 'warning',
          message: `${client.label} has no signing_key`,
          expected: 'signing_key: a certificate of authentik',
          received: !key.exists ? 'nothing' : 'null',
        };
      }
    },
  },
]);

/** An app that nobody knows, and that is told where to ask for the user, may look at no token at all. */
const asksForUser = ({ unknownApp, endpoints, container }: LoginEnd): boolean =>
  unknownApp === true && (endpoints.length > 0 || [...(container?.env.keys() ?? [])].some((name) => /USER_?INFO/i.test(name)));
