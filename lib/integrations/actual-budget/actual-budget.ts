import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { fetchCommand } from '../../contract/fetch-command.ts';
import { type App, appOf, type Integration } from '../integration.ts';
import { actualBudgetContracts } from './contracts.ts';
import { judgeActualBudget } from './judge.ts';
import { type ActualBudgetOptions, actualBudgetShape } from './options.ts';
import { readActualBudget } from './read.ts';
import { writeActualBudget } from './write.ts';

/** Actual Budget's codec. */
export const actualBudgetIntegration: Integration<ActualBudgetOptions, readonly [ConfidentialContract]> = {
  name: 'actual-budget',
  shape: actualBudgetShape,
  contracts: actualBudgetContracts,
  write: (options, [contract], facts) => writeActualBudget(options, contract, facts),
  read: readActualBudget,
  judge: judgeActualBudget,
  probe: ({ namespace }, [contract], facts) => ({
    namespace: namespace ?? contract.slug,
    workload: `deploy/${contract.slug}`,
    container: 'app',
    // The image has node and nothing else.
    command: fetchCommand('node', discoveryUrl(facts, contract.slug)),
  }),
};

/**
 * An Actual Budget server that starts only when authentik answers.
 *
 * @example actualBudget({ host: 'budget', access: groups('budget-users') });
 */
export function actualBudget(...given: [options: ActualBudgetOptions]): App<ActualBudgetOptions> {
  return appOf(actualBudgetIntegration, given);
}
