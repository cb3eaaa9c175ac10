import { type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import type { Folder, Placed } from '../manifest/manifest.ts';

/** A namespace that reads a secret, and the folder in which its copy lies. */
export interface SecretReader {
  readonly namespace: string;
  /** Folder of the copy: it must come no later than the workload that reads it. */
  readonly folder: Folder;
  /**
   * Name of the copy, when it is not `secretObjectName(ref)`. For values that cannot be rotated by a new name,
   * such as the password that a database took over at its first start.
   */
  readonly name?: string;
}

/** One secret value: where it is made, and who reads it. */
export interface SecretUse {
  readonly ref: SecretRef;
  /** The app (or `cluster`) that it belongs to. */
  readonly from: string;
  /** Folder of the source: where the value is made. */
  readonly folder: Folder;
  readonly readers: readonly SecretReader[];
}

/**
 * Brings secret values into the namespaces that read them, without a value in git. The contract holds only a
 * `SecretRef`; what stands behind it (External Secrets, SOPS, Secrets that are already there) is this interface.
 */
export interface SecretBackend {
  /** Name for messages and pages. */
  readonly name: string;
  /**
   * The objects for all uses of a cluster. Called once with everything, because access rules are per namespace:
   * what a namespace may read is the union of its uses, and nothing else.
   */
  place(uses: readonly SecretUse[]): readonly Placed[];
}

/** Name of the Secret that a reader finds in its namespace. @example copyName({ name: 'grafana-oidc', generation: 2, key: 'client-secret' }, { namespace: 'monitoring', folder: 'apps/grafana' }) // 'grafana-oidc-2' */
export function copyName(ref: SecretRef, reader: SecretReader): string {
  return reader.name ?? secretObjectName(ref);
}
