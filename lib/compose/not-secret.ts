import { PinoutError, show } from '../contract/error.ts';
import { wrongType } from '../contract/option-error.ts';

const brand = Symbol.for('pinout.not-secret');

/** A text that looks like a secret and is none, with the reason. */
export interface NotSecret {
  readonly [brand]: { readonly value: string; readonly reason: string };
}

/**
 * Lets a text through the search for literal secrets.
 *
 * @param reason why it may be in git; for the next reader of `apps/`.
 * @throws PinoutError `reason-missing`
 * @example const values = { grafana: { adminPassword: notSecret('unused', 'the chart wants a text; login by password is off') } };
 */
export function notSecret(value: string, reason: string): NotSecret {
  if (typeof value !== 'string') throw wrongType(value, { app: 'values', field: 'notSecret' }, 'text', "write notSecret('…', 'why')");
  if (typeof reason !== 'string' || reason.trim().length < 3)
    throw new PinoutError({
      code: 'reason-missing',
      app: 'values',
      field: 'notSecret',
      found: show(reason),
      wanted: 'a reason why this text may be in git',
      fix: "write notSecret(value, 'a public test key')",
    });
  return { [brand]: { value, reason } };
}

/** The text inside, or undefined when it is no NotSecret. */
export function textOfNotSecret(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && brand in value ? (value as NotSecret)[brand].value : undefined;
}

/** The same with another text inside, for the same reason. */
export const mapNotSecret = (value: NotSecret, change: (text: string) => string): NotSecret => ({
  [brand]: { ...value[brand], value: change(value[brand].value) },
});
