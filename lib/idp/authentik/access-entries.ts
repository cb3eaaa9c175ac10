import type { Contract } from '../../contract/contract.ts';
import { accessExpression } from './access-expression.ts';
import { absent, type Entry, refuseWhen } from './entry.ts';
import { any, find, keyOf, type Lookup, type Tagged } from './tags.ts';

const binding = 'authentik_policies.policybinding';
const policy = 'authentik_policies_expression.expressionpolicy';

/** Name of the one policy that decides who may open an application. */
export const accessPolicy = (slug: string): string => `pinout-${slug}-access`;

/** Bindings to groups that one apply removes at most. Few have any: the proof makes the Job come back for the rest. */
const removed = 2;

/**
 * Bindings that are not ours, as lookups that together find each of them: to groups and users, to other policies, and of our policy at
 * another place. An entry deletes one object that it finds, whatever else matches.
 */
function foreign(target: () => Tagged, own: () => Tagged): readonly (readonly Lookup[])[] {
  const at = (...rest: Lookup): readonly Lookup[] => [['target', target()], rest];
  return [at('policy__isnull', true), at('policy__gt', own()), at('policy__lt', own()), at('order__gt', 0), at('order__lt', 0)];
}

/**
 * Who may open the application: one policy over the names of the groups, bound at order 0. An application without any binding lets everyone
 * in, so there is always one.
 *
 * The engine asks for all bindings (`policy_engine_mode: all`), so that one that somebody else made can keep people out but never let anybody
 * in. And such bindings are deleted, those to groups that earlier versions of pinout wrote among them.
 */
export function accessEntries(contract: Contract): Entry[] {
  const { access, slug } = contract;
  const target = () => keyOf(`${slug}-application`);
  const own = () => keyOf(`${slug}-access`);
  return [
    {
      model: policy,
      id: `${slug}-access`,
      identifiers: { name: accessPolicy(slug) },
      attrs: { expression: accessExpression(access.kind === 'groups' ? access.groups : undefined), execution_logging: false },
    },
    {
      model: binding,
      identifiers: { target: target(), policy: own(), order: 0 },
      attrs: { group: null, user: null, enabled: true, negate: false, timeout: 30, failure_result: false },
    },
    ...Array.from({ length: removed }, () => foreign(target, own)[0]!).map((lookups) => absent(binding, Object.fromEntries(lookups))),
    ...foreign(target, own)
      .slice(1)
      .map((lookups) => absent(binding, Object.fromEntries(lookups))),
    // What earlier versions bound for everyone.
    absent(policy, { name: `pinout-${slug}-everyone` }),
  ];
}

/** Refuses the proof while a binding that is not ours is left: the Job runs again, and each time removes some. */
export function accessProof({ slug, application = slug, adopted }: Pick<Contract, 'slug' | 'application' | 'adopted'>): Entry {
  const target = () => find('authentik_core.application', ['slug', adopted?.login?.application ?? application]);
  const own = () => find(policy, ['name', accessPolicy(slug)]);
  return refuseWhen(
    any(...foreign(target, own).map((lookups) => find(binding, ...lookups))),
    `The application ${slug} still has bindings that pinout did not create. Each attempt of this Job removes some of them; wait for the next.`,
  );
}
