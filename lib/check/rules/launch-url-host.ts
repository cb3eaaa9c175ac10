import { hostOf } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The tile is what people click. */
export const launchUrlHost: Rule = {
  code: 'launch-url-host',
  severity: 'warning',
  title: 'the tile of an application leads to another host than its login',
  *run({ clients, pairs }) {
    const paired = new Set(pairs.all.map(({ client }) => client));
    for (const client of clients) {
      const { launchUrl, redirects, label } = client;
      const host = hostOf(launchUrl?.value.replace(/%(?!%)\(\w+\)s/g, 'x'));
      const hosts = new Set((redirects ?? []).filter(({ matching }) => matching !== 'regex').map(({ url }) => hostOf(url)));
      if (launchUrl === undefined || host === undefined || /^blank:|localhost/.test(launchUrl.value)) continue;
      const web = [...hosts].filter((one) => one !== undefined && !/^(?:localhost|127\.)/.test(one));
      if (hosts.has(undefined) || web.length === 0 || hosts.has(host) || web.some((one) => one?.split(':')[0] === host.split(':')[0])) continue;
      // A service outside may well have its pages elsewhere.
      if (!paired.has(client) && !web.some((one) => domainOf(one!) === domainOf(host))) continue;
      yield {
        at: launchUrl,
        message: `the tile of ${label} opens ${host}, but its login returns to ${web.join(', ')}`,
        expected: web.join(', '),
        received: host,
        why: 'The tile leads nowhere, or to an app whose login then fails.',
        fix: `write the host ${web[0]} into meta_launch_url`,
      };
    }
  },
};

const domainOf = (host: string): string => host.split(':')[0]!.split('.').slice(-2).join('.');
