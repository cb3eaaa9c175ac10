import type { Reader } from '../manifest/reader.ts';
import type { Repository } from '../repository/repository.ts';
import { ingressClassOf, isOtherController } from '../tree/ingress-class.ts';
import { known } from '../tree/known.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A Service that something routes to. */
export interface Backend {
  readonly name: Reader;
  readonly port: Reader;
  readonly namespace: string;
  readonly where: string;
  readonly ours: boolean;
  /** What a URL of a Service says, where no fields do. */
  readonly inside?: { readonly service: string; readonly port?: number };
  /** The controller may take a port of the pods as well. */
  readonly byTarget?: true;
}

/** Every Service to which an Ingress, a route or a check of the login leads. */
export function backendsOf({ objects }: Repository): Backend[] {
  const ingresses = objects.of('Ingress').flatMap((object) => {
    const byTarget = takesTargets(object) ? { byTarget: true as const } : {};
    return object.root
      .items('spec', 'rules')
      .flatMap((rule) => rule.items('http', 'paths'))
      .map((path) => ({
        name: path.get('backend', 'service', 'name'),
        port: path.get('backend', 'service', 'port', 'number'),
        namespace: object.namespace,
        where: `Ingress/${object.name}`,
        ours: object.ours,
        ...byTarget,
      }));
  });
  const routes = [
    ...objects.of('HTTPRoute').flatMap((object) => served(object, 'rules', 'backendRefs')),
    ...objects.of('IngressRoute').flatMap((object) => served(object, 'routes', 'services')),
  ];
  const guards = [
    ...objects.of('Middleware').map((object) => ({ object, at: object.root.get('spec', 'forwardAuth', 'address') })),
    ...objects.of('Ingress').map((object) => ({ object, at: object.root.get('metadata', 'annotations', 'nginx.ingress.kubernetes.io/auth-url') })),
  ].flatMap(({ object, at }): Backend[] => {
    const [, service, namespace, port] =
      /^https?:\/\/([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})(?:\.svc(?:\.[a-z.]{1,100})?)?(?::(\d{1,5}))?(?:\/|$)/.exec(known(at.text()) ?? '') ?? [];
    if (service === undefined || namespace === undefined) return [];
    return [
      {
        name: at,
        port: at,
        namespace,
        where: `${object.kind}/${object.name}`,
        ours: object.ours,
        inside: { service, ...(port === undefined ? {} : { port: Number(port) }) },
      },
    ];
  });
  return [...ingresses, ...routes, ...guards];
}

/** The Services that the rules of a route name; `api@internal` of Traefik is none. */
const served = (object: TreeObject, rules: string, services: string): Backend[] =>
  object.root
    .items('spec', rules)
    .flatMap((rule) => rule.items(services))
    .filter((ref) => (ref.text('kind') ?? 'Service') === 'Service' && ref.text('name')?.includes('@') !== true)
    .map((ref) => ({
      name: ref.get('name'),
      port: ref.get('port'),
      namespace: ref.text('namespace') ?? object.namespace,
      where: `${object.kind}/${object.name}`,
      ours: object.ours,
    }));

/**
 * Whether an Ingress may name the port of the pods. ingress-nginx compares its number with the Service's `port` and with its `targetPort`
 * (kubernetes/ingress-nginx, controller.go, serviceEndpoints), unless it sends requests to the Service's own address.
 */
function takesTargets({ root }: TreeObject): boolean {
  const annotations = root.get('metadata', 'annotations');
  return !isOtherController(ingressClassOf(root.get('spec'), annotations)) && annotations.text('nginx.ingress.kubernetes.io/service-upstream') !== 'true';
}
