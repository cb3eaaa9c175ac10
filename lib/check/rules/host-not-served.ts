import { hostOf, known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The browser comes back to nobody. */
export const hostNotServed: Rule = {
  code: 'host-not-served',
  severity: 'error',
  title: 'no Ingress or route answers at the host of a login',
  *run({ edges, logins }) {
    const spaces = new Map<string, Set<string>>();
    const all = new Set<string>();
    const wild: string[] = [];
    let hidden = false;
    for (const { host, object } of edges) {
      const text = known(host.value)?.toLowerCase();
      if (text === undefined) {
        hidden = true;
        continue;
      }
      all.add(text);
      if (text.startsWith('*.')) wild.push(text.slice(1));
      if (!spaces.has(object.namespace)) spaces.set(object.namespace, new Set());
      spaces.get(object.namespace)!.add(text);
    }
    if (hidden) return;
    for (const { redirects, object, label, app } of logins.all) {
      if (app === 'kube-apiserver') continue;
      for (const redirect of redirects ?? []) {
        const host = hostOf(redirect.value.url)?.split(':')[0];
        const near = spaces.get(object.namespace);
        if (host === undefined || near === undefined || all.has(host) || !redirect.value.url.startsWith('https://') || wild.some((end) => host.endsWith(end)))
          continue;
        yield {
          at: redirect,
          message: `${label} is at ${host}, but nothing here serves that host`,
          expected: [...near].join(', '),
          received: host,
          why: 'After signing in the browser is sent to a host at which nothing answers.',
          fix: `write ${[...near][0]} in the app, or ${host} in the Ingress`,
        };
        break;
      }
    }
  },
};
