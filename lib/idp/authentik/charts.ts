import { type Charts, portOf } from '../../repository/chart-facts.ts';

/** authentik's chart. authentik itself makes Services for its outposts. */
export const authentikCharts: Charts = {
  authentik: {
    services: (name, { get }) => [
      [`${name}-server`, [portOf(get('server', 'service', 'servicePortHttp'), 80), portOf(get('server', 'service', 'servicePortHttps'), 443)]],
    ],
    makes: ['ak-outpost-'],
  },
};
