import { supported } from '../../contract/versions.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** What is right depends on versions. */
export const versionOutsideWindow: Rule = {
  code: 'version-outside-window',
  severity: 'warning',
  title: 'a version is outside of what pinout knows',
  *run({ versions }) {
    for (const product of ['authentik', 'kubernetes', 'flux'] as const) {
      const running = versions[product];
      const [first, last] = [supported[product][0], supported[product].at(-1)!];
      if (running?.at === undefined) continue;
      const old = compareVersions(running.numbers.slice(0, 2), numbersOf(first)!) < 0;
      if (!old && compareVersions(running.numbers.slice(0, 2), numbersOf(last)!) <= 0) continue;
      yield {
        at: running.at,
        message: `${product} ${running.text} is ${old ? 'older' : 'newer'} than what the rules know (${first} to ${last})`,
        expected: `${first} to ${last}`,
        received: running.text,
        why: old ? 'It gets no fixes any more, and rules may judge it wrongly.' : 'What changed since is not known here.',
        fix: old ? `upgrade ${product} to ${last}` : 'upgrade pinout, and read the release notes until then',
      };
    }
  },
};
