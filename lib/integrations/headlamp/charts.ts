import { type Charts, portOf } from '../../repository/chart-facts.ts';

/** Headlamp's chart. */
export const headlampCharts: Charts = {
  headlamp: {
    services: (name, { get }) => [[name, [portOf(get('service', 'port'), 80)]]],
    hostAliases: [0, 43],
    // kubernetes-sigs/headlamp charts/headlamp/templates/deployment.yaml: of a Secret that it does not create it reads nothing, and no other is asked for.
    misplaced: [
      {
        at: ['config', 'oidc', 'secret', 'name'],
        instead: 'config.oidc.externalSecret, with enabled: true and the name',
        when: (_, { get }) =>
          get('config', 'oidc', 'secret', 'create').scalar() === false &&
          get('config', 'oidc', 'externalSecret', 'enabled').scalar() !== true &&
          !get('config', 'oidc', 'clientID').exists &&
          !get('env').exists,
      },
    ],
    topKeys: ['config'],
  },
};
