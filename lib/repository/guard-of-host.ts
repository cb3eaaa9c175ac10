import type { IdpEnd } from '../login/idp-end.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** What guards a host: the provider that was made for it, else one for its whole domain, the nearest one. */
export function guardOfHosts(guards: readonly IdpEnd[]): (host: string | undefined) => IdpEnd | undefined {
  const byHost = new Map(guards.map((guard) => [hostTextOf(guard.externalHost?.value), guard]));
  const domains = guards
    .flatMap((guard) => (guard.guardDomain === undefined ? [] : [{ guard, domain: guard.guardDomain.replace(/^\./, '').toLowerCase() }]))
    .sort((a, b) => b.domain.length - a.domain.length);
  return (host) => {
    if (host === undefined) return undefined;
    return byHost.get(host) ?? domains.find(({ domain }) => host === domain || host.endsWith(`.${domain}`))?.guard;
  };
}
