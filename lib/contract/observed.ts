/** A value that was read, and where it stands. `line` and `column` count from 1. */
export interface Located<T> {
  readonly value: T;
  readonly at: { readonly file: string; readonly line: number; readonly column: number; readonly path: string };
}

/**
 * What one end of a login says, read from YAML: every field may be missing or wrong, and each remembers
 * where it was found. The legal form that pinout writes is `Contract`; rules compare two of these.
 */
export interface Observed {
  readonly end: 'idp' | 'app';
  readonly protocol?: 'oidc' | 'forward-auth';
  readonly slug?: Located<string>;
  readonly name?: Located<string>;
  readonly clientId?: Located<string>;
  readonly clientType?: Located<string>;
  readonly redirects?: readonly Located<{ url: string; use: string; matching: string }>[];
  readonly scopes?: readonly Located<string>[];
  readonly grants?: readonly Located<string>[];
  readonly access?: Located<{ kind: string; groups?: readonly string[] }>;
  readonly roles?: Readonly<Record<string, readonly Located<string>[]>>;
  /** The Secret that holds the client secret, and its key. */
  readonly secret?: { readonly name: Located<string>; readonly key?: Located<string> };
  readonly issuer?: Located<string>;
  readonly launchUrl?: Located<string>;
  readonly section?: Located<string>;
  readonly icon?: Located<string>;
  readonly description?: Located<string>;
  readonly emailVerified?: Located<string>;
  readonly externalHost?: Located<string>;
  readonly openPaths?: readonly Located<string>[];
  /** What kube-apiserver puts before names that come from a token. */
  readonly prefixes?: { readonly username?: Located<string>; readonly groups?: Located<string> };
}
