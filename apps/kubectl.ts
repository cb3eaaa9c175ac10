import { kubectl } from 'pinout';

export const shell = kubectl({
  roles: { 'cluster-admin': ['kubernetes-admins'], view: ['kubernetes-viewers'] },
  namespaces: { monitoring: { edit: ['grafana-admins'] } },
});
