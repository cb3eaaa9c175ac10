import { type App, appOf, type Integration } from '../integration.ts';
import { headlampContracts } from './contracts.ts';
import { judgeHeadlamp } from './judge.ts';
import { type HeadlampOptions, headlampShape } from './options.ts';
import { probeHeadlamp } from './probe.ts';
import { readHeadlamp } from './read.ts';
import { writeHeadlamp } from './write.ts';

/** Headlamp's codec. */
export const headlampIntegration: Integration<HeadlampOptions, ReturnType<typeof headlampContracts>> = {
  name: 'headlamp',
  shape: headlampShape,
  contracts: headlampContracts,
  write: (options, [contract], facts) => writeHeadlamp(options, contract, facts),
  read: readHeadlamp,
  judge: judgeHeadlamp,
  probe: (options, [contract], facts) => probeHeadlamp(options, contract, facts),
};

/**
 * A Headlamp whose users act as themselves: it hands their token to kube-apiserver. `roles` are ClusterRoles and the groups that hold them.
 *
 * @example
 * headlamp({ host: 'headlamp', namespace: 'headlamp', roles: { 'cluster-admin': ['kubernetes-admins'], view: ['kubernetes-viewers'] } });
 */
export function headlamp(...given: [options: HeadlampOptions]): App<HeadlampOptions> {
  return appOf(headlampIntegration, given);
}
