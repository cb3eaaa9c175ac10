import { compareText } from '../../contract/access.ts';
import type { Blueprint, Entry } from './entry.ts';
import { needed, refuseWhen } from './guard-entries.ts';
import { any, find, none } from './tags.ts';

const embedded = { managed: 'goauthentik.io/outposts/embedded' } as const;

/**
 * The one blueprint that owns the embedded outpost's list of providers. authentik replaces the whole list at each apply, so it may be in one
 * file only; a provider that does not exist yet fails the file (null inside a list is refused), and the Job tries again.
 *
 * @param kept proxy providers that are on it already. Another one that is found there fails the file, instead of losing its login
 * @example outpostBlueprint(['homepage'])
 */
export function outpostBlueprint(slugs: readonly string[], kept?: readonly string[]): Blueprint {
  const names = [...new Set([...slugs, ...(kept ?? [])])].sort(compareText);
  const provider = (name: string) => find('authentik_providers_proxy.proxyprovider', ['name', name]);
  return {
    version: 1,
    metadata: { name: 'pinout-outpost' },
    entries: [
      needed('authentik_outposts.outpost', embedded),
      ...names.map((name) =>
        refuseWhen(
          none(provider(name)),
          slugs.includes(name)
            ? `authentik has no proxy provider ${name} yet. Its own blueprint creates it: check the Job that applies that blueprint.`
            : `authentik has no proxy provider ${name}. Remove it from idp.existing.outpost.`,
        ),
      ),
      ...(kept === undefined ? [] : [foreignProvider(names)]),
      { model: 'authentik_outposts.outpost', identifiers: embedded, attrs: { providers: names.map(provider) } },
    ],
  };
}

/** Refuses the file while the outpost serves a provider that is not named. PostgreSQL's expressions know the lookahead. */
function foreignProvider(names: readonly string[]): Entry {
  const pattern = `^(?!(?:${names.map((name) => name.replace(/[^\p{L}\p{N} ]/gu, String.raw`\$&`)).join('|')})$)`;
  return refuseWhen(
    any(find('authentik_providers_proxy.proxyprovider', ['outpost__managed', embedded.managed], ['name__regex', pattern])),
    'The embedded outpost has a proxy provider that pinout does not know and would remove. List all its providers in idp.existing.outpost.',
  );
}
