import type { Observed, Seen } from '../contract/observed.ts';

/** The identity provider's end of one login, whichever provider it is and however it is written. What its settings do not say is left out. */
export interface IdpEnd extends Observed {
  readonly end: 'idp';
  /** The provider's name, as in `identityProviders`. */
  readonly idp: string;
  /** For messages: its slug, name or client id. */
  readonly label: string;
  /** Where it is written. */
  readonly place: Seen<unknown>;
  /** Where a client id would be, when the provider makes one up because none is given. */
  readonly clientIdMissing?: Seen<unknown>;
  /** Its client secret as text, which no message ever shows. */
  readonly literalSecret?: Seen<string>;
  /** False when a scope of it could not be told. */
  readonly scopesComplete: boolean;
  /** Names of the groups that may enter; undefined when something else than groups decides. */
  readonly admitted?: readonly Seen<string>[];
  /** The Secret that its client secret is read from. */
  readonly clientSecret?: { readonly name: string; readonly key: string; readonly namespace: string; readonly at: Seen<unknown>; readonly ours: boolean };
}
