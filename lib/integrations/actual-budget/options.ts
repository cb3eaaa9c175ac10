import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { size } from '../../contract/option-texts.ts';
import { choice, flag, number, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { Env } from '../../delivery/run-options.ts';
import { envShape } from '../../delivery/run-shapes.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Options of an Actual Budget server. */
export interface ActualBudgetOptions extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly access: Access;
  /** Name of the app and slug of its application; `actual-budget` unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /** False when a password shall open it as well. True unless given: OpenID Connect alone. */
  readonly enforce?: boolean;
  /** Who gets an account: everyone whom authentik lets in (`login`, default), or those whom the owner adds (`manual`). */
  readonly users?: 'login' | 'manual';
  /** Seconds until one has to log in again; a week unless given. */
  readonly sessionSeconds?: number;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted; 25.6 or newer. */
  readonly image?: string;
  /** Size of the volume; `2Gi` unless given. */
  readonly size?: string;
  readonly secretGeneration?: number;
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  readonly env?: Env;
  /** Values of app-template, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** What may stand in them. */
export const actualBudgetShape = object<ActualBudgetOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  access: accessShape,
  name: text,
  namespace: text,
  enforce: flag,
  users: choice('login', 'manual'),
  sessionSeconds: number,
  image: text,
  size,
  secretGeneration: number,
  tile: tileShape,
  env: envShape,
  values: open,
});
