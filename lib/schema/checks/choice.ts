import type { Schema } from '../schema.ts';
import type { Violation } from '../violation.ts';
import type { Check } from './check.ts';
import { fault, passes } from './fault.ts';

/** `anyOf` and `oneOf`. */
export function choice(checks: readonly Check[], schemas: readonly Schema[], keyword: 'anyOf' | 'oneOf'): Check {
  return (value, context) => {
    let met = 0;
    let nearestFaults: Violation[] | undefined;
    for (const check of checks) {
      const out: Violation[] = [];
      check(value, { path: context.path, out });
      if (out.length === 0) {
        met += 1;
        if (keyword === 'anyOf') return;
      } else if (nearestFaults === undefined || rank(out) < rank(nearestFaults)) nearestFaults = out;
    }
    if (met === 1) return;
    if (met > 1) {
      const fields = schemas.every(({ required }) => required !== undefined) ? schemas.flatMap(({ required }) => required ?? []) : [];
      fault(
        context,
        'schema-choice',
        fields.length > 0
          ? `has more than one of ${fields.join(', ')}, which are mutually exclusive`
          : 'matches more than one of several mutually exclusive forms',
        {
          fix: 'keep one of them',
        },
      );
      return;
    }
    const fields = schemas.every(({ required, properties }) => required !== undefined && properties === undefined)
      ? schemas.map(({ required }) => required!.join(' and '))
      : [];
    if (fields.length > 0)
      fault(context, 'schema-choice', `needs one of ${fields.join(', ')}`, {
        expected: `one of ${fields.join(', ')}`,
        received: 'none',
        fix: 'add one of them',
      });
    else context.out.push(...(nearestFaults ?? []));
  };
}

/** The branch that was most likely meant: the fault that lies deepest, then the fewest. A wrong type right here means another branch. */
const rank = (faults: readonly Violation[]): number =>
  faults.length - 100 * Math.max(...faults.map(({ path }) => path.length)) + (faults.some(({ code }) => code === 'schema-type') ? 50 : 0);

/** `not`. */
export function negation(check: Check): Check {
  return (value, context) => {
    if (passes(check, value, context))
      fault(context, 'schema-choice', 'has a form that is not allowed here', { fix: "check which of the kind's fields can be combined" });
  };
}

/** `if`, `then`, `else`. */
export function condition(test: Check, yes: Check | undefined, no: Check | undefined): Check {
  return (value, context) => {
    if (passes(test, value, context)) yes?.(value, context);
    else no?.(value, context);
  };
}
