import { isOutpostPath } from '../edge/asks-outpost.ts';
import { securityPoliciesOf } from '../edge/security-policies.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Repository } from '../repository/repository.ts';
import type { ServedHost } from '../tree/edges.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A way in from outside: a host, paths of it, and what asks for a login before the app does. */
export interface AccessPath {
  readonly host: string;
  /** Host and paths as one text, by which the same way is found in another tree. */
  readonly key: string;
  readonly paths: readonly string[];
  /** What asks, in words; undefined when nothing does. */
  readonly guard?: string;
  readonly tls: boolean;
  readonly edge: ServedHost;
}

/** Every way in, with its guard, whichever provider or proxy it asks. */
export function accessPaths(repository: Repository): AccessPath[] {
  const middlewares = new Map(repository.objects.of('Middleware').map((object) => [`${object.namespace}-${object.name}`, object]));
  const policies = securityPoliciesOf(repository);
  return repository.edges.map((edge) => {
    const policy = policies.of(edge);
    const guard = annotated(edge.annotations) ?? byMiddleware(edge, middlewares) ?? (policy === undefined ? undefined : byPolicy(policy));
    const host = edge.host.value.toLowerCase();
    const paths = pathsOf(edge);
    return {
      host,
      paths,
      key: `${host} ${paths.join(' ')}`,
      tls: edge.tls !== undefined || edge.form === 'route',
      edge,
      ...(guard === undefined ? {} : { guard }),
    };
  });
}

/** ingress-nginx and those that took its annotations over, HAProxy among them; Traefik names Middlewares. */
function annotated(annotations: Reader): string | undefined {
  for (const [name, value] of annotations.entries()) {
    if (name.endsWith('/auth-url') && value.text() !== '') return `forward-auth at ${value.text()}`;
    if (name.endsWith('/auth-type') && /basic|digest/i.test(value.text() ?? '')) return `${value.text()} authentication`;
  }
  return undefined;
}

const deepest = 5;

function byMiddleware(edge: ServedHost, all: ReadonlyMap<string, TreeObject>): string | undefined {
  const { annotations, block, object } = edge;
  const names = [
    ...(annotations.text('traefik.ingress.kubernetes.io/router.middlewares') ?? '').split(',').map((one) => one.trim().replace(/@kubernetescrd$/, '')),
    ...block.items('middlewares').map((one) => `${one.text('namespace') ?? object.namespace}-${one.text('name') ?? ''}`),
    ...[...block.items('rules'), block]
      .flatMap((rule) => rule.items('filters'))
      .flatMap((filter) => (filter.text('extensionRef', 'kind') === 'Middleware' ? [`${object.namespace}-${filter.text('extensionRef', 'name') ?? ''}`] : [])),
  ];
  return names.map((name) => ofMiddleware(name, all, 0)).find((one) => one !== undefined);
}

function ofMiddleware(name: string, all: ReadonlyMap<string, TreeObject>, depth: number): string | undefined {
  const object = all.get(name);
  // One that is elsewhere is judged by its name.
  if (object === undefined) return /auth|oidc|sso/i.test(name) && !/noauth/i.test(name) ? `the middleware ${name}` : undefined;
  const spec = object.root.get('spec');
  const address = spec.text('forwardAuth', 'address');
  if (address !== undefined) return `forward-auth at ${address}`;
  if (spec.get('basicAuth').exists || spec.get('digestAuth').exists) return `basic authentication`;
  if (
    spec
      .get('plugin')
      .keys()
      .some((plugin) => /oidc|auth/i.test(plugin))
  )
    return `the middleware ${name}`;
  if (depth === deepest) return undefined;
  return spec
    .items('chain', 'middlewares')
    .map((one) => ofMiddleware(`${one.text('namespace') ?? object.namespace}-${one.text('name') ?? ''}`, all, depth + 1))
    .find((one) => one !== undefined);
}

/** SecurityPolicies of Envoy Gateway. */
function byPolicy({ root, name }: TreeObject): string | undefined {
  const kinds = ['extAuth', 'oidc', 'jwt', 'basicAuth', 'apiKeyAuth'].filter((kind) => root.get('spec', kind).exists);
  return kinds.length === 0 ? undefined : `${kinds.join(', ')} of the SecurityPolicy ${name}`;
}

/** Paths of a host, as its rules match them; `/` where they say nothing. */
function pathsOf({ block, host, object }: ServedHost): readonly string[] {
  const rules = block.items('rules');
  const match = object.kind === 'IngressRoute' ? block.text('match') : undefined;
  const found = [
    ...[...(match ?? '').matchAll(/Path(?:Prefix|Regexp)?\(`([^`]*)`/g)].map(([, path]) => path ?? ''),
    ...rules.flatMap((rule) => {
      const named = rule.text('host');
      if (named !== undefined && named !== host.value) return [];
      return [...rule.items('http', 'paths').map((one) => one.text('path') ?? '/'), ...rule.items('matches').map((one) => one.text('path', 'value') ?? '/')];
    }),
  ];
  return found.length === 0 ? ['/'] : [...new Set(found)].sort();
}

/** The way by which an outpost itself answers: nothing guards it, and nothing should. */
export const isOfOutpost = ({ paths }: AccessPath): boolean => paths.every((path) => isOutpostPath(path) || path.startsWith('/oauth2'));
