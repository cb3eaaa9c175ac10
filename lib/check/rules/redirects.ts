import { addTo } from '../../contract/add-to.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import { allows } from '../../login/allows.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { ServedHost } from '../../tree/edges.ts';
import { hostOf, known } from '../../tree/known.ts';
import { differs, hostTextOf } from '../../tree/opaque.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { textsOf, walk } from '../../tree/walk.ts';
import type { Rule } from '../../repository/rule.ts';
import { isNativeRedirect } from '../../contract/redirect.ts';

/** What follows the host of an address. */
const pathOf = (url: string | undefined): string | undefined => /^https?:\/\/[^/]*(\/.*)$/.exec(url ?? '')?.[1];

/** Whether a text below a node is this one. */
const mentionsText = (root: Reader, wanted: string): boolean => [...walk(root)].some(({ node }) => node.text() === wanted);

export const redirectsRules: readonly Rule[] = [
  {
    code: 'redirect-path-unserved',
    severity: 'error',
    needs: [],
    title: 'the redirect URI has a path at which the app takes no answer',
    why: 'The app sends what its settings say, and serves one path alone.',
    symptom: 'After signing in, the browser comes back to a page of the app that does not exist, or to its start page, signed out.',
    cause: 'The redirect URI in the settings of the app has another path than the one that the app serves. It may be that of another app.',
    fix: 'write the path of the app, at both ends',
    source:
      '[miniflux/v2: internal/ui/ui.go](https://github.com/miniflux/v2/blob/main/internal/ui/ui.go), [autobrr/autobrr: internal/http/auth.go](https://github.com/autobrr/autobrr/blob/master/internal/http/auth.go)',
    *find({ logins, pairs }) {
      // Where its client allows the right path, redirect-missing compares the two.
      const right = new Map(pairs.all.map(({ login, client }) => [login, client.redirects ?? []]));
      for (const login of logins.all) {
        const { answersAt, redirects = [], label } = login;
        if (answersAt === undefined || right.get(login)?.some(({ value }) => value.url.endsWith(answersAt)) === true) continue;
        for (const at of redirects) {
          const path = pathOf(at.value.url) ?? '/';
          if (path.replace(/\/$/, '').endsWith(answersAt) || known(path) === undefined || !/^https?:/.test(at.value.url)) continue;
          const whole = at.value.url.slice(0, at.value.url.length - (pathOf(at.value.url) ?? '').length) + answersAt;
          yield {
            at,
            message: `${label} sends the redirect URI ${at.value.url}, but takes the answer at ${answersAt}`,
            expected: whole,
            received: at.value.url,
            fix: `write ${whole} in the app and at the identity provider`,
          };
        }
      }
    },
  },
  {
    code: 'redirect-unused',
    severity: 'warning',
    strict: true,
    title: 'the identity provider allows a redirect URI that no app sends',
    why: 'Authorization codes can go to every URI on the list. Somebody else may take over a host that the app no longer uses.',
    symptom: 'Nothing, until somebody else owns the address.',
    cause: 'The list of the client contains a URI that the app does not send: a former host, or a typo next to the correct URI.',
    fix: 'remove it from the list, or correct it',
    source: '[OAuth 2.0 Security Best Current Practice, RFC 9700, section 4.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.1)',
    *find({ pairs }) {
      const sent = new Map<
        IdpEnd,
        {
          urls: Set<string>;
          plain: string[];
          paths: Set<string | undefined>;
          hosts: Set<string | undefined>;
          others: RegExp[];
          complete: boolean;
          label: string;
        }
      >();
      for (const { login, client } of pairs.all) {
        if (login.verifiesOnly === true) continue;
        const one = sent.get(client) ?? { urls: new Set(), plain: [], paths: new Set(), hosts: new Set(), others: [], complete: true, label: login.label };
        const urls = login.redirects?.map(({ value }) => known(value.url));
        if (urls === undefined || urls.includes(undefined) || login.callback !== undefined) one.complete = false;
        one.plain.push(...(urls ?? []).flatMap((url) => url ?? []));
        for (const url of [...(urls ?? []), ...(login.sometimes ?? []).map(({ url: { value } }) => known(value))])
          if (url !== undefined) one.urls.add(url).add(`${url}/`);
        for (const url of urls ?? []) one.hosts.add(hostOf(url));
        if (login.otherRedirects !== undefined) one.others.push(login.otherRedirects);
        if (login.anyHost === true) for (const url of urls ?? []) one.paths.add(pathOf(url));
        sent.set(client, one);
      }
      for (const [client, { urls, plain, paths, hosts, others, complete, label }] of sent) {
        if (!complete) continue;
        // A misspelt address is one mistake, and redirect-missing names it.
        if (plain.some((url) => !(client.redirects ?? []).some((one) => allows(one, url)))) continue;
        for (const allowed of client.redirects ?? []) {
          const { url, matching, use } = allowed.value;
          if (
            use !== 'login' ||
            matching !== 'strict' ||
            known(url) === undefined ||
            urls.has(url) ||
            /^http:\/\/(?:localhost|127\.0\.0\.1)[:/]?/.test(url) ||
            isNativeRedirect(url)
          )
            continue;
          if (paths.has(pathOf(url))) continue;
          if (hosts.has(hostOf(url)) && others.some((other) => other.test(url))) continue;
          yield {
            at: allowed,
            message: `${client.label} allows the redirect URI ${url}, which ${label} does not send`,
            expected: [...new Set(plain)].join(', '),
            received: url,
          };
        }
      }
    },
  },
  {
    code: 'host-not-served',
    severity: 'error',
    needs: ['cluster'],
    title: 'no Ingress or route serves the host of a login',
    why: 'After sign-in the browser is sent to a host that nothing serves.',
    symptom: 'After sign-in the browser shows "server not found", a 404, or another app.',
    cause:
      "No Ingress or route in the manifests has the host from the app's settings, or from the redirect URIs of its client where the app sends the host that the browser has open.",
    fix: 'write the same host in both',
    source: '[Kubernetes: Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)',
    *find({ edges, logins, kustomizations, pairs, tree }) {
      const spaces = new Map<string, ServedHost[]>();
      const all = new Set<string>();
      const wild: string[] = [];
      for (const edge of edges) {
        const text = hostTextOf(`https://${edge.host.value}`) ?? '';
        all.add(text);
        if (text.startsWith('*.')) wild.push(text.slice(1));
        addTo(spaces, edge.object.namespace, edge);
      }
      /** Hosts of the app that stand in place of one that nothing serves; none where that is not sure. */
      const insteadOf = (host: string, { object, release }: LoginEnd): readonly string[] => {
        if (all.has(host) || wild.some((end) => host.endsWith(end))) return [];
        // What a chart calls its hosts is not known of every chart.
        if (release?.layers.some((layer) => mentionsText(layer, host)) === true) return [];
        // It is made by a template: the values of its chart may call a host as they like.
        const at = object.file.lastIndexOf('/templates/');
        const values = at === -1 ? [] : tree.documents.filter(({ file }) => file === `${object.file.slice(0, at)}/values.yaml`);
        if (values.some(({ root }) => mentionsText(root, host))) return [];
        // A patch may be for a route that a chart makes.
        if (kustomizations.files.some(({ root }) => root.items('patches').some((patch) => isForRoute(patch) && textsOf(patch).includes(host)))) return [];
        // Other apps of the namespace say nothing about this one, and a variable there may be its host.
        const space = spaces.get(object.namespace) ?? [];
        const near = [...new Set(space.filter((edge) => belongsTo(edge, object)).map((edge) => edge.host.value))];
        if (!space.every((edge) => differs(hostTextOf(`https://${edge.host.value}`) ?? '', host))) return [];
        // Somebody else's app may have a host of another domain, by a tunnel or another server.
        return object.ours || near.some((one) => domainOf(one) === domainOf(host)) ? near : [];
      };
      for (const login of logins.all) {
        if (login.verifiesOnly === true) continue;
        for (const redirect of login.redirects ?? []) {
          const host = withoutPort(hostTextOf(redirect.value.url));
          if (host === undefined || !redirect.value.url.startsWith('https://')) continue;
          const near = insteadOf(host, login);
          if (near.length === 0) continue;
          yield {
            at: redirect,
            message: `${login.label} uses the host ${host}, but no Ingress or route here serves it`,
            expected: near.join(', '),
            received: host,
            fix: `write ${near[0]} in the app, or ${host} in the Ingress`,
          };
          break;
        }
      }
      for (const { login, client } of pairs.all) {
        // The app sends the host at which the browser has it open.
        if (login.callback === undefined || login.verifiesOnly === true || login.object.ours) continue;
        const allowed = (client.redirects ?? []).filter(({ value }) => value.use === 'login');
        const hosts = allowed.map(({ value }) =>
          value.matching === 'strict' && value.url.startsWith('https://') ? withoutPort(hostTextOf(value.url)) : undefined,
        );
        const near = hosts.map((host) => (host === undefined ? [] : insteadOf(host, login)));
        if (near.length === 0 || near.some((one) => one.length === 0)) continue;
        yield {
          at: allowed[0]!,
          severity: 'warning',
          message: `the identity provider sends users of ${login.label} back to ${hosts[0]!}, but the app is served at ${near[0]!.join(', ')}`,
          expected: near[0]!.join(', '),
          received: hosts[0]!,
          why: 'The app sends the host at which it is open in the browser. The identity provider refuses a redirect URI with another host.',
          fix: `write ${near[0]![0]} in ${client.idp.words.redirects} of ${client.label}, or ${hosts[0]!} in the Ingress`,
        };
      }
    },
  },
];

const isForRoute = (patch: Reader): boolean =>
  /Route|Ingress|Gateway/.test(patch.text('target', 'kind') ?? /^kind: *(\w+)/m.exec(patch.text('patch') ?? '')?.[1] ?? '');

const withoutPort = (host: string | undefined): string | undefined => host?.replace(/:\d+$/, '');

/** Whether a host is one of an app: of its own values, or of a route in its file or with its name. */
function belongsTo({ object }: ServedHost, app: TreeObject): boolean {
  return object === app || object.file === app.file || object.name.includes(app.name) || app.name.includes(object.name);
}

const domainOf = (host: string): string => host.slice(host.indexOf('.') + 1);
