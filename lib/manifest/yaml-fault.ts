/** Keys and indexes from the root of a document. */
export type Path = readonly (string | number)[];

/** Something that YAML itself says about a document. */
export interface YamlFault {
  readonly code: 'yaml-broken' | 'yaml-duplicate-key' | 'yaml-tag-unknown';
  /** In the text of the document. */
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
  /** What the program itself prints. Of a broken document alone. */
  readonly said?: string;
}
