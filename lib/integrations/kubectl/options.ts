import type { Access, Roles } from '../../contract/access.ts';
import type { Tile } from '../../contract/tile.ts';

interface Fields {
  /** Name of the app and slug of its application; `kubectl` unless given. */
  readonly name?: string;
  /** How the app stands in authentik's administration; it has no tile in the library. */
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** ClusterRoles and the groups that hold each in one namespace: `{ 'team-a': { edit: ['team-a'] } }`. The namespace has to exist. */
  readonly namespaces?: Readonly<Record<string, Roles>>;
}

type Admitted =
  | { /** ClusterRoles and the groups that hold them everywhere. */ readonly roles: Roles; readonly access?: Access }
  | { readonly namespaces: Readonly<Record<string, Roles>>; readonly roles?: Roles; readonly access?: Access }
  | { readonly access: Access; readonly roles?: never };

/** Options of kubectl. At least one of `roles`, `namespaces` and `access`. */
export type KubectlOptions = Fields & Admitted;
