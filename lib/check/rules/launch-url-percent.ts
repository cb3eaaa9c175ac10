import type { Rule } from '../rule.ts';

/** authentik fills launch URLs in by Python's % formatting. */
export const launchUrlPercent: Rule = {
  code: 'launch-url-percent',
  severity: 'warning',
  title: 'a percent sign in a launch URL is no placeholder',
  *run({ blueprints }) {
    for (const application of blueprints.of('authentik_core.application')) {
      const url = application.field('meta_launch_url');
      const text = url.text();
      if (text === undefined || !/%(?!%|\(\w+\)s)/.test(text.replaceAll('%%', ''))) continue;
      yield {
        at: url,
        message: `the launch URL ${text} has a % that is no placeholder`,
        expected: '%% for a percent sign, %(username)s for a field of the user',
        received: text,
        why: 'The URL is formatted with the fields of the user; a stray % makes that fail, and a warning is logged at each page.',
        fix: `write ${text.replace(/%(?!%|\(\w+\)s)/g, '%%')}`,
      };
    }
  },
};
