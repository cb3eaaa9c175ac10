import type { Tile } from './tile.ts';

/** What a contract takes over. Only what its user says is changed. */
export interface Adopted {
  /** Absent: provider and application are made; only groups are there. */
  readonly login?: {
    readonly provider: { readonly name?: string; readonly clientId?: string };
    /** Slug of the application. */
    readonly application: string;
    /** `kept`: authentik's stays, wherever the app reads it from. */
    readonly secret: 'kept' | 'new';
  };
  /** Its provider stays on whichever outpost it is. */
  readonly outpost?: 'kept';
  readonly groups: readonly string[];
  /** What the user says of the tile. */
  readonly tile: Partial<Tile>;
  /** Whether the user says who may enter. */
  readonly access: boolean;
}
