import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charts, type SmallChart } from '../support/helm-charts/charts.ts';
import { nestedChart, nestedValues } from '../support/helm-charts/nested-values.ts';
import { objectsOf, renderSmall } from '../support/helm-charts/small-chart.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has, run } from './tool.ts';

const there = has('helm', ['version'], 'go install helm.sh/helm/v3/cmd/helm@v3.19.0');

function byHelm({ files, with: given }: SmallChart): string | undefined {
  const folder = tempFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  // Not beside the chart's files, where its templates would find it.
  const values = join(tempFolder(), 'given.yaml');
  writeFileSync(values, given ?? '{}');
  const { status, stdout } = run('helm', ['template', 'rel', folder, '-n', 'home', '-f', values, '--kube-version', '1.34.0']);
  return status === 0 ? stdout : undefined;
}

describe.skipIf(!there)('charts as helm renders them', () => {
  it.each(Object.entries(charts))('%s', (_, chart) => {
    const text = byHelm(chart);
    const { rendered, left } = renderSmall(chart);
    expect(text === undefined).toBe(chart.refused === true);
    if (text === undefined) {
      expect(rendered).toEqual([]);
      expect(left.map(({ why }) => why)[0]).toMatch(/^helm refuses it|^it uses the template/);
      return;
    }
    const leftOut = new Set(left.map(({ path }) => `# Source: app/${path}`));
    // What helm prints ends each document with a line break that is no part of it.
    const theirs = text.split(/^---\n/m).filter((part) => !leftOut.has(part.split('\n')[0]!));
    expect(objectsOf(rendered.map((one) => one.text.trimEnd()))).toEqual(objectsOf(theirs.map((part) => part.trimEnd())));
  });

  it('values over values of charts within charts', () => {
    fc.assert(
      fc.property(nestedValues(), (values) => {
        const chart = { files: nestedChart(values), with: JSON.stringify(values.given) } as unknown as SmallChart;
        const text = byHelm(chart);
        const { rendered } = renderSmall(chart);
        const shown = JSON.stringify(values);
        if (text === undefined) expect(rendered, shown).toEqual([]);
        else expect(valuesIn(rendered.map((one) => one.text)), shown).toEqual(valuesIn([text]));
      }),
      { numRuns: Number(process.env['PINOUT_RUNS'] ?? 60) },
    );
  }, 120_000);
});

/** What each chart wrote down, by its name. */
const valuesIn = (texts: readonly string[]): unknown =>
  Object.fromEntries(
    (objectsOf(texts) as { metadata: { name: string }; data: { values: string } }[]).map(({ metadata, data }) => [
      metadata.name,
      JSON.parse(data.values) as unknown,
    ]),
  );
