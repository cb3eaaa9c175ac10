import type { Client } from '../../idp/authentik/read.ts';
import { isNativeRedirect } from '../../contract/redirect.ts';
import { hostOf, known } from '../../tree/known.ts';
import { allows } from '../../idp/authentik/redirects.ts';
import type { Rule } from '../rule.ts';

/** An address that is left over is a door that nobody watches. */
export const redirectUnused: Rule = {
  code: 'redirect-unused',
  severity: 'warning',
  title: 'the identity provider allows a redirect URI that no app sends',
  *run({ pairs }) {
    const sent = new Map<Client, { urls: Set<string>; hosts: Set<string | undefined>; others: RegExp[]; complete: boolean; label: string }>();
    for (const { login, client } of pairs.all) {
      if (login.app === 'kube-apiserver') continue;
      const one = sent.get(client) ?? { urls: new Set(), hosts: new Set(), others: [], complete: true, label: login.label };
      const urls = login.redirects?.map(({ value }) => known(value.url));
      if (urls === undefined || urls.includes(undefined)) one.complete = false;
      for (const url of urls ?? []) if (url !== undefined) one.urls.add(url).add(`${url}/`);
      for (const url of urls ?? []) one.hosts.add(hostOf(url));
      if (login.otherRedirects !== undefined) one.others.push(login.otherRedirects);
      sent.set(client, one);
    }
    for (const [client, { urls, hosts, others, complete, label }] of sent) {
      if (!complete) continue;
      // A misspelt address is one mistake, and redirect-missing names it.
      const refused = new Set([...urls].filter((url) => !url.endsWith('/') && !(client.redirects ?? []).some((one) => allows(one, url))).map(hostOf));
      for (const { url, matching, use, at } of client.redirects ?? []) {
        if (
          use !== 'login' ||
          matching === 'regex' ||
          known(url) === undefined ||
          urls.has(url) ||
          /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]?/.test(url) ||
          isNativeRedirect(url)
        )
          continue;
        if (refused.has(hostOf(url))) continue;
        if (hosts.has(hostOf(url)) && others.some((other) => other.test(url))) continue;
        yield {
          at,
          message: `${client.label} may redirect to ${url}, which ${label} never sends`,
          expected: [...urls].filter((one) => !one.endsWith('/')).join(', '),
          received: url,
          why: 'Codes go to every address on the list. One that the app has given up may be taken by another.',
          fix: 'take it off redirect_uris, or correct it',
        };
      }
    }
  },
};
