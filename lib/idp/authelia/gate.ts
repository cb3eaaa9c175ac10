import { type Gate, type GateRule, openGate } from '../../login/gate.ts';
import type { Reader } from '../../manifest/reader.ts';

/**
 * Whom a client's `authorization_policy` lets in. `one_factor` and `two_factor` ask for more or less, of everyone; `deny` refuses all. Others are defined
 * beside the clients, and the first rule that fits decides (authelia/authelia, internal/oidc/client_policy.go).
 */
export function gateOfPolicy(policy: Reader, definitions: Reader): Gate | undefined {
  const name = policy.text() ?? 'two_factor';
  if (name === 'one_factor' || name === 'two_factor') return openGate;
  const definition = definitions.get(name);
  const at = (policy.exists ? policy : definitions).located(undefined);
  if (name === 'deny') return { mode: 'any', rules: [{ kind: 'group', names: [], at }] };
  if (!definition.exists) return undefined;
  const rules = definition.items('rules').flatMap((rule) => {
    const isDenied = rule.text('policy') === 'deny';
    const subject = rule.get('subject');
    const subjects = subject.text() === undefined ? subject.items() : [subject];
    return subjects.flatMap((one): GateRule[] => {
      // A list in the list: all of its members at once.
      const [, kind, who] = /^(group|user):(.+)$/.exec(one.text() ?? '') ?? [];
      if (kind === undefined || who === undefined)
        return isDenied ? [] : [{ kind: 'unknown', names: [one.located('several conditions at once')], at: rule.located(undefined) }];
      return [{ kind: kind as 'group' | 'user', names: [one.located(who)], at: rule.located(undefined), ...(isDenied ? { negate: true } : {}) }];
    });
  });
  const isOpen = (definition.text('default_policy') ?? 'two_factor') !== 'deny';
  if (isOpen) return { mode: 'all', rules: rules.filter(({ negate }) => negate === true) };
  const admitting = rules.filter(({ negate }) => negate !== true);
  return { mode: 'any', rules: admitting.length > 0 ? admitting : [{ kind: 'group', names: [], at }] };
}
