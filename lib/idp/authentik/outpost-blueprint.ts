import { compareText } from '../../contract/access.ts';
import type { Blueprint } from './entry.ts';
import { needed, refuseWhen } from './guard-entries.ts';
import { find, none } from './tags.ts';

const embedded = { managed: 'goauthentik.io/outposts/embedded' } as const;

/**
 * The one blueprint that owns the embedded outpost's list of providers. authentik replaces the whole list at each apply, so it may stand in one
 * file only; a provider that does not exist yet fails the file (null inside a list is refused), and the Job tries again.
 *
 * @example outpostBlueprint(['homepage'])
 */
export function outpostBlueprint(slugs: readonly string[]): Blueprint {
  const names = [...slugs].sort(compareText);
  const provider = (name: string) => find('authentik_providers_proxy.proxyprovider', ['name', name]);
  return {
    version: 1,
    metadata: { name: 'pinout-outpost' },
    entries: [
      needed('authentik_outposts.outpost', embedded),
      ...names.map((name) =>
        refuseWhen(none(provider(name)), `authentik has no proxy provider ${name} yet. Its own blueprint makes it: look at the Job that applies that one.`),
      ),
      { model: 'authentik_outposts.outpost', identifiers: embedded, attrs: { providers: names.map(provider) } },
    ],
  };
}
