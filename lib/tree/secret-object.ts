import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';

/** A Secret that the tree brings, by whatever means. Its values are never read. */
export interface SecretObject {
  readonly object: TreeObject;
  readonly namespace: string;
  readonly name: string;
  /** Its keys; undefined when they cannot be told from the manifests. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Keys that an operator writes, where it may write more, with the texts that its object tells. */
  readonly made?: ReadonlyMap<string, Reader | undefined>;
  /** Where an ExternalSecret takes each key from: `store#key#property`. */
  readonly origins: ReadonlyMap<string, { readonly text: string; readonly at: Reader }>;
  /** Of a key that is passed through from one of several entries: where it may come from, when its name is of one app. */
  readonly mayComeFrom?: ReadonlyMap<string, readonly string[]>;
  /** The one entry of a store (`store#key`) that all its other keys are properties of. */
  readonly extracted?: string;
  /** The namespace of which its entries are Secrets, where its store is the cluster itself. */
  readonly inside?: string;
}

/**
 * Whether an object only adds keys to a Secret that somebody else makes: https://external-secrets.io/latest/guides/ownership-deletion-policy/ and
 * https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources
 */
export const addsToAnother = ({ root }: TreeObject): boolean =>
  root.text('spec', 'target', 'creationPolicy') === 'Merge' || root.text('metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/ssa') === 'Merge';
