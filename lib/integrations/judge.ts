import type { Observed } from '../contract/observed.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Manifests } from '../tree/manifests.ts';

/** One question that an app asks of an ID token, and its answer. */
export interface Question {
  readonly step: string;
  /** Undefined: the token and the manifests alone do not tell. */
  readonly passed: boolean | undefined;
  /** What was found. With a refusal the app's own words, where it has some. */
  readonly detail: string;
  readonly why?: string;
  /** Stands with a refusal. */
  readonly fix?: string;
}

/** The claims of a token as plain data. */
export type Claims = Readonly<Record<string, unknown>>;

/** Both ends of a login, as the manifests have them. */
export interface Ends {
  readonly app: Observed;
  /** The blueprint of its client, when it is among the manifests. */
  readonly idp: (Observed & Pick<Partial<IdpEnd>, 'groupsRead' | 'scopesComplete'>) | undefined;
}

/** What every client of OpenID Connect should ask. */
export type CommonStep = 'issuer' | 'signature' | 'audience' | 'expiry' | 'not before';

/** What an app looks at in an ID token. Nothing else is asked when a token is judged as this app would. */
export interface Judge {
  /** Common questions that this app does not ask. */
  readonly skips: readonly CommonStep[];
  /** Algorithms that it takes when they are fewer than those of the issuer's keys. */
  readonly algorithms?: readonly string[];
  /** Whether it can check a signature by the client secret (HS256): what authentik makes for a provider without a signing key. */
  readonly clientSecret: 'refused' | 'taken' | 'unknown';
  /** Questions of this app alone, in its order. */
  ask(claims: Claims, ends: Ends): readonly Question[];
}

/** An app's end as far as it was read; for an app whose settings nobody can read, what its client says. */
export type JudgedEnd = Observed & Partial<Pick<LoginEnd, 'at' | 'container'>>;

/** Makes the judge of one app out of its settings. */
export type JudgeOf = (app: JudgedEnd, manifests: Manifests) => Judge;
