import { PinoutError, show } from '../contract/error.ts';
import type { Env } from './run-options.ts';

/**
 * The environment of an app with an integration of its own: what it writes, and what its user adds.
 *
 * @throws PinoutError `env-twice` for a variable that the integration sets: the login would no longer be what both ends agreed on.
 * @example
 * ownEnv({ OIDC_ENABLED: 'true' }, { TZ: 'Europe/Berlin' }, 'wiki') // { OIDC_ENABLED: 'true', TZ: 'Europe/Berlin' }
 */
export function ownEnv(own: Env, added: Env | undefined, app: string): Env {
  const more = added ?? {};
  const twice = Object.keys(more).find((name) => Object.hasOwn(own, name));
  if (twice === undefined) return { ...own, ...more };
  throw new PinoutError({
    code: 'env-twice',
    app,
    field: `env.${twice}`,
    found: `${show(twice)}, which pinout sets as part of the login`,
    wanted: 'variables of your own',
    fix: 'remove it; use the options of the app to change it',
  });
}
