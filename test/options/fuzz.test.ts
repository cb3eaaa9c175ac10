import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as pinout from '../../lib/index.ts';
import { clusterInput } from '../support/sample.ts';
import { fuzzOptions } from '../support/option-fuzz.ts';
import { seeds } from '../support/option-seeds.ts';

const page = readFileSync('docs/errors.md', 'utf8');

describe('wrong options', () => {
  it('are tried for every public function', () => {
    const functions = Object.entries(pinout).flatMap(([name, value]) =>
      typeof value === 'function' && !['PinoutError', 'isPinoutError'].includes(name) ? [name] : [],
    );
    expect(Object.keys(seeds).sort()).toEqual(functions.sort());
  });

  it.each(Object.entries(seeds).flatMap(([name, list]) => list.map((seed, index) => [name, index, seed] as const)))(
    'begin with right ones: %s %i',
    (name, _, { args, use }) => {
      const result: unknown = (pinout as unknown as Record<string, (...of: readonly unknown[]) => unknown>)[name]!(...args());
      if (use !== undefined) pinout.defineCluster({ ...clusterInput, ...use(result) });
    },
  );

  it('are refused with code, field and fix, or written', () => {
    const { refused, codes, faults } = fuzzOptions(150);
    expect([...faults]).toEqual([]);
    expect([...codes].filter((code) => !page.includes(`## ${code}\n`) && !existsSync(`docs/rules/${code}.md`))).toEqual([]);
    expect(refused).toBeGreaterThan(75);
  });
});
