import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';
import type { Release } from './release.ts';
import { nodesWhere, withAbove } from './walk.ts';

/** A host at which something of the tree answers. */
export interface ServedHost {
  readonly host: Located<string>;
  readonly object: TreeObject;
  readonly form: 'ingress' | 'route';
  /** The `tls` list of an Ingress: hosts of its certificates, and the Secrets that hold them. Undefined for routes: the gateway has the certificate. */
  readonly tls?: { readonly at: Reader; readonly hosts: readonly string[]; readonly secrets: readonly Located<string>[] };
  readonly annotations: Reader;
  /** What holds its settings: `spec` of an object, one route of an IngressRoute, a block of a chart's values. */
  readonly block: Reader;
  readonly labels: Reader;
  /** Names that the object may have: a chart makes one of the release's name and the block's key. */
  readonly names: readonly string[];
}

/** Hosts of Ingresses, HTTPRoutes and IngressRoutes, of objects from which an operator makes one, and of the values of charts. */
export function edgesOf(objects: Objects, releases: readonly Release[]): ServedHost[] {
  return [
    ...objects.of('Ingress').flatMap((object) => {
      const hosts = object.root.items('spec', 'rules').flatMap((rule) => rule.get('host').locatedText() ?? []);
      return ingress(object, hosts.length > 0 ? hosts : tailnetName(object), object.root.get('spec', 'tls'), ofObject(object));
    }),
    ...objects.of('HTTPRoute', 'TLSRoute', 'GRPCRoute').flatMap((object) => {
      return object.root.items('spec', 'hostnames').flatMap((host) => route(object, host, ofObject(object)));
    }),
    ...objects.of('IngressRoute').flatMap((object) =>
      object.root.items('spec', 'routes').flatMap((one): ServedHost[] => {
        return matched(object, one.get('match'), { ...ofObject(object), block: one });
      }),
    ),
    ...objects.all.filter(({ apiVersion }) => !isOwn(apiVersion)).flatMap(ofOperator),
    ...releases.flatMap(ofRelease),
  ];
}

/** What an edge has beside its host. */
type Rest = Pick<ServedHost, 'annotations' | 'block' | 'labels' | 'names'>;

function ofObject({ root, name }: TreeObject): Rest {
  return { annotations: root.get('metadata', 'annotations'), labels: root.get('metadata', 'labels'), block: root.get('spec'), names: [name] };
}

/** Kinds of Kubernetes and Flux have no such parts. */
const isOwn = (apiVersion: string): boolean => !apiVersion.includes('.') || /\.k8s\.io\/|fluxcd\.io\//.test(apiVersion);

/** Operators make an Ingress of `spec.ingress`, and an HTTPRoute of `spec.httpRoute`, where these hold the object's own `spec`. */
function ofOperator(object: TreeObject): ServedHost[] {
  const of = (part: Reader): Rest => ({
    annotations: part.get('metadata', 'annotations'),
    labels: part.get('metadata', 'labels'),
    block: part.get('spec'),
    names: [`${object.name}-ingress`, `${object.name}-httproute`, object.name],
  });
  const [ingressPart, routePart] = [object.root.get('spec', 'ingress'), object.root.get('spec', 'httpRoute')];
  const hosts = ingressPart.items('spec', 'rules').flatMap((rule) => rule.get('host').locatedText() ?? []);
  return [
    ...ingress(object, hosts, ingressPart.get('spec', 'tls'), of(ingressPart)),
    ...routePart.items('spec', 'hostnames').flatMap((host) => route(object, host, of(routePart))),
  ];
}

/** Hosts of a rule of Traefik's: Host(`a`) || Host(`b`). */
function matched(object: TreeObject, match: Reader, rest: Rest): ServedHost[] {
  return [...(match.text() ?? '').matchAll(/Host\(([^()]*)\)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host = '']) => ({ ...rest, host: match.located(host), object, form: 'route' as const })),
  );
}

