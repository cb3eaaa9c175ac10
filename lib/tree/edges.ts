import type { Seen } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';
import type { Objects } from './objects.ts';
import type { Release } from './release.ts';
import { walk } from './walk.ts';

/** A host at which something of the tree answers. */
export interface Edge {
  readonly host: Seen<string>;
  readonly object: TreeObject;
  readonly form: 'ingress' | 'route';
  /** The `tls` list of an Ingress: hosts of its certificates, and the Secrets that hold them. Undefined for routes: the gateway has the certificate. */
  readonly tls?: { readonly at: Reader; readonly hosts: readonly string[]; readonly secrets: readonly Seen<string>[] };
  readonly annotations: Reader;
}

/** Hosts of Ingresses, HTTPRoutes and IngressRoutes, and of the ingress values of charts. */
export function edgesOf(objects: Objects, releases: readonly Release[]): Edge[] {
  return [
    ...objects.of('Ingress').flatMap((object) => {
      const hosts = object.root
        .get('spec', 'rules')
        .items()
        .flatMap((rule) => rule.get('host').seenText() ?? []);
      return ingress(object, hosts, object.root.get('spec', 'tls'), object.root.get('metadata', 'annotations'));
    }),
    ...['HTTPRoute', 'TLSRoute', 'GRPCRoute']
      .flatMap((kind) => objects.of(kind))
      .flatMap((object) => {
        const annotations = object.root.get('metadata', 'annotations');
        return object.root
          .get('spec', 'hostnames')
          .items()
          .flatMap((host) => route(object, host, annotations));
      }),
    ...objects.of('IngressRoute').flatMap((object) =>
      object.root
        .get('spec', 'routes')
        .items()
        .flatMap((one): Edge[] => {
          const match = one.get('match');
          return [...(match.text() ?? '').matchAll(/Host\(([^()]*)\)/g)].flatMap(([, list = '']) =>
            [...list.matchAll(/[`"']([^`"']+)[`"']/g)].map(([, host = '']) => ({
              host: match.seen(host),
              object,
              form: 'route' as const,
              annotations: object.root.get('metadata', 'annotations'),
            })),
          );
        }),
    ),
    ...releases.flatMap(ofRelease),
  ];
}

function route(object: TreeObject, host: Reader, annotations: Reader): Edge[] {
  const seen = host.seenText();
  return seen === undefined ? [] : [{ host: seen, object, form: 'route', annotations }];
}

function ingress(object: TreeObject, hosts: readonly Seen<string>[], tls: Reader, annotations: Reader): Edge[] {
  const blocks = tls.items();
  const covered = blocks.flatMap((block) =>
    block
      .get('hosts')
      .items()
      .flatMap((host) => host.text() ?? []),
  );
  const secrets = blocks.flatMap((block) => block.get('secretName').seenText() ?? []);
  return hosts.map((host) => ({ host, object, form: 'ingress', tls: { at: tls, hosts: covered, secrets }, annotations }));
}

/** Blocks named `ingress`, `route` or `httpRoute` in the values of a chart, wherever they stand. */
function ofRelease(release: Release): Edge[] {
  return release.layers.flatMap((layer) =>
    [...walk(layer)].flatMap(({ key, node }): Edge[] => {
      if (key === 'ingress') {
        // Either the block itself, or blocks by name as in app-template.
        const blocks = node.get('hosts').exists || node.get('hostname').exists || node.get('host').exists ? [node] : node.items();
        return blocks.flatMap((block) => {
          if (block.get('enabled').scalar() === false || node.get('enabled').scalar() === false) return [];
          return ingress(release.object, hostsOf(block), block.get('tls'), block.get('annotations'));
        });
      }
      if (key === 'route' || key === 'httpRoute' || key === 'gateway')
        return [node, ...node.items()].flatMap((block) =>
          block.get('enabled').scalar() === false
            ? []
            : ['hostnames', 'hosts'].flatMap((name) =>
                block
                  .get(name)
                  .items()
                  .flatMap((host) => route(release.object, host, block.get('annotations'))),
              ),
        );
      return [];
    }),
  );
}

function hostsOf(block: Reader): Seen<string>[] {
  const list = block
    .get('hosts')
    .items()
    .flatMap((host) => host.seenText() ?? host.get('host').seenText() ?? host.get('name').seenText() ?? []);
  return [...list, ...['hostname', 'host'].flatMap((key) => block.get(key).seenText() ?? [])];
}
