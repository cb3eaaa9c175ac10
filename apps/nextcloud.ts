import { groups, nextcloud } from 'pinout';

export const cloud = nextcloud({
  host: 'cloud',
  namespace: 'nextcloud',
  access: groups('family', 'admin'),
  roles: { admin: ['admin'] },
});
