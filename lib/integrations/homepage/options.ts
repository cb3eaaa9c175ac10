import { adoptFields, type AdoptOption } from '../../contract/adopt.ts';
import { networkPolicyFields, type NetworkPolicyOption } from '../../edge/network-policy.ts';
import { releaseFields, type ReleaseOptions } from '../../delivery/release-options.ts';
import { type Access, accessShape } from '../../contract/access.ts';
import { open, plain } from '../../contract/open-shape.ts';
import { choice, list, object, text } from '../../contract/shape.ts';
import { type Tile, tileShape } from '../../contract/tile.ts';
import type { Env } from '../../delivery/run-options.ts';
import { envShape } from '../../delivery/run-shapes.ts';
import type { Json, JsonMap } from '../../manifest/manifest.ts';

/** Files of homepage's configuration, as data. */
export interface HomepageFiles {
  readonly services?: readonly Json[];
  readonly bookmarks?: readonly Json[];
  readonly widgets?: readonly Json[];
  readonly settings?: JsonMap;
}

/** Options of a homepage. */
export interface HomepageOptions extends ReleaseOptions, NetworkPolicyOption, AdoptOption {
  /** First label of the host below the cluster's domain, or the full host. */
  readonly host: string;
  readonly access: Access;
  /** Name of the app and slug of its application; `homepage` unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly namespace?: string;
  /**
   * `cluster` (default): what carries `gethomepage.dev/enabled: "true"` at its Ingress or HTTPRoute stands on the page, with the state of its pods.
   * `off`: the files alone, and no rights in the cluster.
   */
  readonly discovery?: 'cluster' | 'off';
  /** services.yaml, bookmarks.yaml, widgets.yaml and settings.yaml. Secrets of widgets as `{{HOMEPAGE_VAR_NAME}}`, with `env`. */
  readonly files?: HomepageFiles;
  /** `REPOSITORY:TAG`, when the one that is tested is not wanted. */
  readonly image?: string;
  readonly tile?: Partial<Omit<Tile, 'launchUrl'>>;
  /** More variables, such as `HOMEPAGE_VAR_NAME`. */
  readonly env?: Env;
  /** Values of app-template, merged over what the integration writes. */
  readonly values?: JsonMap;
}

/** What may stand in them. */
export const homepageShape = object<HomepageOptions>({
  ...releaseFields,
  ...networkPolicyFields,
  ...adoptFields,
  host: text,
  access: accessShape,
  name: text,
  namespace: text,
  discovery: choice('cluster', 'off'),
  files: object<HomepageFiles>({ services: list(plain), bookmarks: list(plain), widgets: list(plain), settings: open }),
  image: text,
  tile: tileShape,
  env: envShape,
  values: open,
});
