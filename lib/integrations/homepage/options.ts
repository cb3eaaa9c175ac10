import { open, plain } from '../../contract/open-shape.ts';
import { choice, list, object } from '../../contract/shape.ts';
import type { Json, JsonMap } from '../../manifest/manifest.ts';
import { containerFields, type ContainerOptions } from '../container-app.ts';

/** Files of homepage's configuration, as data. */
export interface HomepageFiles {
  readonly services?: readonly Json[];
  readonly bookmarks?: readonly Json[];
  readonly widgets?: readonly Json[];
  readonly settings?: JsonMap;
}

/** Options of a homepage. */
export interface HomepageOptions extends ContainerOptions {
  /**
   * `cluster` (default): what carries `gethomepage.dev/enabled: "true"` at its Ingress or HTTPRoute stands on the page, with the state of its pods.
   * `off`: the files alone, and no rights in the cluster.
   */
  readonly discovery?: 'cluster' | 'off';
  /** services.yaml, bookmarks.yaml, widgets.yaml and settings.yaml. Secrets of widgets as `{{HOMEPAGE_VAR_NAME}}`, with `env`. */
  readonly files?: HomepageFiles;
}

/** What may be in them. */
export const homepageShape = object<HomepageOptions>({
  ...containerFields,
  discovery: choice('cluster', 'off'),
  files: object<HomepageFiles>({ services: list(plain), bookmarks: list(plain), widgets: list(plain), settings: open }),
});
