import { covers } from '../../tree/covers.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The certificate is made for the hosts below tls. */
export const tlsHostMissing: Rule = {
  code: 'tls-host-missing',
  severity: 'error',
  title: 'a host of an Ingress is not on its certificate',
  *run({ edges }) {
    for (const { host, tls, object } of edges) {
      const name = known(host.value)?.toLowerCase();
      if (tls === undefined || name === undefined || tls.hosts.length === 0 || tls.hosts.some((one) => known(one) === undefined)) continue;
      if (tls.hosts.some((one) => covers(one.toLowerCase(), name))) continue;
      yield {
        at: host,
        message: `${object.kind}/${object.name} serves ${name}, but its tls block names ${tls.hosts.join(', ')}`,
        expected: `${name} among tls[].hosts`,
        received: tls.hosts.join(', '),
        why: 'The certificate is made for the hosts of the tls block. Browsers warn, and apps refuse to talk to the identity provider.',
        fix: `write ${name} into tls[].hosts`,
      };
    }
  },
};
