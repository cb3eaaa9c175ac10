import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { Manifests } from '../tree/manifests.ts';

/** What the settings of an identity provider say, read from anybody's manifests. */
export interface IdpRead {
  readonly clients: readonly IdpEnd[];
  /** Its ends of hosts that the edge asks it about. */
  readonly guards?: readonly IdpEnd[];
  /** Names of all groups that it has, where its settings are the only ones that make any. */
  readonly groups?: readonly string[];
  /** Public hosts at which it answers, as far as its own settings say them. */
  readonly hosts?: readonly string[];
}

/** An identity provider, as the rest of pinout sees it. Each is one folder beside this file; `npm run new-idp` makes one. */
export interface IdentityProvider {
  readonly facts: IdpFacts;
  /** Its ends of the logins of a tree. */
  readonly read: (manifests: Manifests) => IdpRead;
}
