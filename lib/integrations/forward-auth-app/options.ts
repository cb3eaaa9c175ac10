import { type Access, accessShape } from '../../contract/access.ts';
import type { Facts } from '../../contract/facts.ts';
import { choice, list, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { SecretKey } from '../../delivery/app-template.ts';
import type { RunOptions } from '../../delivery/run-options.ts';
import { runFields } from '../../delivery/run-shapes.ts';
import { appFields, type AppOptions, placeFields, type PlaceOptions } from '../app-options.ts';

/** What late-bound values of an app behind forward-auth see. */
export interface ForwardAuthLate {
  /** A value of `generated` by its name. */
  readonly generated: (name: string) => SecretKey;
  readonly host: string;
  /** `https://HOST`, without a slash. */
  readonly url: string;
  readonly facts: Facts;
}

interface Fields extends AppOptions, PlaceOptions {
  readonly name: string;
  readonly access: Access;
  /** Regular expressions of paths that nobody has to sign in for, such as `^/api/`. The app must guard them itself. */
  readonly openPaths?: readonly string[];
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /**
   * `present`: an Ingress or route of yours leads to the app and asks authentik already. None is written, and no NetworkPolicy: authentik's end alone.
   */
  readonly wayIn?: 'present';
}

/** An app that something else installs: only the way to its Service is written. */
interface Elsewhere {
  readonly chart?: never;
  readonly image?: never;
  readonly values?: never;
  readonly generated?: never;
}

/** Options of any app behind forward-auth. */
export type ForwardAuthAppOptions = Fields & (RunOptions<ForwardAuthLate> | Elsewhere);

/** What may be in them. */
export const forwardAuthAppShape = object<ForwardAuthAppOptions>({
  ...appFields,
  ...placeFields,
  ...runFields,
  name: text,
  access: accessShape,
  openPaths: list(text),
  tile: tileShape,
  wayIn: choice('present'),
});
