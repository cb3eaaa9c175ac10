import type { Invalid } from '../../../test/invalid/invalid.ts';
import { clusterWith } from '../../../test/support/sample.ts';
import { everyone } from '../../contract/access.ts';
import { actualBudget } from './actual-budget.ts';

const wrong = (change: Readonly<Record<string, unknown>>, code: string, field: string, fix: string): Invalid => ({
  make: () => clusterWith({ apps: [actualBudget({ host: 'budget', access: everyone(), ...change })] }),
  code,
  app: 'actual-budget',
  field,
  fix,
});

export const gallery: Readonly<Record<string, Invalid>> = {
  'actual-without-access': wrong({ access: undefined }, 'access-missing', 'access', "groups('actual-budget-users')"),
  'actual-unknown-users': wrong({ users: 'auto' }, 'choice-unknown', 'users', "'login'"),
  'actual-endless-session': wrong({ sessionSeconds: 0 }, 'session-seconds-invalid', 'sessionSeconds', '604800'),
  'actual-own-discovery': wrong({ env: { ACTUAL_OPENID_DISCOVERY_URL: 'https://x' } }, 'env-twice', 'env.ACTUAL_OPENID_DISCOVERY_URL', 'remove it'),
};
