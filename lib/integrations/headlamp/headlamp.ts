import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { headlampContracts } from './contracts.ts';
import { judgeHeadlamp } from './judge.ts';
import { type HeadlampOptions, headlampShape } from './options.ts';
import { readHeadlamp } from './read.ts';
import { headlampService, writeHeadlamp } from './write.ts';

/** Headlamp's codec. */
export const headlampIntegration: Integration<HeadlampOptions, ReturnType<typeof headlampContracts>> = {
  name: 'headlamp',
  shape: headlampShape,
  contracts: headlampContracts,
  write: (options, [contract], facts) => writeHeadlamp(options, contract, facts),
  read: readHeadlamp,
  judge: judgeHeadlamp,
  // It asks for the discovery document at each login and each refresh; its image has busybox' wget. Behind forward-auth it asks nobody.
  probe: ({ namespace, existing }, [{ protocol, slug }], facts) =>
    protocol !== 'oidc'
      ? undefined
      : {
          namespace,
          workload: `deploy/${headlampService(existing?.release ?? slug)}`,
          container: 'headlamp',
          command: fetchCommand('wget', discoveryUrl(facts, slug)),
          limits: 'does not test kube-apiserver, which also contacts the identity provider, from the node',
        },
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
