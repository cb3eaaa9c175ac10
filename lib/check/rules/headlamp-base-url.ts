import { headlampsOf } from '../model/headlamps.ts';
import type { Rule } from '../rule.ts';

/** It looks for paths that start with /clusters/. */
export const headlampBaseUrl: Rule = {
  code: 'headlamp-base-url',
  severity: 'error',
  title: 'Headlamp under a path never refreshes its tokens',
  *run(repository) {
    for (const release of headlampsOf(repository)) {
      const base = release.get('config', 'baseURL');
      const text = base.text() ?? '';
      if (text === '' || text === '/') continue;
      yield {
        at: base,
        message: `headlamp has the baseURL ${text}`,
        expected: 'no baseURL, and a host of its own',
        received: text,
        why: 'Refresh looks for request paths that start with /clusters/. Under another path it never happens, and users get 401 when the token ends.',
        fix: 'give headlamp a host of its own and leave baseURL out',
      };
    }
  },
};
