import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Slugs become parts of URLs, some of which are taken. */
export const slugInvalid: Rule = {
  code: 'slug-invalid',
  severity: 'error',
  title: 'authentik refuses the slug of an application',
  *run({ blueprints }) {
    const reserved = new Set(['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke']);
    for (const application of blueprints.of('authentik_core.application')) {
      const slug = application.field('slug');
      const text = known(slug.text());
      if (text === undefined || slug.tag !== undefined || (/^[-a-zA-Z0-9_]+$/.test(text) && !reserved.has(text))) continue;
      yield {
        at: slug,
        message: `the slug ${text} is ${reserved.has(text) ? 'a path of authentik itself' : 'no slug'}`,
        expected: 'letters, digits, - and _',
        received: text,
        why: 'The blueprint is refused, or discovery of the app gets another page.',
        fix: `write for example ${reserved.has(text) ? `${text}-app` : text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
      };
    }
  },
};
