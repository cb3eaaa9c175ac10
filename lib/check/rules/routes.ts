import type { Rule } from '../../repository/rule.ts';
import { hostOf, known } from '../../tree/known.ts';

export const routesRules: readonly Rule[] = [
  {
    code: 'redirect-not-routed',
    severity: 'error',
    needs: ['cluster'],
    title: 'the Ingress does not route the path of the redirect URI',
    why: 'After sign-in the browser is sent to a path that no Ingress routes: 404.',
    symptom: 'A 404 from the ingress controller after sign-in, or at once behind forward-auth.',
    cause:
      'The Ingresses of the host route only some paths, and none of them covers the redirect URI of the app. Reported only when Ingresses in the manifests are all that serves the host.',
    fix: 'route `/`, or route the base path of the app and use the same path in its redirect URI',
    source: '[Kubernetes: Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)',
    *find({ edges, objects, logins }) {
      const paths = new Map<string, Set<string> | undefined>();
      // Who answers by a route or by the values of a chart may route anything.
      for (const { host, object } of edges) if (object.kind !== 'Ingress') paths.set(host.value, undefined);
      for (const { root } of objects.of('Ingress'))
        for (const rule of root.items('spec', 'rules')) {
          const host = known(rule.text('host'));
          if (host === undefined || (paths.has(host) && paths.get(host) === undefined)) continue;
          const all = paths.get(host) ?? new Set<string>();
          for (const path of rule.items('http', 'paths')) {
            const text = path.text('path') ?? '/';
            // ingress-nginx takes these as regular expressions, and with its annotation all others too.
            if (path.text('pathType') === 'ImplementationSpecific' || known(text) === undefined || isPattern.test(text)) all.add('/');
            else all.add(text);
          }
          paths.set(host, all);
        }
      const wanted = [
        ...logins.all.flatMap(({ redirects, label, verifiesOnly }) =>
          verifiesOnly === true ? [] : (redirects ?? []).map((redirect) => ({ at: redirect, url: redirect.value.url, label })),
        ),
        // Behind forward-auth nothing comes back by itself. Whatever pinout puts at a host is at its top.
        ...objects.of('Ingress').flatMap(({ root, ours, name }) =>
          !ours
            ? []
            : root.items('spec', 'rules').flatMap((rule) => {
                const host = known(rule.text('host'));
                return host === undefined ? [] : [{ at: rule.get('host'), url: `https://${host}/`, label: `Ingress/${name}` }];
              }),
        ),
      ];
      for (const { at, url, label } of wanted) {
        const host = hostOf(url)?.split(':')[0];
        const there = host === undefined || !url.startsWith('https://') ? undefined : paths.get(host);
        if (there === undefined || there.size === 0) continue;
        const path = pathOf(url);
        if ([...there].some((prefix) => prefix === '/' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`))) continue;
        yield {
          at,
          message: `the redirect URI of ${label} is ${path} on ${host}, but the Ingresses of that host route only ${[...there].join(', ')}`,
          expected: `a path that covers ${path}`,
          received: [...there].join(', '),
          fix: 'write path: / in the Ingress',
        };
      }
    },
  },
];

/** Letters that no path has, and a regular expression has. */
const isPattern = /[()[\]*+?^$|\\]/;

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return '/';
  }
}
