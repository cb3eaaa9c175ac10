import type { Rule } from '../rule.ts';

/** No version, or a range. */
export const chartVersionFloating: Rule = {
  code: 'chart-version-floating',
  severity: 'warning',
  title: 'a chart upgrades itself',
  *run({ releases }) {
    for (const { object, version, chart, source } of releases) {
      if (object.kind !== 'HelmRelease' || !object.root.get('spec', 'chart', 'spec').exists) continue;
      const kind = object.root.get('spec', 'chart', 'spec', 'sourceRef', 'kind').text();
      if (kind !== 'HelmRepository') continue;
      const text = version?.text();
      if (text !== undefined && !/[*<>~^xX|]|^\s*$/.test(text.split(/[-+]/, 1)[0]!)) continue;
      if (version !== undefined && text === undefined) continue;
      yield {
        at: version ?? object.root.get('spec', 'chart', 'spec', 'chart'),
        message: `the chart ${chart}${source === '' ? '' : ` of ${source}`} has ${text === undefined ? 'no version' : `the version ${text}`}`,
        expected: 'one version',
        received: text ?? 'nothing',
        why: 'It upgrades itself at any hour, also to a version that needs other settings for the login.',
        fix: 'write the version, and let Renovate propose the next one',
      };
    }
  },
};
