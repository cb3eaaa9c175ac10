/** Plain data that YAML and JSON share. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A map of plain data. */
export type JsonMap = { readonly [key: string]: Json };

/** A Kubernetes object as plain data. Its name never depends on how it was put together. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Folder of what the engine itself reads: which folders it applies, and in which order. */
export const deliveryFolder = 'flux';

/** Folder of the identity provider itself. */
export const idpFolder = 'authentik';

/** Folder of an identity provider of the user's own. */
export const ownIdpFolder = 'idp';

/**
 * Folders of a cluster's dist, in the order in which Flux applies them. `identity/<app>` and `apps/<app>` exist once
 * per app, `login/<app>` where a login is set up in the running app, `platform/<part>` for parts that nothing waits for; `flux` holds the
 * Kustomizations themselves.
 */
export type Folder =
  | typeof deliveryFolder
  | 'namespaces'
  | 'controllers'
  | 'configs'
  | typeof idpFolder
  | typeof ownIdpFolder
  | `identity/${string}`
  | `apps/${string}`
  | `login/${string}`
  | `platform/${string}`;

/** An object, the folder it lies in, and the app (or `cluster`) that it comes from. */
export interface Placed {
  readonly folder: Folder;
  readonly from: string;
  readonly object: Manifest;
  /**
   * A file beside the app file (path below its folder, with `/`) whose text is written instead of the object: an encrypted Secret, as it is.
   * The object then only says kind, name and namespace.
   */
  readonly copy?: string;
}

/** A file for people below `manual/`, which Flux does not apply. */
export interface ManualFile {
  /** Path below `manual/`, with `/`. */
  readonly path: string;
  readonly text: string;
}
