import type { LoginEnd } from './login-end.ts';

/** How an app is told its login, by whatever names its fields have. Of several names the first that is set counts. */
export interface LoginForm {
  readonly app: string;
  /** The name in messages, if it differs from `app`. */
  readonly called?: string;
  /** Fields that must be there; of variables, one that tells an app among those that share the rest. */
  readonly marks?: readonly string[];
  readonly secret?: readonly string[];
  /** An issuer or a discovery URL. */
  readonly issuer?: readonly string[];
  /**
   * Of which of the two it has to be: the app adds `/.well-known/openid-configuration` itself, or loads what it is given. Most do as is needed. A bare
   * issuer has no slash at its end, as the app joins the two as they are.
   */
  readonly takes?: 'issuer' | 'bare-issuer' | 'discovery';
  /** Other addresses of the identity provider: those of its sign-in page, of tokens, of user info. */
  readonly endpoints?: readonly string[];
  readonly scopes?: readonly string[];
  /** Scopes that it asks for besides. */
  readonly moreScopes?: readonly string[];
  /** What it asks for when nothing says it; undefined when nobody can tell. */
  readonly defaultScopes?: string | undefined;
  /** `openid` is added by the app itself. */
  readonly addsOpenid?: true;
  /** The whole redirect URI, or the app's address, which the path follows. */
  readonly redirect?: readonly string[];
  readonly base?: readonly string[];
  /** `*` stands for the name of the login. */
  readonly path?: string;
  /** The one path at which the app takes the answer, whatever it is told to send. */
  readonly answersAt?: string;
  /** Set if the redirect URI uses the host that is open in the browser. */
  readonly anyHost?: true;
  /**
   * Set if the app compares the issuer letter by letter with the one that the provider says, or as URLs, for which a slash after the host alone is nothing.
   * Such an app takes the issuer.
   */
  readonly exactIssuer?: boolean | 'as-url';
  /** How it shows its client secret, where it knows one way only. Libraries that try one and then the other (golang.org/x/oauth2) know two. */
  readonly tokenEndpointAuthMethod?: LoginEnd['tokenEndpointAuthMethod'];
  /** Whether the app refuses tokens that are signed with its client secret; by default those do that compare the issuer. */
  readonly refusesHs256?: boolean;
  readonly groups?: readonly string[];
  /** What names the claim in which the app looks for those, and the claim without it. In another one than `groups` they are roles, which are no groups. */
  readonly groupsClaim?: readonly [string, string];
  /** A user must be in one of these groups, or the app refuses the login. */
  readonly decides?: string;
  /** What switches the login off, and the value that does so. */
  readonly off?: readonly [string, RegExp];
}