function route(object: TreeObject, host: Reader, rest: Rest): ServedHost[] {
  const seen = host.locatedText();
  return seen === undefined ? [] : [{ ...rest, host: seen, object, form: 'route' }];
}

/**
 * The operator of Tailscale takes the name in its network from the first host for TLS, with rules or without
 * (https://tailscale.com/kb/1439/kubernetes-operator-cluster-ingress).
 */
const tailnetName = ({ root }: TreeObject): Located<string>[] =>
  root.text('spec', 'ingressClassName') === 'tailscale' ? [root.items('spec', 'tls')[0]?.items('hosts')[0]?.locatedText()].flatMap((one) => one ?? []) : [];

function ingress(object: TreeObject, hosts: readonly Located<string>[], tls: Reader, rest: Rest): ServedHost[] {
  const blocks = tls.items();
  const covered = blocks.flatMap((block) => block.items('hosts').flatMap((host) => host.text() ?? []));
  const secrets = blocks.flatMap((block) => block.get('secretName').locatedText() ?? []);
  return hosts.map((host) => ({ ...rest, host, object, form: 'ingress', tls: { at: tls, hosts: covered, secrets } }));
}

/** Blocks named `ingress`, `route`, `httpRoute` or `ingressRoute` in the values of a chart, wherever they stand. */
/** What charts call the settings of their exposure. */
const exposing: ReadonlySet<string | number> = new Set(['ingress', 'ingressRoute', 'route', 'httpRoute', 'gateway', 'gatewayApi', 'gatewayAPI']);

function ofRelease(release: Release): ServedHost[] {
  return release.layers.flatMap((layer) =>
    nodesWhere(layer, (_, key) => exposing.has(key)).flatMap((node): ServedHost[] => {
      const { key } = node;
      // What stands above it is a part of the chart, or a chart that it depends on.
      const isOff = (block: Reader) => [block, ...withAbove(node)].some((one) => one.get('enabled').scalar() === false);
      if (key === 'ingress') {
        // Either the block itself, or blocks by name as in app-template.
        const blocks = node.get('hosts').exists || node.get('hostname').exists || node.get('host').exists ? [node] : node.items();
        return blocks.flatMap((block) => (isOff(block) ? [] : ingress(release.object, hostsOf(block), block.get('tls'), ofBlock(release, block))));
      }
      if (key === 'ingressRoute')
        return [node, ...node.items()].flatMap((block) =>
          isOff(block) ? [] : ['matchRule', 'match'].flatMap((name) => matched(release.object, block.get(name), ofBlock(release, block))),
        );
      return [node, ...node.items()].flatMap((block) =>
        isOff(block) ? [] : ['hostnames', 'hosts'].flatMap((name) => block.items(name).flatMap((host) => route(release.object, host, ofBlock(release, block)))),
      );
    }),
  );
}

/** A chart names what it makes after the release, with the key of the block or the chart's name behind it. */
function ofBlock({ object, chart, get }: Release, block: Reader): Rest {
  const spec = object.root.get('spec');
  const target = spec.text('targetNamespace');
  const own = spec.text('releaseName') ?? (target === undefined ? object.name : `${target}-${object.name}`);
  const override = ['fullnameOverride', 'nameOverride'].flatMap((name) => get(name).text() ?? get('global', name).text() ?? []);
  const names = [own, object.name, ...override].flatMap((name) => [name, `${name}-${block.key}`, `${name}-${chart}`, `${name}-${chart}-${block.key}`]);
  return { annotations: block.get('annotations'), labels: block.get('labels'), block, names };
}

function hostsOf(block: Reader): Located<string>[] {
  const list = block.items('hosts').flatMap((host) => host.locatedText() ?? host.get('host').locatedText() ?? host.get('name').locatedText() ?? []);
  return [...list, ...['hostname', 'host'].flatMap((key) => block.get(key).locatedText() ?? [])];
}
