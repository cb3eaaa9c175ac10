import type { Client } from '../../idp/authentik/read.ts';
import { allows } from '../../idp/authentik/redirects.ts';
import type { Edge } from '../../tree/edges.ts';
import { hostOf, known } from '../../tree/known.ts';
import { differs, hostTextOf } from '../../tree/opaque.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Rule } from '../../repository/rule.ts';
import { isForbiddenRedirect, isNativeRedirect } from '../../contract/redirect.ts';

export const redirectsRules: readonly Rule[] = [
  {
    code: 'redirect-invalid',
    severity: 'error',
    title: 'a redirect URI is not written as authentik takes it',
    why: 'authentik refuses the blueprint or the login, or takes the address for something else.',
    page: {
      symptom: 'The blueprint fails, or the address is refused at login.',
      cause:
        '`matching_mode` is `strict` or `regex`, `redirect_uri_type` is `authorization` or `logout`, `url` is required. authentik never redirects to `javascript:`, `data:` or `vbscript:` (`FORBIDDEN_URI_SCHEMES` in providers/oauth2/constants.py). The scheme of a native app, such as `app.immich:///oauth-callback`, is fine.',
      fix: 'Write them so.',
      source: '[authentik: redirect URIs](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/#redirect-uris-and-origins)',
    },
    *find({ clients }) {
      for (const { redirects, label } of clients)
        for (const { at } of redirects ?? []) {
          if (at.tag !== undefined) continue;
          const mode = at.get('matching_mode');
          const type = at.get('redirect_uri_type');
          const url = at.get('url');
          const wrong =
            !url.exists || (url.tag === undefined && ((url.text() ?? '') === '' || isForbiddenRedirect(url.text()!)))
              ? 'url'
              : mode.tag === undefined && mode.text() !== 'strict' && mode.text() !== 'regex'
                ? 'matching_mode'
                : type.exists && type.tag === undefined && type.text() !== 'authorization' && type.text() !== 'logout'
                  ? 'redirect_uri_type'
                  : undefined;
          if (wrong === undefined) continue;
          const node = at.get(wrong);
          yield {
            at: !node.exists ? at : node,
            message: `a redirect URI of ${label} has ${!node.exists ? 'no' : wrong === 'url' && node.text() !== '' ? 'a forbidden' : 'an unknown'} ${wrong}`,
            expected: '{ matching_mode: strict, url: https://… }',
            received: node.text() ?? 'nothing',
            fix: wrong === 'url' ? 'write url' : wrong === 'matching_mode' ? 'write matching_mode: strict' : 'write redirect_uri_type: authorization or logout',
          };
        }
    },
  },
  {
    code: 'redirect-wildcard',
    severity: 'error',
    title: 'a redirect URI matches more than the app',
    why: 'Whoever owns a host that matches gets the codes of your users.',
    page: {
      symptom: 'Nothing, until somebody sends your users a link.',
      cause: 'A redirect URI is a regular expression that matches foreign hosts, or has dots that are not escaped.',
      fix: 'Write `matching_mode: strict` and the address in full.',
      source: '[RFC 9700, section 4.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.1)',
    },
    *find({ clients }) {
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
            fix: wide ? 'write each address in full, with matching_mode: strict' : 'write matching_mode: strict and the address as it is, or escape the dots',
          };
        }
    },
  },
  {
    code: 'redirects-empty',
    severity: 'error',
    title: 'a provider has no redirect URIs',
    fix: 'write redirect_uris: [{ matching_mode: strict, url: https://… }]',
    page: {
      symptom: 'The blueprint is refused, or the first login decides for ever where codes go.',
      cause: '`redirect_uris` is missing, empty, or still the text with one address a line that authentik took before 2024.12.',
      fix: 'Write each address as `{ matching_mode: strict, url: … }`.',
      source: '[authentik: release 2024.12](https://docs.goauthentik.io/releases/2024.12)',
    },
    *find({ clients }) {
      for (const { provider, label } of clients) {
        const list = provider.field('redirect_uris');
        if (list.tag !== undefined || list.items().length > 0) continue;
        const grants = provider
          .field('grant_types')
          .items()
          .map((one) => one.text());
        if (grants.length > 0 && !grants.some((grant) => grant === 'authorization_code' || grant === 'implicit' || grant === 'hybrid')) continue;
        const old = list.text() !== undefined;
        yield {
          at: !list.exists ? provider.root.get('attrs') : list,
          message: old ? `${label} has redirect_uris as text, which authentik takes no longer` : `${label} has no redirect_uris`,
          expected: 'a list of { matching_mode, url }',
          received: old ? 'text' : 'none',
          why: old
            ? 'Since 2024.12 each redirect URI is an object; the blueprint is refused.'
            : 'authentik keeps the first address that anybody uses, whoever it is.',
        };
      }
    },
  },
  {
    code: 'redirect-missing',
    severity: 'error',
    title: 'the app sends a redirect URI that the identity provider does not allow',
    why: 'authentik compares whole strings: scheme, host, port, path and the slash at the end.',
    page: {
      symptom: 'authentik shows "Redirect URI Error: The request fails due to a missing, invalid, or mismatching redirection URI".',
      cause: 'The address that the app builds (from its root URL, host or callback setting) is not in `redirect_uris` of its provider.',
      fix: 'Make the two equal, letter for letter.',
      source: '[authentik: redirect URIs](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/#redirect-uris-and-origins)',
    },
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        if (client.redirects === undefined || client.redirects.length === 0) continue;
        for (const sent of login.redirects ?? []) {
          const { url } = sent.value;
          if (url === '' || client.redirects.some((one) => allows(one, url))) continue;
          yield {
            at: sent,
            message: `${login.label} sends the redirect URI ${url}, which the identity provider does not allow`,
            expected: `${url} among redirect_uris of ${client.label}`,
            received: client.redirects.map((one) => one.url).join(', '),
            fix: `add { matching_mode: strict, url: ${url} } to redirect_uris in ${client.provider.blueprint.file}, or correct the address in the app`,
          };
        }
      }
    },
  },
  {
    code: 'redirect-unused',
    severity: 'warning',
    title: 'the identity provider allows a redirect URI that no app sends',
    why: 'Codes go to every address on the list. One that the app has given up may be taken by another.',
    fix: 'take it off redirect_uris, or correct it',
    page: {
      symptom: 'Nothing, until the address belongs to something else.',
      cause: '`redirect_uris` of the provider holds an address that the app does not send: a former host, a typo beside the right one.',
      fix: 'Take it off the list.',
      source: '[OAuth 2.0 Security Best Current Practice, RFC 9700, section 4.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.1)',
    },
    *find({ pairs }) {
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
        if ([...urls].some((url) => !url.endsWith('/') && !(client.redirects ?? []).some((one) => allows(one, url)))) continue;
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
          if (hosts.has(hostOf(url)) && others.some((other) => other.test(url))) continue;
          yield {
            at,
            message: `${client.label} may redirect to ${url}, which ${label} never sends`,
            expected: [...urls].filter((one) => !one.endsWith('/')).join(', '),
            received: url,
          };
        }
      }
    },
  },
  {
    code: 'host-not-served',
    severity: 'error',
    title: 'no Ingress or route answers at the host of a login',
    why: 'After signing in the browser is sent to a host at which nothing answers.',
    page: {
      symptom: 'After signing in the browser shows "server not found", a 404, or another app.',
      cause: "The host in the app's settings is not among the hosts of the Ingresses and routes of the tree.",
      fix: 'Write the same host into both.',
      source: '[Kubernetes: Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)',
    },
    *find({ edges, logins }) {
      const spaces = new Map<string, Edge[]>();
      const all = new Set<string>();
      const wild: string[] = [];
      for (const edge of edges) {
        const text = hostTextOf(`https://${edge.host.value}`) ?? '';
        all.add(text);
        if (text.startsWith('*.')) wild.push(text.slice(1));
        const space = spaces.get(edge.object.namespace);
        if (space === undefined) spaces.set(edge.object.namespace, [edge]);
        else space.push(edge);
      }
      for (const { redirects, object, label, app } of logins.all) {
        if (app === 'kube-apiserver') continue;
        for (const redirect of redirects ?? []) {
          const host = withoutPort(hostTextOf(redirect.value.url));
          if (host === undefined || all.has(host) || !redirect.value.url.startsWith('https://') || wild.some((end) => host.endsWith(end))) continue;
          // Other apps of the namespace say nothing about this one, and a variable there may be its host.
          const space = spaces.get(object.namespace) ?? [];
          const near = [...new Set(space.filter((edge) => belongsTo(edge, object)).map((edge) => edge.host.value))];
          if (near.length === 0 || !space.every((edge) => differs(hostTextOf(`https://${edge.host.value}`) ?? '', host))) continue;
          yield {
            at: redirect,
            message: `${label} is at ${host}, but nothing here serves that host`,
            expected: near.join(', '),
            received: host,
            fix: `write ${near[0]} in the app, or ${host} in the Ingress`,
          };
          break;
        }
      }
    },
  },
];

const withoutPort = (host: string | undefined): string | undefined => host?.replace(/:\d+$/, '');

/** Whether a host is one of an app: of its own values, or of a route in its file or with its name. */
function belongsTo({ object }: Edge, app: TreeObject): boolean {
  return object === app || object.file === app.file || object.name.includes(app.name) || app.name.includes(object.name);
}
