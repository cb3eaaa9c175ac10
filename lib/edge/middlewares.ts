import type { Reader } from '../manifest/reader.ts';
import type { ServedHost } from '../tree/edges.ts';
import type { TreeObject } from '../tree/tree.ts';
import type { Manifests } from '../tree/manifests.ts';

/** Middlewares of Traefik by `NAMESPACE-NAME`, as annotations name them, each with the addresses that it asks or sends people to, also at the end of a chain. */
export type Middlewares = ReadonlyMap<string, readonly Reader[]>;

/** Reads the Middlewares of a tree. One may be a chain of others. */
export function middlewaresOf(manifests: Pick<Manifests, 'objects'>): Middlewares {
  const all = new Map(manifests.objects.of('Middleware').map((object) => [`${object.namespace}-${object.name}`, object]));
  return new Map([...all].map(([id, object]) => [id, asked(object, all, 0)]));
}

/**
 * The identity provider that a plugin sends people to, by the options of sevensolutions/traefik-oidc-auth (docs: Provider.Url) and of
 * lukaszraczylo/traefikoidc (README: providerURL).
 */
function providerOf(plugin: Reader): Reader[] {
  const found = [['Provider', 'Url'], ['provider', 'url'], ['providerURL'], ['providerUrl']].map((path) => plugin.get(...path));
  return found.filter((one) => one.text() !== undefined).slice(0, 1);
}

/** `NAMESPACE-NAME` of a name that says it is a Middleware of the cluster. */
const ofCluster = (name: string): string | undefined => (name.endsWith('@kubernetescrd') ? name.slice(0, -'@kubernetescrd'.length) : undefined);

/** A Middleware by its name behind its namespace, and where something names it. */
export interface NamedMiddleware {
  readonly id: string;
  readonly at: Reader;
}

/** The Middlewares that an edge names, in an annotation, in a route of an IngressRoute, or in a filter of an HTTPRoute. */
export function middlewaresNamed({ annotations, block, object }: ServedHost): NamedMiddleware[] {
  const annotation = annotations.get('traefik.ingress.kubernetes.io/router.middlewares');
  const annotated = (annotation.text() ?? '').split(',').flatMap((one) => {
    const id = ofCluster(one.trim());
    return id === undefined ? [] : [{ id, at: annotation }];
  });
  const inRoute = block.items('middlewares').flatMap((one) => {
    const [at, name] = [one.get('name'), one.text('name')];
    if (name === undefined) return [];
    const id = ofCluster(name) ?? (name.includes('@') ? undefined : `${one.text('namespace') ?? object.namespace}-${name}`);
    return id === undefined ? [] : [{ id, at }];
  });
  const filters = [...block.items('rules'), block]
    .flatMap((rule) => rule.items('filters'))
    .flatMap((filter) => {
      const ref = filter.get('extensionRef');
      return ref.text('kind') === 'Middleware' ? [{ id: `${object.namespace}-${ref.text('name') ?? ''}`, at: ref.get('name') }] : [];
    });
  return [...annotated, ...inRoute, ...filters];
}

/** A chain of chains ends somewhere. */
const deepest = 5;

function asked({ root, namespace }: TreeObject, all: ReadonlyMap<string, TreeObject>, depth: number): Reader[] {
  const address = root.get('spec', 'forwardAuth', 'address');
  if (address.text() !== undefined) return [address];
  const provider = root.items('spec', 'plugin').flatMap(providerOf)[0];
  if (provider !== undefined) return [provider];
  if (depth === deepest) return [];
  return root.items('spec', 'chain', 'middlewares').flatMap((one) => {
    const name = one.text('name') ?? '';
    const next = all.get(ofCluster(name) ?? `${one.text('namespace') ?? namespace}-${name}`);
    return next === undefined ? [] : asked(next, all, depth + 1);
  });
}
