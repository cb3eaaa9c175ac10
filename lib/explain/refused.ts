import type { IssuerCause } from './issuer-cause.ts';

/** Why a consumer does not take a token: its own text, and a word for the cause that decides what we add. */
export class Refused extends Error {
  readonly cause_: Cause;
  constructor(text: string, cause: Cause) {
    super(text);
    this.cause_ = cause;
  }
}

/** A step whose outcome cannot be known here: no keys, or an expression that we do not evaluate. */
export class NotKnown extends Error {}

/** What stands behind a refusal. */
export type Cause =
  | 'no-token'
  | 'not-jwt'
  | 'jwe'
  | IssuerCause
  | 'discovery-issuer'
  | 'malformed'
  | 'algorithm'
  | 'algorithm-symmetric'
  | 'signature'
  | 'payload'
  | 'claim-source'
  | 'audience'
  | 'expired'
  | 'expiry-missing'
  | 'not-before'
  | 'username-missing'
  | 'username-type'
  | 'email-unverified'
  | 'email-verified-type'
  | 'username-expression'
  | 'username-empty'
  | 'groups-type'
  | 'groups-expression'
  | 'uid'
  | 'extra'
  | 'required-claim'
  | 'claim-rule-error'
  | 'claim-rule'
  | 'user-rule-error'
  | 'user-rule';
