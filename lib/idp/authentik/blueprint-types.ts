import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';

/** One entry of a blueprint. */
export interface Entry {
  readonly root: Reader;
  readonly blueprint: Blueprint;
  readonly model: string;
  readonly id: string | undefined;
  readonly absent: boolean;
  /** Whether another entry is about the same object: its fields are found at that one. */
  readonly continues: boolean;
  /** Position among the entries of its file. */
  readonly index: number;
  /** A field, from identifiers first: they win in authentik's importer. What a later entry of the same object says outranks both. */
  field(name: string): Reader;
}

/** One blueprint of authentik: a file of its own, or a text in a ConfigMap, a Secret or the template of an ExternalSecret. */
export interface Blueprint {
  readonly root: Reader;
  readonly file: string;
  /** The ConfigMap that holds it, and its key there. */
  readonly map?: TreeObject;
  readonly key?: string;
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
}

/** What a value with a tag points to. */
export type Target =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'managed'; readonly managed: string }
  | { readonly kind: 'elsewhere'; readonly model: string; readonly field: string; readonly value: string };

/** Every blueprint of a tree, and where their references lead. */
export interface Blueprints {
  readonly all: readonly Blueprint[];
  readonly of: (model: string) => readonly Entry[];
  /** Entries of a model whose field has a value. */
  readonly matching: (model: string, field: string, value: string) => readonly Entry[];
  readonly target: (value: Reader, entry: Entry) => Target | undefined;
}

/** Label of a blueprint that takes over what authentik has already, and that is refused when it is not there. */
export const adoptedLabel = 'pinout/adopted';

/** Whether an entry changes only what is there: what it does not name stays as it is, and was never said here. */
export const isAdopted = ({ blueprint }: Pick<Entry, 'blueprint'>): boolean => blueprint.root.get('metadata', 'labels', adoptedLabel).exists;

/**
 * Whether an entry of somebody else may only change what was made by hand: what authentik requires of a new object is missing, and of one that is there it
 * takes the fields that are given (authentik/blueprints/v1/importer.py: `partial`).
 */
export const mayOnlyChange = (entry: Pick<Entry, 'blueprint' | 'field'>, required: string): boolean =>
  entry.blueprint.map?.ours !== true && !entry.field(required).exists;
