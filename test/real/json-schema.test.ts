import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotRendered } from '../../lib/helm/not-rendered.ts';
import { valuesOf } from '../../lib/helm/render-chart.ts';
import { judgedValues } from '../../lib/schema/chart/judged-values.ts';
import { nestedChart, nestedValues } from '../support/helm-charts/nested-values.ts';
import { chartOf } from '../support/helm-charts/small-chart.ts';
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
      fc.property(
        fc.noShrink(
          fc.array(
            schemasWithValues().map((pair) => JSON.parse(JSON.stringify(pair)) as Pair),
            { minLength: 400, maxLength: 400 },
          ),
        ),
        (pairs) => {
          const theirs = refusedByHelm(pairs);
          // Helm gives each chart below another the map of what is global.
          for (const [index, { schema, values }] of pairs.entries()) {
            const ours = verdict(schema, { global: {}, ...(values as object) });
            if (ours !== 'endless') expect(ours, shown(pairs[index]!)).toBe(theirs[index]! ? 'refused' : 'taken');
          }
        },
      ),
      {
        numRuns: Number(process.env['PINOUT_RUNS'] ?? 10),
        endOnFailure: true,
        reporter: (details) => {
          if (details.failed) throw details.errorInstance as Error;
        },
      },
    );
  }, 300_000);

  it('values of charts within charts, each with a schema', () => {
    const pair = fc.record({ values: nestedValues(), schemas: fc.array(schemasWithValues(), { minLength: 3, maxLength: 3 }) });
    fc.assert(
      fc.property(pair, ({ values, schemas }) => {
        const given = JSON.parse(JSON.stringify(values)) as typeof values;
        const files = nestedChart(given);
        for (const [index, path] of ['', 'charts/db/', 'charts/db/charts/disk/'].entries())
          files[`${path}values.schema.json`] = JSON.stringify(schemas[index]!.schema);
        const folder = tempFolder();
        for (const [path, text] of Object.entries({ ...files, 'given.json': JSON.stringify(given.given) })) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), text);
        }
        const { status } = run('helm', ['template', 'rel', folder, '-f', join(folder, 'given.json')]);
        const judged = judgedByUs(files, given.given);
        if (!judged.includes('endless'))
          expect(
            judged.every((one) => one === 'taken'),
            JSON.stringify({ files, given: given.given }),
          ).toBe(status === 0);
      }),
      { numRuns: Number(process.env['PINOUT_RUNS'] ?? 100) },
    );
  }, 300_000);
});

function judgedByUs(files: Record<string, string>, given: object): string[] {
  try {
    return judgedValues(chartOf(files), valuesOf(given), false).map(({ chart, values }) => verdict(JSON.parse(chart.schema!), values));
  } catch (error) {
    if (error instanceof NotRendered) return ['refused'];
    throw error;
  }
}
