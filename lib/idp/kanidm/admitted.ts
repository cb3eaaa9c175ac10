import type { Located } from '../../contract/observed.ts';
import { type Gate, gateOfGroups } from '../../login/gate.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import { defined } from '../../tree/defined.ts';

/** Groups that Kanidm keeps itself, of everyone there is (kanidm/kanidm, server/lib/src/migration_data: idm_all_persons, idm_all_accounts). */
const all = /^idm_all_(?:persons|accounts)$/;

/** Whom the scope maps of a client let in: members of the groups that they name. */
export function admittedBy(groups: readonly Located<string>[], at: Located<unknown>): Pick<IdpEnd, 'admitted' | 'gate'> {
  const everyone: Gate = { mode: 'any', rules: [{ kind: 'everyone', names: [], at }] };
  const isOpen = groups.some(({ value }) => all.test(value));
  if (groups.length === 0) return {};
  return defined({ admitted: isOpen ? undefined : groups, gate: isOpen ? everyone : gateOfGroups(groups, at) });
}
