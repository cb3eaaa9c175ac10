import { isKustomizationFile } from './repository-files.ts';
import type { TreeDocument } from './tree.ts';

/** The kustomization.yaml files of a tree, as they are written. */
export interface Kustomizations {
  readonly files: readonly TreeDocument[];
}

export const kustomizationsOf = (documents: readonly TreeDocument[]): Kustomizations => ({ files: documents.filter(isKustomizationFile) });
