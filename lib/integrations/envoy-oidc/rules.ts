import { securityPoliciesOf } from '../../edge/security-policies.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Rule } from '../../repository/rule.ts';
import { differs, hostTextOf } from '../../tree/opaque.ts';

export const envoyOidcRules: readonly Rule[] = [
  {
    code: 'envoy-redirect-host',
    severity: 'error',
    needs: [],
    title: 'a SecurityPolicy sends users back to a host that it does not guard',
    why: 'Envoy keeps what it asked for in cookies of the host that was asked, and refuses an answer that comes without them.',
    symptom: '401 and "OAuth flow failed" after signing in.',
    cause: '`oidc.redirectURL` has the host of another route: it may be copied from there.',
    fix: 'write the host of the route, or leave `redirectURL` out: Envoy then takes the host of the request. For several hosts of one domain, set `cookieDomain`',
    source:
      '[Envoy Gateway: OIDC authentication](https://gateway.envoyproxy.io/docs/tasks/security/oidc/), [envoyproxy/envoy: OAuth2 filter](https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/oauth2_filter)',
    *find(repository) {
      const policies = securityPoliciesOf(repository);
      for (const object of repository.objects.of('SecurityPolicy')) {
        const oidc = object.root.get('spec', 'oidc');
        const redirect = oidc.get('redirectURL');
        const its = hostTextOf(redirect.text());
        const targets = [...object.root.items('spec', 'targetRefs'), object.root.get('spec', 'targetRef')].filter((one) => one.exists);
        // A Gateway has the hosts of all its routes.
        if (its === undefined || oidc.get('cookieDomain').exists || targets.length === 0 || targets.some((one) => one.text('kind') !== 'HTTPRoute')) continue;
        const edges = policies.edges(object);
        // A patch of what kustomize makes of a chart: the chart is not here, and its values say the host that was there before.
        if (edges.some((edge) => edge.object.kind === 'helmCharts') && repository.kustomizations.files.some(({ root }) => patchesHosts(root, targets)))
          continue;
        const hosts = edges.map(({ host }) => hostTextOf(`https://${host.value}`));
        if (hosts.length === 0 || hosts.some((host) => host === undefined || host.includes('*') || !differs(host, its))) continue;
        yield {
          at: redirect,
          message: `SecurityPolicy/${object.name} sends users back to ${its}, but guards ${hosts.join(', ')}`,
          expected: redirect.text()!.replace(its, hosts[0]!),
          received: redirect.text()!,
          fix: `write ${redirect.text()!.replace(its, hosts[0]!)}, here and at the identity provider`,
        };
      }
    },
  },
];

/** Whether a kustomization sets the hosts of one of these routes. */
const patchesHosts = (root: Reader, routes: readonly Reader[]): boolean =>
  root
    .items('patches')
    .some(
      (one) =>
        one.text('target', 'kind') === 'HTTPRoute' &&
        one.text('patch')?.includes('hostnames') === true &&
        routes.some((route) => [undefined, route.text('name')].includes(one.text('target', 'name'))),
    );
