import type { Observed, Located } from '../contract/observed.ts';
import type { Gate } from './gate.ts';
import type { IdpFacts } from './idp-facts.ts';

/** A Secret and a key of it. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
  readonly namespace: string;
}

/** The identity provider's end of one login, whichever provider it is and however it is written. What its settings do not say is left out. */
export interface IdpEnd extends Observed {
  readonly end: 'idp';
  /** The provider. */
  readonly idp: IdpFacts;
  /** For messages: its slug, name or client id. */
  readonly label: string;
  /** Name of the provider's own object, where that is not its client id. */
  readonly providerName?: Located<string>;
  /** Name of the app of pinout that took it over: only what its blueprint names is changed. */
  readonly takenOver?: string;
  /** How it guards a host: `forward_single`, or another way. */
  readonly guardMode?: Located<string>;
  /** The domain whose hosts it guards, where it is made for more than one. */
  readonly guardDomain?: string;
  /** Where it is written. */
  readonly place: Located<unknown>;
  /** What its issuer has and those of other clients have not: a realm, a client id. */
  readonly issuerKey?: Located<string>;
  /** The provider is served below a path as well: its issuer may have that. */
  readonly belowPath?: boolean;
  /** Where a client id would be, when the provider makes one up because none is given. */
  readonly clientIdMissing?: Located<unknown>;
  /** The client secret in plain text. Never shown in a message. */
  readonly literalSecret?: Located<string>;
  /** The scope with which groups come anyway, so that asking for `groups` is only in vain. */
  readonly groupsComeWith?: string;
  /** Every group has the name of the organisation before it that the provider takes it from: `house:admins`. */
  readonly groupsHaveOwner?: boolean;
  /** How its mapping asks for the groups of a user, where versions of the provider differ in that, and what is known of it. */
  readonly groupsRead?: Located<string> & { readonly note: string };
  /** Where its settings, or the way of the provider, make it refuse a sign-in without PKCE. */
  readonly requiresPkce?: Located<unknown>;
  /** The only way in which its client secret may be shown, where its settings say one (`token_endpoint_auth_method` of RFC 7591). */
  readonly tokenEndpointAuthMethod?: Located<string>;
  /** For how many minutes an access token is valid, where its settings say it. */
  readonly accessTokenMinutes?: Located<number>;
  /** False when a scope of it could not be told. */
  readonly scopesComplete: boolean;
  /** What a client without a list of its own may ask for; by hand the provider may have been given more. */
  readonly usualScopes?: readonly string[];
  /** Names of the groups that may enter; undefined when something else than groups decides. */
  readonly admitted?: readonly Located<string>[];
  /** Whom it lets in; undefined when its settings do not say. */
  readonly gate?: Gate;
  /** What of a user the app takes for its name: when this changes, apps see strangers. */
  readonly subject?: Located<string>;
  /** The Secret that its client secret is read from. */
  readonly clientSecret?: SecretKey & { readonly at: Located<unknown>; readonly ours: boolean };
  /** The Secret that its client id is read from. */
  readonly clientIdSecret?: SecretKey;
  /** The Secret that an operator makes of it, for the app to read: client secret, and client id under a key of its own. */
  readonly makes?: SecretKey & { readonly idKey: string };
}
