import type { IdpSite } from './idp-site.ts';
import { wrongType } from './option-error.ts';
import type { Shape } from './shape.ts';

/** Marks an identity provider that `defineIdentityProvider` made, of any loaded copy of it. */
export const idpMark = Symbol.for('pinout.identity-provider');

/** What facts have to know of an identity provider of the user's own. `lib/idp` knows the rest of it. */
export interface IdpChoice {
  readonly facts: { readonly name: string; readonly title: string };
  readonly site: (origin: string) => IdpSite;
}

export const isIdpChoice = (value: unknown): value is IdpChoice => typeof value === 'object' && value !== null && idpMark in value;

/** A provider as its function returned it. */
export const idpChoice: Shape<IdpChoice> = (value, at) => {
  if (isIdpChoice(value)) return value;
  throw wrongType(
    value,
    at,
    'the result of a function that defineIdentityProvider returned',
    typeof value === 'function' ? 'call it: provider: mine({ … })' : 'write provider: mine({ … }), where mine is returned by defineIdentityProvider',
  );
};
