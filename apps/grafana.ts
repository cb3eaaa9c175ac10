import { grafana } from 'pinout';

export const monitoring = grafana({
  host: 'grafana',
  namespace: 'monitoring',
  roles: { Admin: ['grafana-admins'], Viewer: ['grafana-viewers'] },
  values: { prometheus: { prometheusSpec: { retention: '30d' } } },
});
