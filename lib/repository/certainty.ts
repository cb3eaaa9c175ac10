import type { Severity } from '../contract/finding.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Repository } from './repository.ts';

/** How sure something is that findings rest on: that two ends are of one login, that a version runs. */
export type Certainty = 'sure' | 'likely' | 'guessed';

/** What is less than sure, the surest first, and the gravest that a finding may be which rests on it. */
export const unsure = [
  ['likely', 'warning'],
  ['guessed', 'info'],
] as const satisfies readonly (readonly [Certainty, Severity])[];

/** Whether anything in a repository is no more than this sure. */
export const hasUnsure = (repository: Repository, certainty: Certainty): boolean =>
  repository.pairs.all.some((pair) => pair.certainty === certainty) ||
  (certainty === 'guessed' && repository.logins.all.some(({ loose }) => loose === true)) ||
  Object.values(repository.versions).some((one) => one.certainty === certainty);

/**
 * A repository as it is without what is of these certainties: ends that were paired on a guess stand alone, a version that is assumed is not known,
 * and settings that nobody is known to read are no login.
 */
export function without(repository: Repository, certainties: readonly Certainty[]): Repository {
  const { pairs, versions, logins } = repository;
  const isLeft = ({ loose }: LoginEnd): boolean => loose !== true || !certainties.includes('guessed');
  const all = pairs.all.filter(({ certainty }) => !certainties.includes(certainty));
  const dropped = pairs.all.filter(({ certainty }) => certainties.includes(certainty));
  const paired = new Set<IdpEnd>(all.map(({ client }) => client));
  return {
    ...repository,
    logins: { ...logins, all: logins.all.filter(isLeft) },
    pairs: {
      all,
      unpairedLogins: [...pairs.unpairedLogins, ...dropped.map(({ login }) => login)].filter(isLeft),
      unpairedClients: [...pairs.unpairedClients, ...new Set(dropped.map(({ client }) => client).filter((client) => !paired.has(client)))],
    },
    versions: Object.fromEntries(Object.entries(versions).filter(([, { certainty = 'sure' }]) => !certainties.includes(certainty))),
  };
}
