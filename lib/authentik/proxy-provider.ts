import type { ForwardAuthContract } from '../contract/forward-auth.ts';
import type { Entry } from './entry.ts';
import { find } from './tags.ts';

const flow = (slug: string) => find('authentik_flows.flow', ['slug', slug]);

/**
 * The provider of an app behind forward-auth. `mode` is always written: authentik takes a missing one for `proxy` and then asks for an
 * internal host, also when only another field changes (authentik/providers/proxy/api.py, validate). Its serializer adds the
 * scopes and callback addresses itself (set_oauth_defaults). `grant_types` is no field of it: what authentik's own pages make, which go through the same
 * serializer, have authorization_code since 2026.5, so nothing is written.
 */
export function proxyProvider(contract: ForwardAuthContract): Entry {
  return {
    model: 'authentik_providers_proxy.proxyprovider',
    id: `${contract.slug}-provider`,
    identifiers: { name: contract.slug },
    attrs: {
      mode: 'forward_single',
      external_host: contract.externalHost,
      // Empty rather than left out: a field that is not named keeps its old value.
      skip_path_regex: contract.openPaths.map((path) => `${path}\n`).join(''),
      authorization_flow: flow('default-provider-authorization-implicit-consent'),
      invalidation_flow: flow('default-provider-invalidation-flow'),
    },
  };
}
