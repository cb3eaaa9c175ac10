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
  },
};
