import type { Rule } from '../rule.ts';

/** A code goes to every address that matches. */
export const redirectWildcard: Rule = {
  code: 'redirect-wildcard',
  severity: 'error',
  title: 'a redirect URI matches more than the app',
  *run({ clients }) {
    for (const { redirects, label } of clients)
      for (const { url, matching, at } of redirects ?? []) {
        const [, host = ''] = /^\^?(?:https?|\(https?\|https?\)|https\?):\\?\/\\?\/(.*?)(?:\\?\/|$)/.exec(url) ?? [];
        const wide = matching === 'regex' ? url === '' || /^\^?\.[*+]/.test(url) || /\.[*+]|\[\^/.test(host) : url.includes('*');
        const loose = matching === 'regex' && /(?<!\\)\.(?![*+])/.test(host);
        if (!wide && !loose) continue;
        yield {
          at: at.get('url'),
          severity: wide ? 'error' : 'warning',
          message: wide
            ? `${label} allows the redirect URI ${url}, ${matching === 'regex' ? 'which matches hosts of others' : 'whose * is no wildcard in strict mode'}`
            : `${label} allows the redirect URI ${url}, in which a dot stands for any character`,
          expected: wide ? 'matching_mode: strict, and the whole address' : 'dots of the host written as \\.',
          received: url,
          why: 'Whoever owns a host that matches gets the codes of your users.',
          fix: wide ? 'write each address in full, with matching_mode: strict' : 'write matching_mode: strict and the address as it is, or escape the dots',
        };
      }
  },
};
