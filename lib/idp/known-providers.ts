import { alsoAsked } from '../edge/asks-outpost.ts';
import type { Makers } from '../tree/made-secrets.ts';
import { type Manifests, manifestsOf } from '../tree/manifests.ts';
import type { Tree } from '../tree/tree.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { identityProviders } from './providers.ts';

const known = new WeakMap<Tree, readonly IdentityProvider[]>();

/**
 * Indexes a tree as it is applied, for readers that ask `providersOf`.
 *
 * @param own identity providers beside those of pinout; one of the same name is asked instead of pinout's
 */
export function manifestsWith(tree: Tree, own: readonly IdentityProvider[] = []): Manifests {
  const providers = [...own, ...identityProviders.filter(({ facts }) => !own.some((one) => one.facts.name === facts.name))];
  const makers = Object.assign({}, ...providers.map(({ makes }) => makes)) as Makers;
  const manifests = manifestsOf(tree, makers);
  if (own.length > 0) known.set(manifests.tree, providers);
  alsoAsked(
    manifests,
    own.flatMap(({ facts }) => facts.guard ?? []),
  );
  return manifests;
}

/** Every identity provider that is looked for in a tree. */
export const providersOf = ({ tree }: Pick<Manifests, 'tree'>): readonly IdentityProvider[] => known.get(tree) ?? identityProviders;
