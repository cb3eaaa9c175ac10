import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { ClusterModel } from '../access-model.ts';
import { type Change, change, listed } from './change.ts';

/** NetworkPolicies and certificates: objects that are compared by their names. */
export function compareObjects(before: ClusterModel, after: ClusterModel): Change[] {
  return [
    ...pairsOf('NetworkPolicy', before, after).flatMap(networkChanges),
    ...pairsOf('Certificate', before, after).flatMap(certificateChanges),
    ...['ClusterIssuer', 'Issuer'].flatMap((kind) => pairsOf(kind, before, after).flatMap(issuerChanges)),
  ];
}

type Objects = readonly [TreeObject | undefined, TreeObject | undefined];

function pairsOf(kind: string, before: ClusterModel, after: ClusterModel): Objects[] {
  const index = (cluster: ClusterModel) => new Map(cluster.repository.objects.of(kind).map((object) => [`${object.namespace}/${object.name}`, object]));
  const [was, is] = [index(before), index(after)];
  return [...new Set([...is.keys(), ...was.keys()])].map((key) => [was.get(key), is.get(key)] as const);
}

const titleOf = ({ kind, namespace, name }: TreeObject): string => `the ${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

/** Who may reach pods, as one line for each peer and port. A rule without peers admits everybody. */
function peersOf({ root }: TreeObject, direction: 'ingress' | 'egress'): ReadonlyMap<string, Reader> {
  const peers = new Map<string, Reader>();
  const key = direction === 'ingress' ? 'from' : 'to';
  for (const rule of root.items('spec', direction)) {
    const ports = rule
      .items('ports')
      .map((port) => `${String(port.get('port').scalar() ?? 'any')}/${port.text('protocol') ?? 'TCP'}`)
      .sort()
      .join(',');
    const of = rule.items(key);
    for (const peer of of.length === 0 ? [rule] : of) peers.set(`${of.length === 0 ? 'anything' : peerText(peer)}${ports === '' ? '' : ` at ${ports}`}`, peer);
  }
  return peers;
}

function peerText(peer: Reader): string {
  const labels = (key: string): string | undefined => {
    const node = peer.get(key);
    if (!node.exists) return undefined;
    const pairs = node.entries('matchLabels').map(([name, value]) => `${name}=${String(value.scalar())}`);
    return pairs.length === 0 ? (node.items('matchExpressions').length > 0 ? 'some' : 'all') : pairs.sort().join(',');
  };
  const [pods, spaces, block] = [labels('podSelector'), labels('namespaceSelector'), peer.text('ipBlock', 'cidr')];
  return (
    [pods === undefined ? undefined : `pods ${pods}`, spaces === undefined ? undefined : `namespaces ${spaces}`, block]
      .filter((part) => part !== undefined)
      .join(' in ') || 'anything'
  );
}

function networkChanges([was, is]: Objects): Change[] {
  const about = 'network';
  if (is === undefined)
    return [
      change('opens', about, `${titleOf(was!)} is gone: every pod may reach those that it protected`, was!.root.get('spec').located(undefined), {
        side: 'before',
      }),
    ];
  const at = is.root.get('spec').located(undefined);
  if (was === undefined) return [change('closes', about, `${titleOf(is)} is new: only what it lists reaches its pods`, at)];
  const changes: Change[] = [];
  for (const direction of ['ingress', 'egress'] as const) {
    const [old, now] = [peersOf(was, direction), peersOf(is, direction)];
    const gained = [...now.keys()].filter((peer) => !old.has(peer));
    const lost = [...old.keys()].filter((peer) => !now.has(peer));
    const verb =
      direction === 'ingress'
        ? ['may reach its pods', 'may not reach its pods any more']
        : ['may be reached by its pods', 'may not be reached by its pods any more'];
    if (gained.length > 0) changes.push(change('opens', about, `${titleOf(is)}: ${listed(gained, 4)} ${verb[0]}`, now.get(gained[0]!)!.located(undefined)));
    if (lost.length > 0) changes.push(change('closes', about, `${titleOf(is)}: ${listed(lost, 4)} ${verb[1]}`, at));
  }
  const selector = (object: TreeObject) => JSON.stringify(object.root.get('spec', 'podSelector').value ?? {});
  if (selector(was) !== selector(is)) changes.push(change('opens', about, `${titleOf(is)} protects other pods than before`, at));
  return changes;
}

const texts = (node: Reader): string[] => node.items().flatMap((one) => one.text() ?? []);

function certificateChanges([was, is]: Objects): Change[] {
  const about = 'certificate';
  if (is === undefined)
    return [
      change(
        'neutral',
        about,
        `${titleOf(was!)} is gone (${listed(texts(was!.root.get('spec', 'dnsNames')), 4)}): its Secret is not renewed any more`,
        was!.root.get('spec').located(undefined),
        { side: 'before' },
      ),
    ];
  const at = is.root.get('spec').located(undefined);
  const names = texts(is.root.get('spec', 'dnsNames'));
  if (was === undefined) return [change('neutral', about, `${titleOf(is)} is new, for ${listed(names, 4)}`, at)];
  const lost = texts(was.root.get('spec', 'dnsNames')).filter((name) => !names.includes(name));
  const issuer = (object: TreeObject) => object.root.text('spec', 'issuerRef', 'name');
  return [
    ...(lost.length === 0
      ? []
      : [change('breaks', about, `${titleOf(is)} does not cover ${listed(lost, 4)} any more: browsers and apps refuse these hosts`, at)]),
    ...(issuer(was) === issuer(is)
      ? []
      : [change('neutral', about, `${titleOf(is)} comes from ${issuer(is)} instead of ${issuer(was)}`, is.root.get('spec', 'issuerRef').located(undefined))]),
  ];
}

function issuerChanges([was, is]: Objects): Change[] {
  const server = (object: TreeObject | undefined) => object?.root.text('spec', 'acme', 'server');
  if (was === undefined || is === undefined || server(was) === server(is)) return [];
  const staging = server(is)?.includes('staging') === true;
  return [
    change(
      staging ? 'breaks' : 'neutral',
      'certificate',
      `${titleOf(is)} gets certificates from ${server(is) ?? 'another place'} instead of ${server(was) ?? 'another place'}${staging ? ', which browsers and apps do not trust' : ''}`,
      is.root.get('spec').located(undefined),
    ),
  ];
}
