import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape } from '../../contract/access.ts';
import { open } from '../../contract/open-shape.ts';
import { size } from '../../contract/option-texts.ts';
import { number, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { Env } from '../../delivery/run-options.ts';
import { envShape } from '../../delivery/run-shapes.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** Options of a FreshRSS. */
export interface FreshrssOptions extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly access: Access;
  /** Username in authentik of the one who administrates FreshRSS. At the first start it becomes the default user, who alone is administrator. */
  readonly admin: string;
  /** Name of the app and slug of its application; `freshrss` unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /** Minutes of the hour at which feeds are read, as cron writes them; `13,43` unless given. */
  readonly cronMinutes?: string;
  /** Counts up for a new key of the session cookies, which signs everyone out; 1 unless given. Apart from `secretGeneration`. */
  readonly cryptoKeyGeneration?: number;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted: the Debian one, not Alpine. */
  readonly image?: string;
  /** Size of the volume; `1Gi` unless given. */
  readonly size?: string;
  readonly secretGeneration?: number;
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  readonly env?: Env;
  /** Values of app-template, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** What may stand in them. */
export const freshrssShape = object<FreshrssOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  access: accessShape,
  admin: text,
  name: text,
  namespace: text,
  cronMinutes: text,
  cryptoKeyGeneration: number,
  image: text,
  size,
  secretGeneration: number,
  tile: tileShape,
  env: envShape,
  values: open,
});
