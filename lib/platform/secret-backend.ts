import { type SecretRef, secretObjectName } from '../contract/secret-ref.ts';
import type { Facts } from '../contract/facts.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { Folder, Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

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
  /** Namespaces of its own, which dist then creates. */
  readonly namespaces?: readonly string[];
  /** Objects that have to be in the cluster before. */
  needs?(uses: readonly SecretUse[]): readonly Prerequisite[];
  /** What only a person can do, once. */
  steps?(uses: readonly SecretUse[]): readonly ManualStep[];
  /** Where a person finds the value of a secret, for the page of the cluster. Markdown. */
  where?(use: SecretUse): string;
  /** The encrypted files of a use, when values lie in files beside the app file. */
  files?(use: SecretUse): readonly SecretFile[];
  /** How Flux decrypts the layers that hold encrypted files: name of the Secret with the key, in Flux' namespace. */
  readonly decryption?: string;
  /** Another name, or key, of the Secret of a login than the usual one. Both ends use what this returns. */
  rename?(ref: SecretRef, app: string): SecretRef;
  /** Where several backends share the work: the one that brings the secrets of an app, or of `cluster`. */
  of?(use: Pick<SecretUse, 'from'>): SecretBackend;
  /** The store that values are read from, when it is one of the user's. */
  readonly store?: SecretStoreRef;
}

/** The backend that brings a use. */
export const partOf = (backend: SecretBackend, use: Pick<SecretUse, 'from'>): SecretBackend => backend.of?.(use) ?? backend;

/** Whether the values are made for the user, in the cluster or in files beside the app file. */
export const makesValues = (backend: SecretBackend): boolean => backend.files !== undefined || isGenerated(backend);

/** Whether the values are made in the cluster. */
export const isGenerated = ({ name }: Pick<SecretBackend, 'name'>): boolean => name === 'External Secrets';

/** An encrypted file: the Secret that it holds, and its path below the folder of the app file. */
export interface SecretFile {
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

/** A store of External Secrets that is there before dist. */
export interface SecretStoreRef {
  readonly kind: 'ClusterSecretStore' | 'SecretStore';
  readonly name: string;
  /** The app of this cluster that the store is served by, or `outside`. */
  readonly servedBy?: string;
}

/** How a cluster's secrets are brought, as its owner chooses it: `secrets: sopsSecrets()`. */
export type SecretsChoice = (facts: Facts) => SecretBackend;

/** Name of the Secret that a reader finds in its namespace. @example copyName({ name: 'grafana-oidc', generation: 2, key: 'client-secret' }, { namespace: 'monitoring', folder: 'apps/grafana' }) // 'grafana-oidc-2' */
export function copyName(ref: SecretRef, reader: SecretReader): string {
  return reader.name ?? secretObjectName(ref);
}
