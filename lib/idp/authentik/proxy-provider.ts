import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { absent, type Entry } from './entry.ts';
import { flow, neededFlows } from './flows.ts';
import { needed } from './guard-entries.ts';
import { otherKind } from './other-kind.ts';

/** Mappings that authentik puts on a proxy provider itself, as far as they are there (authentik/providers/proxy/models.py, set_oauth_defaults). */
const mappings = ['oauth2/scope-openid', 'oauth2/scope-profile', 'oauth2/scope-email', 'oauth2/scope-entitlements', 'proxy/scope-proxy'];

/**
 * The entries of the provider of an app behind forward-auth. `mode` is always written: authentik takes a missing one for `proxy` and then asks for an
 * internal host, also when only another field changes (authentik/providers/proxy/api.py, validate). Its serializer adds the
 * scopes and callback addresses itself (set_oauth_defaults). `grant_types` is no field of it: what authentik's own pages make, which go through the same
 * serializer, have authorization_code since 2026.5, so nothing is written.
 */
export function proxyProvider(contract: ForwardAuthContract): Entry[] {
  const name = contract.slug;
  return [
    ...neededFlows(),
    ...mappings.map((mapping) => needed('authentik_providers_oauth2.scopemapping', { managed: `goauthentik.io/providers/${mapping}` })),
    // One of this name is from a time when the app spoke OpenID Connect itself; names are unique among all kinds. A proxy provider is an
    // OAuth2 provider too, and stays.
    ...otherKind('authentik_providers_oauth2.oauth2provider', contract, { proxyprovider__isnull: true }),
    // Of that time as well.
    ...['profile', 'email', 'groups'].map((scope) => absent('authentik_providers_oauth2.scopemapping', { name: `pinout-${name}-${scope}` })),
    {
      model: 'authentik_providers_proxy.proxyprovider',
      identifiers: { name },
      attrs: {
        mode: 'forward_single',
        external_host: contract.externalHost,
        // Empty rather than left out, here and below: a field that is not named keeps its old value.
        skip_path_regex: contract.openPaths.map((path) => `${path}\n`).join(''),
        // authentik adds its own to the list.
        property_mappings: [],
        authentication_flow: null,
        authorization_flow: flow('authorization'),
        invalidation_flow: flow('invalidation'),
        intercept_header_auth: true,
        basic_auth_enabled: false,
        basic_auth_user_attribute: '',
        basic_auth_password_attribute: '',
        // Of the mode `proxy`, which somebody may have chosen.
        internal_host: '',
        internal_host_ssl_validation: true,
        certificate: null,
        cookie_domain: '',
        access_token_validity: 'hours=1',
        refresh_token_validity: 'days=30',
        jwt_federation_sources: [],
        jwt_federation_providers: [],
      },
    },
  ];
}
