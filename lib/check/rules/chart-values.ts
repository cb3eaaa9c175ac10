import { posix } from 'node:path';
import type { Reader } from '../../manifest/reader.ts';
import type { MisplacedValue } from '../../repository/chart-facts.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { applicationsIn, sourcesOf } from '../../tree/argo.ts';
import { ownCharts } from '../../tree/charts/own-charts.ts';
import { isDead } from '../../tree/applied/dead-folders.ts';
import type { Release } from '../../tree/release.ts';
import { valueFiles } from '../../tree/value-files.ts';
import { isAtLeast, rangeOf } from '../../tree/version-range.ts';
import { chartFacts } from '../chart-facts.ts';

export const chartValuesRules: readonly Rule[] = [
  {
    code: 'chart-value-misplaced',
    severity: 'error',
    needs: [],
    title: 'a chart refuses a value, or does not look where it stands',
    why: 'Helm says nothing of values that no template reads.',
    symptom: 'The release fails with a message of the chart; or all goes well, and the login is as if the value were not there.',
    cause:
      'The value has the place that it had in an older version of the chart, or in another chart. In the values of a chart that brings another one, whatever is meant for that one stands below its name.',
    fix: 'move the value',
    more: 'A value that the chart refuses is an error, one that it does not read a warning.',
    source: '[Helm: subcharts and values](https://helm.sh/docs/chart_template_guide/subcharts_and_globals/#overriding-values-from-a-parent-chart)',
    *find(repository) {
      for (const release of repository.releases) for (const one of chartFacts(release.chart, repository)?.misplaced ?? []) yield* misplacedIn(release, one);
      yield* aboveSubchart(repository);
    },
  },
];

function* misplacedIn(release: Release, { at, instead, since, refused, when }: MisplacedValue): Generator<Report> {
  if (since !== undefined && isAtLeast(rangeOf(release.version?.text()), since) !== true) return;
  for (const found of nodesAt(release, at)) {
    if (when?.(found, release) === false) continue;
    const place = at.filter((key) => key !== '*').join('.');
    yield {
      at: found,
      isSure: refused === true,
      message: `the chart ${release.chart} ${refused === true ? 'refuses' : 'does not read'} ${place}`,
      expected: instead,
      received: place,
      ...(refused === true ? { why: 'Its templates end with an error, so nothing of the release is installed or changed.' } : {}),
    };
  }
}

function nodesAt({ get }: Release, at: readonly string[]): readonly Reader[] {
  const star = at.indexOf('*');
  if (star !== -1)
    return get(...at.slice(0, star))
      .items()
      .map((item) => item.get(...at.slice(star + 1)))
      .filter(({ exists }) => exists);
  const found = get(...at);
  return found.exists ? [found] : [];
}

/** Values of a chart that brings another one, at the top, where they would stand in that one's own values. */
function* aboveSubchart(repository: Repository): Generator<Report> {
  const { tree } = repository;
  const whole = tree.whole ?? tree;
  const folderOf = (file: string): string => posix.dirname(tree.origin.pathOf(file));
  const named = (name: string) => whole.documents.filter(({ file }) => posix.basename(file) === name);
  const wrappers = named('Chart.yaml').flatMap(({ file, root }) => {
    const brought = root.items('dependencies');
    const one = brought.find((each) => chartFacts(each.text('name') ?? '', repository)?.topKeys !== undefined);
    return one === undefined || isDead(tree.origin.pathOf(file), tree.origin.roots) ? [] : [{ folder: folderOf(file), root, brought, one }];
  });
  if (wrappers.length === 0) return;
  // The file may be meant for the other chart itself, which an Application installs with it: only what installs the folder says that it is not.
  const installed = new Set(
    [
      ...applicationsIn(repository.objects, valueFiles(tree)).flatMap((object) => sourcesOf(object).map((source) => source.text('path'))),
      ...repository.objects.of('HelmRelease').map(({ root }) => root.text('spec', 'chart', 'spec', 'chart')),
    ].flatMap((path) => {
      const clean = path === undefined ? undefined : posix.normalize(path).replace(/^\/|\/$/g, '');
      // Where only a part of a repository is looked at, paths count from it.
      return clean === undefined ? [] : [clean, ...tree.origin.roots.map((root) => posix.join(root, clean))];
    }),
  );
  const own = ownCharts(tree);
  const valuesOf = new Map(named('values.yaml').map((document) => [folderOf(document.file), document]));
  for (const { folder, root, brought, one } of wrappers) {
    const values = valuesOf.get(folder);
    const templates = [...(own.at(folder)?.templates.values() ?? [])].join('\n');
    // What an anchor names is used elsewhere, and a template that takes all values may take any.
    if (!installed.has(folder) || values === undefined || /&\w/.test(values.source.parsed.text) || /\.Values(?!\.\w)/.test(templates)) continue;
    const names = new Set(brought.flatMap((each) => [each.text('alias') ?? each.text('name') ?? '', (each.text('condition') ?? '').split('.')[0]!]));
    const name = one.text('alias') ?? one.text('name')!;
    const keys = chartFacts(one.text('name')!, repository)!.topKeys!;
    const title = root.text('name') ?? folder;
    const lost = values.root
      .keys()
      .filter((key) => keys.includes(key) && !names.has(key) && !templates.includes(`.Values.${key}`) && values.root.get(key).keys().length > 0);
    if (lost.length === 0) continue;
    yield {
      at: values.root.get(lost[0]!),
      isSure: false,
      message: `${lost.join(', ')} at the top of the values of the chart ${title}: ${name} does not see it`,
      expected: lost.map((key) => `${name}.${key}`).join(', '),
      received: lost.join(', '),
      why: `${title} brings ${name}, which gets what stands below ${name} alone, and no template of ${title} reads it.`,
      fix: `move it below ${name}`,
    };
  }
}
