import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from '../tree/tree.ts';
import type { Argument } from './argument-forms.ts';

/** Who starts the apiserver, as far as its settings tell. */
export type ApiserverForm = 'kubeadm' | 'talos' | 'talos-document' | 'pod' | 'k3s' | 'rke2' | 'k0s' | 'other';

/** A folder or file of the node that the apiserver's container sees. */
export interface ApiserverMount {
  readonly at: Reader;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly pathType?: string;
}

/** A part of one apiserver's settings: one patch of several, or all of them. */
export interface ApiserverPart {
  readonly form: ApiserverForm;
  readonly root: Reader;
  readonly at: Reader;
  readonly args: readonly Argument[];
  readonly mounts: readonly ApiserverMount[];
}

/** Arguments of one kube-apiserver, no matter who starts it. */
export interface ApiserverArguments {
  readonly form: ApiserverForm;
  readonly file: string;
  /** What holds them, for messages. */
  readonly object: TreeObject;
  readonly root: Reader;
  readonly at: Reader;
  readonly flags: ReadonlyMap<string, Located<string>>;
  /** Arguments that are no text, because they end in a colon and have no quotes. */
  readonly unquoted: readonly { readonly at: Reader; readonly text: string }[];
  /** Undefined where it is no container, or others mount what it needs. */
  readonly mounts: readonly ApiserverMount[] | undefined;
}
