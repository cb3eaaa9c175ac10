import type { Finding } from '../contract/finding.ts';
import { isOwnChart, minorOf, nearestKnown, newer, newestVersion, notKnownHere } from '../idp/documents.ts';
import { chartOf } from './chart/charts.ts';
import type { Fact, SourceFact } from './chart/facts.ts';
import type { ManifestFile } from './manifest-files.ts';
import { findingOf } from './to-finding.ts';
import { type FileResult, type Kept, type Settings, Work } from './work.ts';

/** The newest minor version of the identity provider that some files install, by its chart or its image; nothing when none says one. */
function installedVersion(facts: readonly Fact[]): string | undefined {
  const sources = new Map<string, SourceFact>();
  for (const fact of facts) if (fact.kind === 'source') sources.set(fact.id, fact);
  const minors = facts.flatMap((fact): string[] => {
    if (fact.kind === 'provider') return [fact.version];
    const chart = fact.kind === 'argo' ? fact : fact.kind === 'release' ? chartOf(fact, sources) : undefined;
    return chart !== undefined && isOwnChart(chart.chart) && chart.version !== undefined ? [chart.version] : [];
  });
  return minors
    .flatMap((one) => minorOf(one) ?? [])
    .reduce<string | undefined>((best, one) => (best === undefined || newer(one, best) ? one : best), undefined);
}

/** Verdicts with blueprints judged by the version that is installed. The newest one judged them already: it is what most have. */
export async function byInstalledVersion(
  results: readonly FileResult[],
  files: readonly ManifestFile[],
  settings: Settings,
  kept: Kept,
): Promise<{ readonly results: readonly FileResult[]; readonly findings: readonly Finding[] }> {
  const installed = installedVersion(results.flatMap(({ facts }) => facts));
  const withBlueprints = results.flatMap(({ facts }, index) => (facts.some(({ kind }) => kind === 'blueprint') ? [index] : []));
  const [first] = withBlueprints;
  if (installed === undefined || installed === newestVersion || first === undefined) return { results, findings: [] };
  const work = new Work({ ...settings, provider: installed }, kept);
  const judged = [...results];
  for (const index of withBlueprints) judged[index] = await work.judge(files[index]!);
  const known = nearestKnown(installed);
  const note = findingOf(
    files[first]!.path,
    {
      code: 'schema-not-judged',
      severity: 'info',
      path: [],
      ...notKnownHere(installed, known),
    },
    { line: 1, column: 1 },
  );
  return { results: judged, findings: known === installed ? [] : [note] };
}
