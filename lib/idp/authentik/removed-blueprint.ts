import { compareText } from '../../contract/access.ts';
import { accessPolicy } from './access-entries.ts';
import { absent, type Blueprint } from './entry.ts';
import { markOf } from './proof.ts';

/**
 * The one blueprint of tombstones: it deletes what the blueprints of removed apps made. authentik deletes nothing when a blueprint goes
 * (goauthentik/authentik#5300). An entry for what is not there is skipped, so it may stay for good.
 *
 * Groups stay: other apps may name them, and people are in them.
 *
 * @example removedBlueprint(['miniflux'])
 */
export function removedBlueprint(slugs: readonly string[]): Blueprint {
  return {
    version: 1,
    metadata: { name: 'pinout-removed' },
    entries: [...slugs].sort(compareText).flatMap((slug) => [
      // Its bindings go with it.
      absent('authentik_core.application', { slug }),
      absent('authentik_providers_oauth2.oauth2provider', { name: slug }),
      absent('authentik_providers_proxy.proxyprovider', { name: slug }),
      ...['profile', 'email', 'groups'].map((scope) => absent('authentik_providers_oauth2.scopemapping', { name: `pinout-${slug}-${scope}` })),
      ...[accessPolicy(slug), `pinout-${slug}-everyone`].map((name) => absent('authentik_policies_expression.expressionpolicy', { name })),
      absent(markOf(slug).model, markOf(slug).identifiers),
    ]),
  };
}
