import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../support/json-schema/cases.ts';
import { schemasWithValues } from '../support/json-schema/arbitrary.ts';
import { verdict } from '../support/json-schema/verdict.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const there = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.22.0');

interface Pair {
  readonly schema: unknown;
  readonly values: unknown;
}

/** Whether Helm refuses the values of one chart. */
function isRefusedByHelm({ schema, values }: Pair): boolean {
  const folder = tempFolder();
  writeChart(folder, 'one', { schema, values });
  const { status } = run('helm', ['template', 'rel', folder]);
  return status !== 0;
}

/** The same of many pairs: each is a chart of its own below one chart, and Helm judges all of them at once. */
function refusedByHelm(pairs: readonly Pair[]): boolean[] {
  const folder = tempFolder();
  writeChart(folder, 'all');
  for (const [index, pair] of pairs.entries()) writeChart(join(folder, 'charts', `chart-${index}`), `chart-${index}`, pair);
  const { status, stderr } = run('helm', ['template', 'rel', folder]);
  const named = new Set([...stderr.matchAll(/chart-(\d+):\n/g)].map(([, index]) => Number(index)));
  expect(status === 0, stderr.slice(0, 500)).toBe(named.size === 0);
  return pairs.map((_, index) => named.has(index));
}

function writeChart(folder: string, name: string, pair?: Pair): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  if (pair === undefined) return;
  writeFileSync(join(folder, 'values.yaml'), JSON.stringify(pair.values));
  writeFileSync(join(folder, 'values.schema.json'), JSON.stringify(pair.schema));
}

const shown = (pair: Pair): string => JSON.stringify(pair).slice(0, 2_000);

describe.skipIf(!there)('JSON Schemas as helm judges them', () => {
  it('each case by hand', () => {
    for (const { schema, takes = [], refuses = [], broken } of Object.values(cases))
      for (const values of [...takes, ...refuses, ...(broken === true ? [{}, { v: 1 }] : [])]) {
        const isRefused = isRefusedByHelm({ schema, values });
        expect(isRefused, shown({ schema, values })).toBe(!takes.includes(values));
        expect(verdict(schema, values), shown({ schema, values })).toBe(isRefused ? 'refused' : 'taken');
      }
  }, 120_000);

  it('thousands of schemas of all drafts, each with values', () => {
    fc.assert(
      fc.property(fc.noShrink(fc.array(schemasWithValues().map((pair) => JSON.parse(JSON.stringify(pair)) as Pair), { minLength: 400, maxLength: 400 })), (pairs) => {
        const theirs = refusedByHelm(pairs);
        // Helm gives each chart below another the map of what is global.
        for (const [index, { schema, values }] of pairs.entries())
          {
            const ours = verdict(schema, { global: {}, ...(values as object) });
            if (ours !== 'endless') expect(ours, shown(pairs[index]!)).toBe(theirs[index]! ? 'refused' : 'taken');
          }
      }),
      { numRuns: Number(process.env['PINOUT_RUNS'] ?? 10), endOnFailure: true, reporter: (details) => { if (details.failed) throw details.errorInstance as Error; } },
    );
  }, 300_000);
});
