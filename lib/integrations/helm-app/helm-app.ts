import { type App, appOf, type Integration } from '../integration.ts';
import { type HelmAppOptions, helmAppShape } from './options.ts';
import { writeHelmApp } from './write.ts';

/** Codec of apps without single sign-on: they have no contract, and nothing is read back. */
export const helmAppIntegration: Integration<HelmAppOptions> = {
  name: 'helm-app',
  shape: helmAppShape,
  contracts: () => [],
  write: (options, _, facts) => writeHelmApp(options, facts),
  read: () => [],
};

/**
 * An app without single sign-on, by its chart or its image: what others need, such as a database, or what has users of its own.
 *
 * @example helmApp({ name: 'podinfo', chart: { oci: 'oci://ghcr.io/stefanprodan/charts/podinfo', version: '6.14.1' } });
 */
export function helmApp(...given: [options: HelmAppOptions]): App<HelmAppOptions> {
  return appOf(helmAppIntegration, given);
}
