import { CelNotEvaluated } from './issue.ts';
import { CelMap, Optional, type Value } from './value.ts';

/** No value may hold more than this: characters, bytes, and items with all that is in them. kube-apiserver's own limit counts cost and is met long before. */
const heaviest = 1_000_000;
/** What one run may look at. */
const mostWork = 5_000_000;

export const tooMuch = 'an expression that may reach the cost limit of kube-apiserver';

const known = new WeakMap<object, number>();

/** How much there is in a value. A part that is in it several times counts each time, because a walk of the value meets it each time. */
export function weightOf(value: Value): number {
  if (typeof value === 'string') return 1 + value.length;
  if (value === null || typeof value !== 'object') return 1;
  if (value instanceof Uint8Array) return 1 + value.length;
  const before = known.get(value);
  if (before !== undefined) return before;
  let weight = 1;
  if (Array.isArray(value)) for (const item of value as readonly Value[]) weight += weightOf(item);
  else if (value instanceof CelMap) for (const [key, item] of value.entries()) weight += weightOf(key) + weightOf(item);
  else if (value instanceof Optional && value.value !== undefined) weight += weightOf(value.value);
  known.set(value, weight);
  return weight;
}

/** Refuses a size before anything of it is made. */
export function affordable(size: number): void {
  if (size > heaviest) throw new CelNotEvaluated(tooMuch);
}

/** These compare everything with everything, or match a pattern against a text. */
const products = new Set([
  'sets.contains',
  'sets.equivalent',
  'sets.intersects',
  'distinct',
  'indexOf',
  'lastIndexOf',
  'contains',
  'matches',
  'find',
  'findAll',
  'sort',
  'replace',
]);
/** These read numbers of any length out of a text. */
const squares = new Set([
  'quantity',
  'isQuantity',
  'int',
  'uint',
  'semver',
  'isSemver',
  'url',
  'isURL',
  'ip',
  'isIP',
  'cidr',
  'isCIDR',
  'duration',
  'timestamp',
]);

/** The work that one run has done, and its limit. */
export class Budget {
  #work = 0;

  /** Counts a call before it is made. */
  call(name: string, args: readonly Value[]): void {
    const weights = args.map(weightOf);
    const sum = weights.reduce((total, weight) => total + weight, 1);
    const heaviestPart = Math.max(1, ...weights);
    if (products.has(name)) this.add(weights.length < 2 ? heaviestPart * listLength(args[0]) : weights[0]! * weights[1]! + sum);
    else this.add(squares.has(name) ? heaviestPart * heaviestPart : sum);
  }

  add(work: number): void {
    this.#work += work;
    if (this.#work > mostWork) throw new CelNotEvaluated(tooMuch);
  }

  /** A value that was made. */
  made<T extends Value>(value: T): T {
    const weight = weightOf(value);
    affordable(weight);
    this.add(weight);
    return value;
  }
}

const listLength = (value: Value | undefined): number => (Array.isArray(value) ? value.length : 1);
