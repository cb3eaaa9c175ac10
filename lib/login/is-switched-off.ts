import type { Variable } from '../tree/environment.ts';

/** Whether a switch beside a variable turns its login off: `OIDC_ENABLED` and `ENABLE_OIDC` are such of `OIDC_CLIENT_ID`, and `OIDC_PKCE_ENABLED` is none. */
export const isSwitchedOff = (variable: string, env: ReadonlyMap<string, Variable>): boolean =>
  [...env].some(([name, { value }]) => {
    if (!/^ENABLED?_|_ENABLED?$/i.test(name) || !/^(?:false|0|no|off)$/i.test(value?.value ?? '')) return false;
    const stem = name.replace(/^ENABLED?_|_ENABLED?$/gi, '').replace(/_(?:AUTH|LOGIN)$/i, '');
    return variable.toUpperCase().startsWith(`${stem.toUpperCase()}_`);
  });
