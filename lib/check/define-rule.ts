import { PinoutError, show } from '../contract/error.ts';
import type { Rule } from '../repository/rule.ts';

const brand = Symbol.for('pinout.rule');

/**
 * A rule of your own, for `pinout check --integrations FILE` and for `check(paths, { rules: [rule] })`.
 *
 * @throws PinoutError `rule-invalid`: its code is not in small letters and hyphens
 * @example
 * export const noPlainHost = defineRule({
 *   code: 'no-plain-host', severity: 'warning', title: 'a host outside of home.example.org',
 *   symptom: 'The certificate does not fit.', cause: 'The host is of another domain.', fix: 'use home.example.org',
 *   *find({ edges }) {
 *     for (const { host } of edges) if (!host.value.endsWith('.home.example.org')) yield { at: host, message: `${host.value} is outside of it` };
 *   },
 * });
 */
export function defineRule(rule: Rule): Rule {
  if (typeof rule?.code !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(rule.code))
    throw invalid(rule?.code, 'lower case letters, digits and hyphens', "write a code such as 'no-plain-host'");
  return Object.freeze({ ...rule, own: true, [brand]: true });
}

/** Whether a value was made by `defineRule`, of any loaded copy of it. */
export const isOwnRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && brand in value;

/** Rules of pinout and others. @throws PinoutError `rule-invalid`: two have one code */
export function withOwnRules(rules: readonly Rule[], others: readonly Rule[] = []): readonly Rule[] {
  const codes = new Set(rules.map(({ code }) => code));
  for (const { code } of others) {
    if (codes.has(code)) throw invalid(code, 'a code that no other rule has', 'choose another code');
    codes.add(code);
  }
  return [...rules, ...others];
}

const invalid = (code: unknown, wanted: string, fix: string): PinoutError =>
  new PinoutError({ code: 'rule-invalid', app: 'check', field: 'defineRule.code', found: show(code), wanted, fix });
