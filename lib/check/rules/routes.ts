import type { Rule } from '../../repository/rule.ts';
import { hostOf, known } from '../../tree/known.ts';

export const routesRules: readonly Rule[] = [
  {
    code: 'redirect-not-routed',
    severity: 'error',
    needs: ['cluster'],
    title: 'no path of the Ingress leads to where the login comes back',
    why: 'After signing in, the browser is sent to a page that the proxy does not know: 404.',
    page: {
      symptom: '404 of the proxy after signing in, or at once behind forward-auth.',
      cause:
        'The Ingresses of a host route some paths only, and the redirect URI of the app is below none of them. The rule speaks when all that answers at the host are Ingresses of the tree.',
      fix: 'Route `/`, or the path under which the app is, and write the same path in its redirect URI.',
      source: '[Kubernetes: Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/)',
    },
    *find({ edges, objects, logins }) {
      const paths = new Map<string, Set<string> | undefined>();
      // Who answers by a route or by the values of a chart may route anything.
      for (const { host, object } of edges) if (object.kind !== 'Ingress') paths.set(host.value, undefined);
      for (const { root } of objects.of('Ingress'))
        for (const rule of root.get('spec', 'rules').items()) {
          const host = known(rule.get('host').text());
          if (host === undefined || (paths.has(host) && paths.get(host) === undefined)) continue;
          const all = paths.get(host) ?? new Set<string>();
          for (const path of rule.get('http', 'paths').items()) {
            const text = path.get('path').text() ?? '/';
            // ingress-nginx takes these as regular expressions.
            if (path.get('pathType').text() === 'ImplementationSpecific' || known(text) === undefined) all.add('/');
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
            : root
                .get('spec', 'rules')
                .items()
                .flatMap((rule) => {
                  const host = known(rule.get('host').text());
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
          message: `${label} comes back to ${path} of ${host}, and the Ingresses there lead to ${[...there].join(', ')} alone`,
          expected: `a path that ${path} is below`,
          received: [...there].join(', '),
          fix: 'write path: / in the Ingress',
        };
      }
    },
  },
];

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return '/';
  }
}
