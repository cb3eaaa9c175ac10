import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { type Access, accessShape, type Roles, rolesShape } from '../../contract/access.ts';
import { object, record, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';

interface Fields extends AdoptOption {
  /** Name of the app and slug of its application; `kubectl` unless given. */
  readonly name?: string;
  /** How the application is shown in authentik's admin interface; it has no tile in the library. */
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

/** What may be in them. */
export const kubectlShape = object<KubectlOptions>({
  ...adoptFields,
  name: text,
  tile: tileShape,
  namespaces: record(rolesShape),
  roles: rolesShape,
  access: accessShape,
});
