import fc from 'fast-check';
import * as pinout from '../../lib/index.ts';
import { isPinoutError } from '../../lib/contract/error.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { seeds, type Tree } from './option-seeds.ts';
import { clusterInput } from './sample.ts';
import { wrongValues } from './wrong-values.ts';

const keys = ['existing', 'databse', 'hosst', 'constructor', 'toString', 'hasOwnProperty', 'length', 'a b', 'then', 'toJSON', '0'];

type Change = readonly [place: number, what: number, how: number];

/** Puts something wrong at a place of the arguments: in place of a value, or beside it under an unknown name. */
function changed(args: readonly unknown[], [place, what, how]: Change): readonly unknown[] {
  const spots: [Tree, string][] = [];
  const visit = (parent: object) => {
    for (const key of Object.keys(parent)) {
      if (key === 'integration') continue;
      spots.push([parent as Tree, key]);
      let child: unknown;
      try {
        child = (parent as Tree)[key];
        if (typeof child === 'object' && child !== null && spots.length < 500 && (Array.isArray(child) || Object.getPrototypeOf(child) === Object.prototype))
          visit(child);
      } catch {
        // Something wrong that was put there before.
      }
    }
  };
  const list: Tree = Object.fromEntries(args.entries());
  visit(list);
  const value = wrongValues[what % wrongValues.length]!();
  const spot = spots[place % Math.max(spots.length, 1)];
  if (spot === undefined) return [value];
  const [parent, key] = spot;
  try {
    const set = (object: Tree, name: string) => Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    const name = how % 7 === 6 ? '__proto__' : keys[what % keys.length]!;
    if (how % 3 > 0) set(parent, key);
    else if (typeof parent[key] === 'object' && parent[key] !== null) set(parent[key] as Tree, name);
    else set(parent, name);
  } catch {
    // A proxy that refuses.
  }
  return Object.entries(list)
    .filter(([index]) => /^\d+$/.test(index))
    .map(([, one]) => one);
}

/** What came of all runs. Faults are what no user shall ever see: other exceptions, and refusals that say too little. */
export interface Outcome {
  written: number;
  refused: number;
  readonly codes: Set<string>;
  readonly faults: Set<string>;
}

/** Runs public functions with wrong options: each run ends with files, or with a PinoutError that says what to do. */
export function fuzzOptions(numRuns: number): Outcome {
  const count: Outcome = { written: 0, refused: 0, codes: new Set(), faults: new Set() };
  const change = fc.tuple(fc.nat(), fc.nat(), fc.nat());
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(seeds)), fc.nat(), fc.array(change, { minLength: 1, maxLength: 2 }), (name, which, changes) => {
      const { args, use } = seeds[name]![which % seeds[name]!.length]!;
      const given = changes.reduce(changed, args());
      try {
        const result: unknown = (pinout as unknown as Record<string, (...of: readonly unknown[]) => unknown>)[name]!(...given);
        const clusters = use === undefined ? [result].flat() : [pinout.defineCluster({ ...clusterInput, ...use(result) })];
        for (const one of clusters) filesOf(one as pinout.Cluster, 'apps/main.ts');
        count.written++;
      } catch (error) {
        if (isPinoutError(error)) {
          count.refused++;
          count.codes.add(error.code);
          for (const field of ['app', 'field', 'found', 'wanted', 'fix'] as const)
            if (!error[field]) count.faults.add(`${name}: ${error.code} without ${field}: ${error.message}`);
          if (/\[object|undefined(?!, but must be an app)|\n/.test(error.message)) count.faults.add(`${name}: unclear: ${error.message}`);
        } else count.faults.add(`${name}: ${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error)}`);
      }
      if ('polluted' in {}) count.faults.add(`${name}: a prototype was changed`);
    }),
    { numRuns },
  );
  return count;
}
