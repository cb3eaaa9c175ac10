import type { JsonMap } from '../../manifest/manifest.ts';
import { type Charts, isOff, portOf, type Values, valuesOf } from '../../repository/chart-facts.ts';

/** The chart keeps files, configuration and an SQLite in an emptyDir. */
const forgets = (values: Values): boolean => isOff(values('persistence', 'enabled')) && isOff(values('nextcloud', 'extraVolumes'));

/** Nextcloud's chart. */
export const nextcloudCharts: Charts = {
  nextcloud: {
    services: (name, { get }) => [[name, [portOf(get('service', 'port'), 8080)]]],
    forgets: (values) => (forgets(values) ? [['files, accounts and settings', 'persistence', 'values: { persistence: { enabled: true } }']] : []),
    hostAliases: 'never',
  },
};

/** Sentences for dist's page about a Nextcloud. */
export function nextcloudUnkept(values: JsonMap): string[] {
  const get = valuesOf(values);
  if (forgets(get)) return ['Nextcloud has no volume: files, accounts and settings are lost with the pod. Enable `persistence` in `values` again.'];
  const other = ['mariadb', 'postgresql', 'externalDatabase'].some((name) => get(name, 'enabled') === true);
  return get('internalDatabase', 'enabled') !== false && !other
    ? ['its database is an SQLite file on its volume, which is enough for a few users. Decide on `database` before the first start: migrating later is work.']
    : [];
}
