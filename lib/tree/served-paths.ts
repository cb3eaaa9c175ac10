import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import { defined } from './defined.ts';
import { ingressClassOf } from './ingress-class.ts';
import { known } from './known.ts';
import type { Manifests } from './manifests.ts';
import type { Release } from './release.ts';
import type { TreeObject } from './tree.ts';
import { nodesWhere, withAbove } from './walk.ts';

/** One path of one host, as an Ingress, a route or the values of a chart serve it. */
export interface ServedPath {
  readonly host: Located<string>;
  readonly path: string;
  /** What else decides: kind of the match, headers, methods. Two that differ in it serve different requests. */
  readonly match: string;
  readonly object: TreeObject;
  readonly form: 'Ingress' | 'HTTPRoute';
  /** Ingress class or gateways; empty where nothing says one. */
  readonly by: readonly string[];
  /** Where its requests go and what is done on the way: two that say the same harm nobody. */
  readonly does: string;
  /** The Service that gets them, where nothing is done on the way. */
  readonly plainly?: string;
}

/** What Ingresses, HTTPRoutes and charts serve: those alone whose host, path and class are known. */
export function servedPathsOf({ objects, releases }: Pick<Manifests, 'objects' | 'releases'>): ServedPath[] {
  return [
    ...objects.of('Ingress').flatMap((object) => ofIngress(object, object.root.get('spec'), object.root.get('metadata', 'annotations'))),
    ...objects.of('HTTPRoute').flatMap(ofRoute),
    ...releases.flatMap(ofChart),
  ].filter(({ host, path, by }) => [host.value, path, ...by].every((text) => known(text) !== undefined));
}

/** Several Ingresses for one path on purpose: a share of the requests, or parts that the controller puts together. */
const meantTwice =
  /^(?:nginx\.ingress\.kubernetes\.io\/canary|nginx\.org\/mergeable-ingress-type|haproxy(?:-ingress)?\.[a-z.]{1,40}\/blue-green[a-z-]{0,40}|alb\.ingress\.kubernetes\.io\/group\.name)$/;

const isShared = (annotations: Reader): boolean =>
  annotations.entries().some(([name, value]) => meantTwice.test(name.slice(0, 317)) && value.text() !== 'false');

function ofIngress(object: TreeObject, spec: Reader, annotations: Reader): ServedPath[] {
  if (isShared(annotations)) return [];
  const by = classOf(spec, annotations);
  return spec.items('rules').flatMap((rule) => {
    const host = rule.get('host').locatedText();
    if (host === undefined) return [];
    const guards = guardsIn(annotations);
    return rule.items('http', 'paths').map((one): ServedPath => ({
      host,
      ...(guards.length > 0 ? {} : defined({ plainly: one.text('backend', 'service', 'name') })),
      ...pathOf(one),
      object,
      form: 'Ingress',
      by,
      does: JSON.stringify([object.namespace, one.get('backend').value, guards]),
    }));
  });
}

/** Annotations that change what happens to a request. */
const guardsIn = (annotations: Reader): readonly unknown[] =>
  annotations
    .entries()
    .flatMap(([name, value]) =>
      /auth|middleware|rewrite|redirect|whitelist|allowlist|snippet|backend-protocol/.test(name) && !name.startsWith('cert-manager')
        ? [[name, value.value]]
        : [],
    );

const pathOf = (one: Reader): Pick<ServedPath, 'path' | 'match'> => ({
  path: one.text('path') ?? one.text() ?? '/',
  match: one.text('pathType') === 'Exact' ? 'Exact' : 'Prefix',
});

function classOf(block: Reader, annotations: Reader): string[] {
  const name = ingressClassOf(block, annotations);
  return name === undefined || name === '' ? [] : [name];
}

function ofRoute(object: TreeObject): ServedPath[] {
  const spec = object.root.get('spec');
  const by = spec
    .items('parentRefs')
    .map((ref) => [ref.text('namespace') ?? object.namespace, ref.text('name') ?? '', ref.text('sectionName') ?? '', ref.get('port').scalar() ?? ''].join('/'));
  return spec.items('hostnames').flatMap((name) => {
    const host = name.locatedText();
    if (host === undefined) return [];
    return spec.items('rules').flatMap((rule) => {
      const matches = rule.items('matches');
      const does = JSON.stringify([object.namespace, rule.get('backendRefs').value, rule.get('filters').value]);
      const all: readonly (Reader | undefined)[] = matches.length === 0 ? [undefined] : matches;
      return all.map((match): ServedPath => {
        const rest = (match?.entries() ?? []).flatMap(([key, value]) => (key === 'path' ? [] : [[key, value.value]]));
        const type = match?.text('path', 'type') ?? 'PathPrefix';
        return { host, path: match?.text('path', 'value') ?? '/', match: `${type} ${JSON.stringify(rest)}`, object, form: 'HTTPRoute', by, does };
      });
    });
  });
}

/** Blocks named `ingress` in the values of a chart: `hosts` as most charts have them, or one `hostname`. */
function ofChart(release: Release): ServedPath[] {
  const { object, layers } = release;
  // The templates of a chart in the repository say it themselves.
  if (object.root.text('spec', 'chart', 'spec', 'sourceRef', 'kind') === 'GitRepository') return [];
  // What a stronger layer of values switches off is off, and not every layer can be read.
  const [layer] = layers;
  if (layer === undefined || layers.length > 1) return [];
  return nodesWhere(layer, (_, key) => key === 'ingress').flatMap((node) => {
    if (withAbove(node).some((one) => one.get('enabled').scalar() === false)) return [];
    const blocks = node.get('hosts').exists || node.get('hostname').exists || node.get('host').exists ? [node] : node.items();
    return blocks.flatMap((block): ServedPath[] => {
      const annotations = block.get('annotations');
      // Charts have it off unless it is switched on; app-template is on.
      const isOn = block.get('enabled').scalar() === true || (block !== node && block.get('enabled').scalar() !== false);
      if (!isOn || isShared(annotations)) return [];
      const by = classOf(block, annotations);
      const guarded = guardsIn(annotations).length > 0;
      const rest = {
        object,
        form: 'Ingress' as const,
        by,
        does: `${object.kind} ${object.name} ${block.path}`,
        ...(guarded ? {} : { plainly: object.root.text('spec', 'releaseName') ?? object.name }),
      };
      const list = block.items('hosts').flatMap((one) => {
        const host = one.locatedText() ?? one.get('host').locatedText();
        const paths = one.items('paths');
        if (host === undefined) return [];
        return paths.length === 0
          ? [{ ...rest, host, path: block.text('path') ?? '/', match: 'Prefix' }]
          : paths.map((path) => ({ ...rest, host, ...pathOf(path) }));
      });
      const single = ['hostname', 'host'].flatMap((name) => {
        const host = block.get(name).locatedText();
        return host === undefined ? [] : [{ ...rest, host, path: block.text('path') ?? '/', match: 'Prefix' }];
      });
      return [...list, ...single];
    });
  });
}
