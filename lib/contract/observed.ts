/** A value that was read, and where it stands. `line` and `column` count from 1. */
export interface Seen<T> {
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
  readonly slug?: Seen<string>;
  readonly name?: Seen<string>;
  readonly clientId?: Seen<string>;
  readonly clientType?: Seen<string>;
  readonly redirects?: readonly Seen<{ url: string; use: string; matching: string }>[];
  readonly scopes?: readonly Seen<string>[];
  readonly grants?: readonly Seen<string>[];
  readonly access?: Seen<{ kind: string; groups?: readonly string[] }>;
  readonly roles?: Readonly<Record<string, readonly Seen<string>[]>>;
  /** The Secret that holds the client secret, and its key. */
  readonly secret?: { readonly name: Seen<string>; readonly key?: Seen<string> };
  readonly issuer?: Seen<string>;
  readonly launchUrl?: Seen<string>;
  readonly section?: Seen<string>;
  readonly icon?: Seen<string>;
  readonly description?: Seen<string>;
  readonly emailVerified?: Seen<string>;
  readonly externalHost?: Seen<string>;
  readonly openPaths?: readonly Seen<string>[];
  /** What kube-apiserver puts before names that come from a token. */
  readonly prefixes?: { readonly username?: Seen<string>; readonly groups?: Seen<string> };
}

/** Takes the positions off: what was read, as plain data. */
export function values(observed: unknown): unknown {
  if (Array.isArray(observed)) return observed.map(values);
  if (typeof observed !== 'object' || observed === null) return observed;
  if ('value' in observed && 'at' in observed) return (observed as Seen<unknown>).value;
  return Object.fromEntries(Object.entries(observed).map(([key, value]) => [key, values(value)]));
}

/** What was found, without the fields that were not. */
export function found(fields: { readonly [K in keyof Observed]: Observed[K] | undefined }): Observed {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as unknown as Observed;
}
