import { guardsOf } from '../../edge/guards.ts';
import { securityPoliciesOf } from '../../edge/security-policies.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Rule } from '../../repository/rule.ts';
import type { ServedHost } from '../../tree/edges.ts';
import { ingressClassOf } from '../../tree/ingress-class.ts';
import { known } from '../../tree/known.ts';
import { areOfTwoClusters, fullName } from '../two-owners.ts';

export const edgeMovesRules: readonly Rule[] = [
  {
    code: 'host-half-guarded',
    severity: 'warning',
    title: 'an Ingress and an HTTPRoute serve the same host, but only one of them is behind forward-auth',
    why: 'Anyone who sends the host name to the other controller gets in without a login.',
    symptom: 'Nothing, until somebody uses the other address: `curl --resolve HOST:443:ADDRESS https://HOST/` returns 200 instead of 302.',
    cause:
      'An app has moved, or is moving, from an Ingress to a Gateway. The host is in an Ingress and in an HTTPRoute. One of them sends each request to the outpost of the identity provider first, and the other does not.',
    fix: 'put both behind forward-auth, or delete the one you no longer need',
    more: '**Not reported.** Hosts whose open one has another guard (a policy, a Middleware, an `auth` annotation), serves only some of the paths, or belongs to an ingress class or Gateway with internal, private or lan in its name.',
    source: '[Gateway API: migrating from Ingress](https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress/)',
    *find(repository) {
      for (const [asks, open] of halfGuarded(repository))
        yield {
          at: open.host,
          message: `${fullName(open.object)} serves ${open.host.value} without forward-auth, but ${fullName(asks.object)} requires it`,
          expected: 'forward-auth on both',
          received: `forward-auth in ${asks.object.file} only`,
        };
    },
  },
  {
    code: 'host-both-ways',
    severity: 'info',
    strict: true,
    title: 'an Ingress and an HTTPRoute serve the same host',
    why: 'Both controllers serve the host, each with its own certificate and its own forward-auth. It is easy to change one and forget the other.',
    symptom: 'A change has no effect for some users, or an old controller still answers.',
    cause: 'The host is in an Ingress and in an HTTPRoute.',
    fix: 'delete the Ingress once DNS points to the Gateway',
    more: 'If you want both (one for the home network, one for outside), suppress the finding with that reason. pinout writes both while `edgeBefore` is set ([From an Ingress to a Gateway](../tasks/move-the-edge.md)), and does not report them then.',
    source: '[Gateway API: migrating from Ingress](https://gateway-api.sigs.k8s.io/guides/getting-started/migrating-from-ingress/)',
    *find(repository) {
      const said = new Set<string>();
      const half = new Set(halfGuarded(repository).flatMap(([asks, open]) => [asks, open]));
      for (const [ingress, route] of bothWays(repository)) {
        if ((ingress.object.ours && route.object.ours) || (half.has(ingress) && half.has(route))) continue;
        const name = `${fullName(ingress.object)} ${ingress.host.value.toLowerCase()}`;
        if (said.has(name)) continue;
        said.add(name);
        yield {
          // Where pinout wrote one of them, that file's finding does not need --strict.
          at: route.object.ours ? route.host : ingress.host,
          message: `${fullName(ingress.object)} in ${ingress.object.file} serves ${ingress.host.value}, and so does ${fullName(route.object)} in ${route.object.file}`,
          expected: 'one of the two',
          received: 'an Ingress and an HTTPRoute',
        };
      }
    },
  },
];

/** Hosts that an Ingress and a route of the Gateway API serve in one cluster. */
function bothWays({ edges }: Repository): (readonly [ingress: ServedHost, route: ServedHost])[] {
  const routes = new Map<string, ServedHost[]>();
  for (const edge of edges) {
    const host = known(edge.host.value)?.toLowerCase();
    if (edge.form !== 'route' || host?.includes('.') !== true || !edge.block.get('parentRefs').exists) continue;
    const list = routes.get(host);
    if (list === undefined) routes.set(host, [edge]);
    else if (list.length < most) list.push(edge);
  }
  return edges.flatMap((ingress) =>
    ingress.form !== 'ingress'
      ? []
      : (routes.get(known(ingress.host.value)?.toLowerCase() ?? '') ?? []).flatMap((route) =>
          areOfTwoClusters(ingress.object.layer ?? ingress.object, route.object.layer ?? route.object) ? [] : [[ingress, route] as const],
        ),
  );
}

/** Of these the one that asks for a login, and the one that lets everybody in. */
function halfGuarded(repository: Repository): (readonly [asks: ServedHost, open: ServedHost])[] {
  const { all, uncertain, hidden } = guardsOf(repository);
  const policies = securityPoliciesOf(repository);
  if (hidden || all.length === 0) return [];
  const guarded = new Set(all.map(({ edge }) => edge));
  return bothWays(repository).flatMap(([ingress, route]) => {
    const [asks, open] = guarded.has(ingress) ? [ingress, route] : [route, ingress];
    if (!guarded.has(asks) || guarded.has(open) || uncertain.has(open.host.value.toLowerCase())) return [];
    if (!['Ingress', 'HTTPRoute'].includes(open.object.kind) || !servesAll(open) || hasOtherGuard(open) || policies.of(open) !== undefined) return [];
    return [[asks, open] as const];
  });
}

/** Of many routes of one host the first ones say it. */
const most = 20;

/** Whether every path of the host is served: the pages of the outpost alone need no guard. */
function servesAll({ object, block }: ServedHost): boolean {
  if (object.kind === 'HTTPRoute')
    return block.items('rules').some((rule) => {
      const matches = rule.items('matches');
      return matches.length === 0 || matches.some((one) => isTop(one) && one.keys().every((key) => key === 'path'));
    });
  return block.items('rules').some((rule) => rule.items('http', 'paths').some((one) => [undefined, '/'].includes(one.text('path'))));
}

const isTop = (match: Reader): boolean =>
  [undefined, '/'].includes(match.text('path', 'value')) && match.text('path', 'type') !== 'Exact' && match.text('path', 'type') !== 'RegularExpression';

/** Another guard than the outpost's, or a way that the internet does not see. */
function hasOtherGuard({ annotations, block, object }: ServedHost): boolean {
  const names = [ingressClassOf(block, annotations), object.name, ...block.items('parentRefs').flatMap((one) => [one.text('name'), one.text('sectionName')])];
  return (
    names.some((name) => /internal|private|lan\b|local|tailscale|vpn|intern\b/i.test(name ?? '')) ||
    annotations.entries().some(([name]) => /auth|middleware|snippet|allowlist|whitelist/i.test(name)) ||
    block
      .items('rules')
      .some((rule) => rule.items('filters').some((one) => ['ExtensionRef', 'ExternalAuth', 'RequestRedirect'].includes(one.text('type') ?? '')))
  );
}
