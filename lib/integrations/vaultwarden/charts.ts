import type { Charts } from '../../repository/chart-facts.ts';

/** Vaultwarden's chart. */
export const vaultwardenCharts: Charts = {
  vaultwarden: {
    hostAliases: 'never',
    // guerzon/vaultwarden charts/vaultwarden/templates/_podSpec.tpl: without sso.existingSecret it reads its own Secret, in which both are empty.
    misplaced: ['clientId', 'clientSecret'].map((name) => ({
      at: ['sso', name, 'existingSecret'],
      instead: 'sso.existingSecret',
      when: (_, { get }) =>
        get('sso', 'enabled').scalar() === true &&
        !get('sso', 'existingSecret').exists &&
        // Once for both.
        (name === 'clientId' || !get('sso', 'clientId', 'existingSecret').exists),
    })),
  },
};
