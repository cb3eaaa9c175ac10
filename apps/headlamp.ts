import { headlamp } from 'pinout';

export const dashboard = headlamp({
  host: 'headlamp',
  namespace: 'headlamp',
  roles: { 'cluster-admin': ['kubernetes-admins'], view: ['kubernetes-viewers'] },
});
