import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The values are passed over. */
export const hostAliasesIgnored: Rule = {
  code: 'host-aliases-ignored',
  severity: 'warning',
  title: 'a chart does not know hostAliases',
  *run({ releases }) {
    for (const { chart, layers, version } of releases) {
      const numbers = numbersOf(version?.text());
      const ignored =
        chart === 'nextcloud' || chart === 'vaultwarden' || (chart === 'headlamp' && numbers !== undefined && compareVersions(numbers, [0, 43]) < 0);
      if (!ignored) continue;
      for (const layer of layers) {
        const aliases = !layer.get('hostAliases').exists ? layer.get(chart, 'hostAliases') : layer.get('hostAliases');
        if (!aliases.exists) continue;
        yield {
          at: aliases,
          message: `the chart ${chart}${numbers === undefined ? '' : ` ${version!.text()}`} does not know hostAliases`,
          expected: chart === 'headlamp' ? 'chart 0.43.0 or newer' : 'an override in DNS, or a postRenderer that patches the pod',
          received: 'hostAliases in values',
          why: 'Values that a chart does not know are passed over in silence.',
          fix: chart === 'headlamp' ? 'upgrade the chart' : 'rewrite the name in CoreDNS, or patch the Deployment by spec.postRenderers',
        };
      }
    }
  },
};
