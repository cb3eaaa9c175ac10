import { compareText } from '../contract/access.ts';
import type { Blueprint, Entry } from './entry.ts';

const absent = (model: string, identifiers: Readonly<Record<string, string>>): Entry => ({ model, state: 'absent', identifiers });

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
    ]),
  };
}
