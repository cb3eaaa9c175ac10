import { known } from '../tree/known.ts';
import type { ServedHost } from '../tree/edges.ts';
import type { Found } from './found.ts';
import { mostly } from './facts-of.ts';

/** Controllers of Gateways that are known, by what their classes are called. */
const controllers: readonly (readonly [RegExp, string])[] = [
  [/envoy|^eg$/, 'envoy-gateway'],
  [/cilium/, 'cilium'],
  [/traefik/, 'traefik'],
];

/** The way in by which most hosts are served, as `edge` names it: an ingress class or a Gateway. */
export function edgeIn(repositories: readonly Found['repository'][]): string | Readonly<Record<string, unknown>> | undefined {
  const most = mostly(repositories.flatMap(({ edges }) => edges.flatMap(wayOf)));
  const [, namespace, name] = /^gateway ([^/]{0,253})\/(.+)$/.exec(most ?? '') ?? [];
  if (name === undefined) return most;
  const gateways = repositories.flatMap(({ objects }) => objects.of('Gateway')).filter((one) => one.name === name && one.namespace === namespace);
  const classes = gateways.flatMap(({ root }) => known(root.text('spec', 'gatewayClassName')) ?? []);
  const [, controller] = controllers.find(([word]) => classes.some((one) => word.test(one))) ?? [];
  return controller === undefined ? undefined : { kind: 'gateway', controller, gateway: { name, namespace } };
}

function wayOf({ form, block, object, annotations }: ServedHost): string[] {
  if (form === 'ingress') {
    const name = known(block.text('ingressClassName') ?? block.text('className') ?? annotations.text('kubernetes.io/ingress.class'));
    return name === undefined ? [] : [name];
  }
  return block
    .items('parentRefs')
    .slice(0, 1)
    .flatMap((ref) => {
      const [name, namespace] = [known(ref.text('name')), known(ref.text('namespace') ?? object.namespace)];
      return name === undefined || namespace === undefined ? [] : [`gateway ${namespace}/${name}`];
    });
}
