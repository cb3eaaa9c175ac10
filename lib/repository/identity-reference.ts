import { isInsideHost } from '../login/inside-host.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { identityHosts } from '../login/identity-hosts.ts';
import type { Repository } from './repository.ts';

/** Public hosts of authentik: those that the tree serves, else those that logins name with a path of authentik. */
export function identityReference({ edges, releases, containers, logins }: Repository): ReadonlySet<string> {
  const served = identityHosts({ edges, releases, containers });
  if (served.size > 0) return served;
  const named = logins.all.flatMap(({ issuer, endpoints, slug }) =>
    [issuer, ...endpoints, slug].flatMap((seen) => (seen?.value.includes('/application/o/') === true ? (hostTextOf(seen.value) ?? []) : [])),
  );
  return new Set(named.filter((host) => !isInsideHost(host)));
}
