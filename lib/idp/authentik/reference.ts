import { isInsideHost } from '../../login/inside-host.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import { hostsOf } from '../hosts.ts';
import { authentikFacts } from './facts.ts';
import type { Repository } from '../../repository/repository.ts';

/** Public hosts of authentik: those that the tree serves, else those that logins name with a path of authentik. */
export function identityReference({ edges, releases, containers, logins }: Repository): ReadonlySet<string> {
  const served = hostsOf({ edges, releases, containers }, authentikFacts);
  if (served.size > 0) return served;
  const named = logins.all.flatMap(({ issuer, endpoints, slug }) =>
    [issuer, ...endpoints, slug].flatMap((seen) => (seen !== undefined && authentikFacts.address.test(seen.value) ? (hostTextOf(seen.value) ?? []) : [])),
  );
  return new Set(named.filter((host) => !isInsideHost(host)));
}
