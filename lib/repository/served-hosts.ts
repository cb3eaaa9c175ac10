import type { LoginEnd } from '../login/login-end.ts';
import type { ServedHost } from '../tree/edges.ts';
import type { Manifests } from '../tree/manifests.ts';
import { hostTextOf } from '../tree/opaque.ts';
import { nodesWhere } from '../tree/walk.ts';

/**
 * Hosts at which the app of a login answers: those of its own release or object, and of an Ingress or route of its namespace that is called like it or
 * leads to a Service that is.
 */
export function servedHosts({ edges }: Pick<Manifests, 'edges'>): (login: LoginEnd) => readonly string[] {
  const byObject = new Map<unknown, ServedHost[]>();
  const byName = new Map<string, ServedHost[]>();
  const add = <Key>(index: Map<Key, ServedHost[]>, key: Key, edge: ServedHost): void => {
    const list = index.get(key);
    if (list === undefined) index.set(key, [edge]);
    else if (!list.includes(edge)) list.push(edge);
  };
  for (const edge of edges) {
    add(byObject, edge.object.root, edge);
    if (!isOwn(edge)) continue;
    for (const name of [
      edge.object.name,
      edge.object.name.replace(/-(?:ingress|ingressroute|httproute|http|route|gateway|https|internal|external)$/, ''),
      ...servicesOf(edge),
    ])
      add(byName, `${edge.object.namespace}/${name}`, edge);
  }
  return ({ object, release, container }) => {
    const own = [object, release?.object, container?.object].flatMap((one) => (one === undefined ? [] : [one]));
    const found = own.flatMap((one) => [...(byObject.get(one.root) ?? []), ...(byName.get(`${one.namespace}/${one.name}`) ?? [])]);
    return [...new Set(found.flatMap(({ host }) => hostTextOf(host.value) ?? []))];
  };
}

/** An object that is nothing else than a host and where it leads. */
const isOwn = ({ object }: ServedHost): boolean => /^(?:Ingress|IngressRoute|HTTPRoute)$/.test(object.kind);

/** Names of the Services that an Ingress or a route leads to. */
function servicesOf({ block }: ServedHost): string[] {
  return nodesWhere(block, (_, key) => key === 'serviceName' || key === 'name').flatMap((node) => {
    const parent = node.above;
    const isBackend = node.key === 'serviceName' || parent?.key === 'service' || /^(?:backendRefs|services)$/.test(String(parent?.above?.key ?? ''));
    return isBackend ? (node.text() ?? []) : [];
  });
}
