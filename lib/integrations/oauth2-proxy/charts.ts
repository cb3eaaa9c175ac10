import { type Charts, portOf } from '../../repository/chart-facts.ts';

/** oauth2-proxy/manifests helm/oauth2-proxy/templates/service.yaml. Bitnami's chart of the same name has its settings under `configuration`. */
export const oauth2ProxyCharts: Charts = {
  'oauth2-proxy': {
    services: (name, { get }) => [
      [name, get('configuration').exists ? undefined : [portOf(get('service', 'portNumber'), 80), portOf(get('metrics', 'port'), 44180)]],
    ],
    topKeys: ['config', 'extraArgs', 'alphaConfig'],
  },
};
