import { containerLogin } from '../container-login.ts';
import { type App, appOf } from '../integration.ts';
import { judgeActualBudget } from './judge.ts';
import { type ActualBudgetOptions, actualBudgetShape } from './options.ts';
import { readActualBudget } from './read.ts';
import { writeActualBudget } from './write.ts';

/** Actual Budget's codec. */
export const actualBudgetIntegration = containerLogin({
  name: 'actual-budget',
  title: 'Actual Budget',
  callbacks: ['/openid/callback'],
  // The server asks for these and no others.
  scopes: ['openid', 'profile', 'email'],
  shape: actualBudgetShape,
  write: writeActualBudget,
  read: readActualBudget,
  judge: judgeActualBudget,
  // The image has node and nothing else.
  fetcher: 'node',
});

/**
 * An Actual Budget server that starts only when authentik answers.
 *
 * @example actualBudget({ host: 'budget', access: groups('budget-users') });
 */
export function actualBudget(...given: [options: ActualBudgetOptions]): App<ActualBudgetOptions> {
  return appOf(actualBudgetIntegration, given);
}
