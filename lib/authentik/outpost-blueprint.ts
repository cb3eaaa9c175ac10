import { compareText } from '../contract/access.ts';
import type { Blueprint } from './entry.ts';
import { find } from './tags.ts';

/**
 * The one blueprint that owns the embedded outpost's list of providers. authentik replaces the whole list at each apply, so it may stand in one
 * file only; a provider that does not exist yet fails the file (null inside a list is refused), and the Job tries again.
 *
 * @example outpostBlueprint(['homepage'])
 */
export function outpostBlueprint(slugs: readonly string[]): Blueprint {
  return {
    version: 1,
    metadata: { name: 'pinout-outpost' },
    entries: [
      {
        model: 'authentik_outposts.outpost',
        identifiers: { managed: 'goauthentik.io/outposts/embedded' },
        attrs: { providers: [...slugs].sort(compareText).map((name) => find('authentik_providers_proxy.proxyprovider', ['name', name])) },
      },
    ],
  };
}
