import type { Contract } from '../contract/contract.ts';
import type { Entry } from './entry.ts';
import { keyOf } from './tags.ts';

/** How many places after the last binding are cleared, for groups that were taken out of the rule. */
const cleared = 8;

/** Handle of a group's entry. */
export const groupId = (name: string): string => `group ${name}`;

/** A group, by name alone: several files may create the same one, and its members stay as they are. */
export function groupEntry(name: string): Entry {
  return { model: 'authentik_core.group', id: groupId(name), identifiers: { name } };
}

/**
 * Who may open the application: one binding per group, or one to a policy that admits everyone. An application without any
 * binding lets everyone in, so there is always one.
 *
 * A binding is found by its place, so that it is pointed at another group instead of being left beside a new one; the places after
 * the last are cleared.
 */
export function accessEntries(contract: Contract): Entry[] {
  const { access, slug } = contract;
  const target = () => keyOf(`${slug}-application`);
  const binding = (order: number, to: { group: unknown; policy: unknown }): Entry => ({
    model: 'authentik_policies.policybinding',
    identifiers: { target: target(), order },
    attrs: { ...to, user: null, enabled: true, negate: false, timeout: 30 },
  });
  const policy = `${slug}-everyone`;
  const present: Entry[] =
    access.kind === 'groups'
      ? access.groups.map((group, order) => binding(order, { group: keyOf(groupId(group)), policy: null }))
      : [
          {
            model: 'authentik_policies_expression.expressionpolicy',
            id: policy,
            identifiers: { name: `pinout-${slug}-everyone` },
            attrs: { expression: 'return True\n' },
          },
          binding(0, { group: null, policy: keyOf(policy) }),
        ];
  const next = access.kind === 'groups' ? access.groups.length : 1;
  const absent = Array.from({ length: cleared }, (_, index): Entry => ({
    model: 'authentik_policies.policybinding',
    state: 'absent',
    identifiers: { target: target(), order: next + index },
  }));
  return [...present, ...absent];
}
