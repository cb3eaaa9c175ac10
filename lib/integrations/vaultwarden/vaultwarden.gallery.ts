import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { vaultwarden } from './vaultwarden.ts';

const wrong = (change: Readonly<Record<string, unknown>>, code: string, field: string, fix: string): Invalid => ({
  make: () => clusterWith({ apps: [vaultwarden({ host: 'passwords', access: everyone(), ...change })] }),
  code,
  app: 'vaultwarden',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'vaultwarden-without-access': wrong({ access: undefined }, 'access-missing', 'access', "groups('vaultwarden-users')"),
  'vaultwarden-unknown-signups': wrong({ signups: 'invite' }, 'choice-unknown', 'signups', "'sso'"),
  'vaultwarden-own-authority': wrong(
    { env: { SSO_AUTHORITY: 'https://auth.home.example.org/application/o/vaultwarden' } },
    'env-twice',
    'env.SSO_AUTHORITY',
    'remove it',
  ),
  'vaultwarden-literal-admin-token': wrong({ env: { ADMIN_TOKEN: 'hunter2' } }, 'secret-literal', 'value', 'Secret'),
  'vaultwarden-latest': wrong({ image: 'docker.io/vaultwarden/server:latest' }, 'image-unpinned', 'image', ':'),
};
