import { type Charts, portOf } from '../../repository/chart-facts.ts';
import { isAtLeast, rangeOf } from '../../tree/version-range.ts';

/** authentik's chart. authentik itself makes Services for its outposts. */
export const authentikCharts: Charts = {
  authentik: {
    // Before 2024.2, one Service had the name of the release (goauthentik/helm, charts/authentik/templates/service.yaml of 2023.10).
    services: (name, { get, version }) =>
      isAtLeast(rangeOf(version?.text()), [2024, 2]) === false
        ? [[name, [portOf(get('service', 'port'), 80), 9100]]]
        : [[`${name}-server`, [portOf(get('server', 'service', 'servicePortHttp'), 80), portOf(get('server', 'service', 'servicePortHttps'), 443)]]],
    makes: ['ak-outpost-'],
  },
};
