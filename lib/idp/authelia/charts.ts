import type { Reader } from '../../manifest/reader.ts';
import { type Charts, portOf } from '../../repository/chart-facts.ts';

/**
 * Authelia's chart: authelia/chartrepo charts/authelia/templates/service.yaml, which says `authelia.name`. Another one of that name, k8s-at-home's, has no
 * `configMap`.
 */
export const autheliaCharts: Charts = {
  authelia: {
    services: (name, { get }) => {
      const ports = get('configMap').exists ? [portOf(get('service', 'port'), 80), portOf(get('configMap', 'telemetry', 'metrics', 'port'), 9959)] : undefined;
      return [
        [name, ports],
        ['authelia', ports],
      ];
    },
    // authelia/chartrepo charts/authelia/templates/configMap.yaml, authelia.ingress.uri; since 0.10.27 values.schema.json refuses the key.
    misplaced: [
      {
        at: ['configMap', 'session', 'cookies', '*', 'authelia_url'],
        instead: 'subdomain: with domain it makes the address',
        since: [0, 9],
        when: (found, { get }) => !isSet(found.above?.get('subdomain')) && !isSet(get('configMap', 'existingConfigMap')),
      },
    ],
    topKeys: ['configMap', 'secret', 'pod', 'ingress'],
  },
};

const isSet = (value: Reader | undefined): boolean => (value?.text() ?? '') !== '';
