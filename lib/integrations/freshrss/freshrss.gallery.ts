import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { freshrss } from './freshrss.ts';

const wrong = (change: Readonly<Record<string, unknown>>, code: string, field: string, fix: string): Invalid => ({
  make: () => clusterWith({ apps: [freshrss({ host: 'news', access: everyone(), admin: 'jan', ...change })] }),
  code,
  app: 'freshrss',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'freshrss-without-admin': wrong({ admin: undefined }, 'admin-name-invalid', 'admin', "admin: 'jan'"),
  'freshrss-admin-with-space': wrong({ admin: 'jan --help' }, 'admin-name-invalid', 'admin', "admin: 'jan'"),
  'freshrss-admin-with-shell': wrong({ admin: '$(id)' }, 'admin-name-invalid', 'admin', "admin: 'jan'"),
  'freshrss-alpine': wrong({ image: 'docker.io/freshrss/freshrss:1.29.1-alpine' }, 'image-without-oidc', 'image', '1.29.1'),
  'freshrss-linuxserver': wrong({ image: 'lscr.io/linuxserver/freshrss:1.29.1' }, 'image-without-oidc', 'image', '1.29.1'),
  'freshrss-crypto-generation': wrong({ cryptoKeyGeneration: 0 }, 'generation-invalid', 'cryptoKeyGeneration', 'cryptoKeyGeneration'),
  'freshrss-cron': wrong({ cronMinutes: '* * * * *' }, 'cron-minutes-invalid', 'cronMinutes', '13,43'),
  'freshrss-own-scopes': wrong({ env: { OIDC_SCOPES: 'openid' } }, 'env-twice', 'env.OIDC_SCOPES', 'remove it'),
};
