import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { type Access, accessShape } from '../../contract/access.ts';
import type { Facts } from '../../contract/facts.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { duration } from '../../contract/option-texts.ts';
import { portNumber } from '../../contract/port.ts';
import { choice, list, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { SecretKey } from '../../delivery/app-template.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import type { RunOptions } from '../../delivery/run-options.ts';
import { runFields } from '../../delivery/run-shapes.ts';

/** What late-bound values of an app behind forward-auth see. */
export interface ForwardAuthLate {
  /** A value of `generated` by its name. */
  readonly generated: (name: string) => SecretKey;
  readonly host: string;
  /** `https://HOST`, without a slash. */
  readonly url: string;
  readonly facts: Facts;
}

interface Fields extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  readonly name: string;
  /** First label of the host below the cluster's domain, or the full host; the name unless given. */
  readonly host?: string;
  /** The name unless given. */
  readonly namespace?: string;
  readonly access: Access;
  /** Regular expressions of paths that nobody has to sign in for, such as `^/api/`. The app must guard them itself. */
  readonly openPaths?: readonly string[];
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /**
   * `present`: an Ingress or route of yours leads to the app and asks authentik already. None is written, and no NetworkPolicy: authentik's end alone.
   */
  readonly wayIn?: 'present';
  /** Service that the host leads to; the name unless given. */
  readonly service?: string;
  /** The port of the Service. Default: 80, or 8080 for an `image`. */
  readonly port?: number;
  /** How long Helm waits; `10m` unless given. */
  readonly timeout?: string;
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
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  ...runFields,
  name: text,
  host: text,
  namespace: text,
  access: accessShape,
  openPaths: list(text),
  tile: tileShape,
  wayIn: choice('present'),
  service: text,
  port: portNumber,
  timeout: duration,
});
