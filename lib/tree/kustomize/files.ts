import type { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';

/** The files that kustomize sees, by their path from the root of the repository. */
export interface Files {
  /** Roots of the objects of a YAML file; undefined when there is no such file. */
  readonly objects: (path: string) => readonly Reader[] | undefined;
  /** Roots of all documents of a YAML or JSON file. */
  readonly documents: (path: string) => readonly Reader[] | undefined;
  /** Any file as one text. */
  readonly text: (path: string) => SourceDocument | undefined;
  readonly isFolder: (path: string) => boolean;
  /** The kustomization.yaml of a folder. */
  readonly kustomization: (folder: string) => Reader | undefined;
}

/** Something that was not evaluated: what comes of it is not known. */
export interface Gap {
  readonly at: Reader;
  readonly kind: 'remote' | 'missing' | 'patch' | 'unsupported';
  readonly text: string;
}

/** A chart that a kustomization inflates. */
export interface InflatedChart {
  readonly at: Reader;
  readonly namespace: string;
  readonly values: readonly Reader[];
}
