import { refused } from '../kubernetes/code-of-refusal.ts';
import type { Violation } from './violation.ts';

/** A violation under the code of a rule. */
type Ruled = Omit<Violation, 'code'> & { readonly code: string };

/** A fault of an object that `check` has a rule for goes by the rule's code, whichever command finds it. */
export function ruled(fault: Violation, object: Readonly<Record<string, unknown>>, depth: number): Ruled {
  if (object['kind'] === 'AuthenticationConfiguration') return { ...fault, code: refused };
  const [list, index] = fault.path.slice(-2);
  const isArgument = (list === 'args' || list === 'command') && typeof index === 'number' && fault.received === 'object';
  return isArgument && endsInColon(valueAt(object, fault.path.slice(depth))) ? { ...fault, code: 'argument-unquoted' } : fault;
}

/** `- --flag=value:` without quotes: a map of one key with nothing in it. */
const endsInColon = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).length === 1 && Object.values(value)[0] === null;

function valueAt(value: unknown, path: Violation['path']): unknown {
  return path.reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined), value);
}
