import type { Entry } from '../../idp/authentik/read-blueprints.ts';
import type { Rule } from '../rule.ts';

/** The outpost answers for the providers on its list. */
export const proxyWithoutOutpost: Rule = {
  code: 'proxy-without-outpost',
  severity: 'error',
  title: 'a proxy provider is on no outpost',
  *run({ blueprints }) {
    const outposts = blueprints.of('authentik_outposts.outpost');
    const served = new Set<Entry>();
    let hidden = false;
    for (const outpost of outposts)
      for (const one of outpost.field('providers').items()) {
        const target = blueprints.target(one, outpost);
        if (target?.kind === 'entry') served.add(target.entry);
        else if (target === undefined) hidden = true;
      }
    // Without an outpost in the tree the list is kept by other means.
    if (hidden || outposts.length === 0) return;
    for (const provider of blueprints.of('authentik_providers_proxy.proxyprovider'))
      if (!served.has(provider))
        yield {
          at: provider.field('name'),
          message: `the proxy provider ${provider.field('name').text() ?? ''} is on no outpost`,
          expected: 'the provider among providers of an outpost',
          received: 'none',
          why: 'The outpost knows only the hosts of its providers: every request ends in 404, or in "no app for hostname".',
          fix: 'add it to providers of the embedded outpost, in the one file that owns that list',
        };
  },
};
