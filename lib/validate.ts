import { ownPackage } from './contract/package.ts';
import { type PathsResult, validatePaths } from './schema/validate-paths.ts';

export type { Finding, Severity } from './contract/finding.ts';
export type { PathsResult };

/** How documents are judged. */
export interface ValidateOptions {
  /** Folder with the schemas of your own kinds and charts; `imports` unless given. */
  readonly imports?: string;
  /** The Kubernetes that will run them: 36 for 1.36, which it is unless given. */
  readonly kubernetes?: number;
  /** An unknown kind is an error. */
  readonly strictKinds?: boolean;
  /** Folder in which verdicts are kept; every file is judged anew without it. */
  readonly cache?: string;
}

/**
 * `pinout/validate`: judges every document below some paths by the schema of its kind.
 *
 * @throws PinoutError `path-unreadable`
 * @example
 * const { findings, documents } = await validate(['clusters/home']);
 */
export async function validate(
  paths: readonly string[],
  { imports = 'imports', kubernetes = 36, strictKinds = false, cache }: ValidateOptions = {},
): Promise<PathsResult> {
  return await validatePaths({ paths, imports, kubernetes, strictKinds, version: ownPackage().version, ...(cache === undefined ? {} : { cache }) });
}
