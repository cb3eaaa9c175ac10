import { grafana } from 'pinout';

export const monitoring = grafana({
  host: 'grafana',
  namespace: 'monitoring',
  roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] },
  storage: { grafana: '1Gi', prometheus: '20Gi' },
  values: { prometheus: { prometheusSpec: { retention: '30d' } } },
});
