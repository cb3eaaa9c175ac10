import { distance } from 'fastest-levenshtein';
import type { TreeObject } from '../../tree/tree.ts';
import { known } from '../../tree/known.ts';
import { grouped } from '../../contract/grouped.ts';
import { isPatchedElsewhere } from '../hidden-patches.ts';
import { keysOf } from '../keys-of.ts';
import { middlewaresNamed } from '../../edge/middlewares.ts';
import { backendsOf } from '../backends.ts';
import { chartServicesOf } from '../chart-services.ts';
import { appTemplatesOf } from '../../tree/app-template.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import type { Repository } from '../../repository/repository.ts';

/** Services of Flux itself (fluxcd/flux2 manifests/bases), which an operator or a source outside of the repository installs. */
const ofFlux: ReadonlySet<string> = new Set(['webhook-receiver', 'notification-controller', 'source-controller']);

export const workloadsRules: readonly Rule[] = [
  {
    code: 'backend-missing',
    severity: 'error',
    needs: [],
    title: 'a host is routed to a Service or port that does not exist',
    why: 'The host returns an error from the ingress controller, so nobody can sign in.',
    symptom: 'The host returns 503, 404 or "no available server" before any login.',
    cause:
      'An Ingress or HTTPRoute names a Service or port that does not exist. Reported only when the Service itself is in the manifests, or when everything in its namespace comes from app-template or from one chart whose Services are known.',
    fix: 'write the name and port of the Service',
    source:
      '[Kubernetes: Ingress](https://kubernetes.io/docs/concepts/services-networking/ingress/), [bjw-s-labs: app-template](https://bjw-s-labs.github.io/helm-charts/docs/app-template/)',
    *find(repository) {
      const templates = appTemplatesOf(repository);
      const charts = chartServicesOf(repository);
      // Two clusters or stages may each have a Service of one name.
      const services = grouped(repository.objects.of('Service'), (one) => `${one.namespace}/${one.name}`);
      for (const { name, port, namespace, where, inside, ours, byTarget } of backendsOf(repository)) {
        const service = inside?.service ?? known(name.text());
        if (service === undefined || namespace === '' || ofFlux.has(service)) continue;
        const there = services.get(`${namespace}/${service}`) ?? [];
        const object = there[0];
        const apps = templates.get(namespace) ?? [];
        const made = apps.flatMap(({ services }) => [...(services ?? [])]);
        const isSure =
          apps.length > 0 &&
          apps.every(({ services }) => services !== undefined) &&
          repository.objects.of('Service').every((one) => one.namespace !== namespace);
        const wrong = (at: Reader, what: string, expected: string): Report => ({
          at,
          message: `${where} routes to ${what}, which does not exist`,
          expected,
          received: `${at.scalar() as string | number}`,
          fix: `write ${expected}`,
        });
        const here = object === undefined ? (charts.get(namespace) ?? []) : [];
        const chart = here.find(({ isAlone }) => isAlone);
        if (chart !== undefined) {
          const has = [...chart.named.keys()].join(' or ');
          const numbers = chart.named.get(service);
          const wanted = inside?.port ?? port.scalar();
          if (!chart.named.has(service)) {
            const isNear = [...chart.named.keys()].some((one) => one.startsWith(service) || service.startsWith(one) || distance(one, service) <= 2);
            // An identity provider may make one for what asks it, of any name.
            if (!chart.mayMake(service) && (isNear || inside === undefined)) yield { ...wrong(name, `the Service ${service}`, has), isSure: isNear || ours };
          } else if (numbers !== undefined && typeof wanted === 'number' && !numbers.includes(wanted))
            yield wrong(port, `port ${wanted} of the Service ${service}`, numbers.join(' or '));
          continue;
        }
        const ports = object === undefined ? made.find(([one]) => one === service)?.[1] : there.flatMap((one) => one.root.items('spec', 'ports'));
        if (ports === undefined) {
          // Of what makes Services here, only the release of that name would make this one.
          const namesake = here.find(({ release, object: own, named }) => [release, own].includes(service) && !named.has(service));
          if (namesake !== undefined) {
            yield { ...wrong(name, `the Service ${service}`, [...namesake.named.keys()].join(' or ')), isSure: false };
            continue;
          }
          // A hand or another repository may have made a Service of another name than the releases have.
          const isTheirs = apps.some((app) => service.startsWith(app.name) || app.name.startsWith(service));
          if (isSure)
            yield {
              ...wrong(name, `the Service ${service}`, made.map(([one]) => one).join(' or ')),
              isSure: isTheirs || ours,
            };
          continue;
        }
        const numbers = ports.map((one) => (object === undefined ? one : one.get('port')).scalar());
        const wanted = inside?.port ?? port.scalar();
        const targets = byTarget === true && object !== undefined ? ports.map((one) => one.get('targetPort').scalar()) : [];
        if (typeof wanted !== 'number' || targets.includes(wanted)) continue;
        // Behind a name outside, controllers ask the port that they are told (traefik/traefik pkg/provider/kubernetes/crd/kubernetes.go, getServicePort;
        // kubernetes/ingress-nginx, internal/ingress/controller/controller.go).
        if (object?.root.text('spec', 'type') === 'ExternalName') continue;
        if (numbers.length > 0 && numbers.every((one) => typeof one === 'number') && !numbers.includes(wanted))
          yield wrong(port, `port ${wanted} of the Service ${service}`, numbers.join(' or '));
      }
    },
  },
  {
    code: 'mount-broken',
    severity: 'error',
    needs: ['cluster'],
    title: 'a container mounts a volume or a key that does not exist',
    symptom: 'The object is refused with `volumeMounts[0].name: Not found`, or its pod stays in `ContainerCreating`.',
    cause:
      'A container mounts a volume that its pod does not have, or a volume takes a key that its ConfigMap or Secret does not have. Reported only when the ConfigMap or Secret is in the manifests.',
    fix: 'use the name of a volume of the pod, or an existing key, or mark the volume `optional`',
    source: '[Kubernetes: volumes](https://kubernetes.io/docs/concepts/storage/volumes/#configmap)',
    *find(repository) {
      const seen = new Set<Reader['value']>();
      for (const { object, pod, release } of repository.containers) {
        if (release !== undefined || seen.has(pod.value)) continue;
        seen.add(pod.value);
        const unknown = [...unknownVolumes(object, pod)];
        if (unknown.length > 0 && !isPatchedElsewhere(repository, object)) yield* unknown;
        yield* missingKeys(repository, object, pod);
      }
    },
  },
  {
    code: 'network-policy-empty',
    severity: 'error',
    needs: ['cluster'],
    title: 'a NetworkPolicy selects no pod',
    why: 'It protects nothing: every pod in the cluster can reach the app without going through the identity provider.',
    symptom: 'None: the app works. Every pod in the cluster can reach it without going through the identity provider.',
    cause:
      'The pod selector of a NetworkPolicy names an instance or controller that no release in its namespace has. Reported only when everything in the namespace comes from app-template, whose labels follow from its values.',
    fix: "use the release name as `app.kubernetes.io/instance` and the controller's key as `app.kubernetes.io/controller`",
    source: '[Kubernetes: network policies](https://kubernetes.io/docs/concepts/services-networking/network-policies/)',
    *find(repository) {
      const templates = appTemplatesOf(repository);
      for (const { root, namespace, name } of repository.objects.of('NetworkPolicy')) {
        const apps = templates.get(namespace) ?? [];
        const labels = root.get('spec', 'podSelector', 'matchLabels');
        const instance = labels.get('app.kubernetes.io/instance');
        const controller = labels.get('app.kubernetes.io/controller');
        if (
          apps.length === 0 ||
          [instance, controller].some((one) => one.exists && known(one.text()) === undefined) ||
          (instance.text() === undefined && controller.text() === undefined)
        )
          continue;
        const named = apps.filter((app) => instance.text() === undefined || app.name === instance.text());
        if (named.some(({ controllers }) => controller.text() === undefined || controllers.includes(controller.text()!))) continue;
        const at = named.length === 0 ? instance : controller;
        const expected = (named.length === 0 ? apps.map((app) => app.name) : named.flatMap(({ controllers }) => controllers)).join(' or ');
        yield {
          at,
          message: `NetworkPolicy/${name} selects pods with the label ${String(at.key)}: ${at.text()}, but the namespace ${namespace} has no such pod`,
          expected,
          received: at.text()!,
          fix: `write ${expected}`,
        };
      }
    },
  },
  {
    code: 'network-policy-differs',
    severity: 'warning',
    title: 'one NetworkPolicy allows different pods than the others',
    why: 'All apps of a cluster are behind the same ingress controller. Either it cannot reach this app, or other pods can.',
    symptom: 'One host returns 502 or 504, or pods can reach an app behind forward-auth without going through the identity provider.',
    cause:
      'The NetworkPolicies that pinout writes all allow the pods of the ingress controller in the same way. One of them was edited by hand. The rule looks only at policies that pinout wrote.',
    fix: 'write dist again: `npm run synth`',
    more: 'To allow other pods, set `edge: { from: […] }` in the source.',
    source: '[Kubernetes: network policies](https://kubernetes.io/docs/concepts/services-networking/network-policies/)',
    *find({ objects }) {
      const peers = objects
        .of('NetworkPolicy')
        .filter(({ ours }) => ours)
        .map((object) => {
          const at = object.root.get('spec', 'ingress');
          return { object, at: at.exists ? at : object.root.get('spec'), from: JSON.stringify(at.value ?? null) };
        });
      const counts = new Map<string, number>();
      for (const { from } of peers) counts.set(from, (counts.get(from) ?? 0) + 1);
      const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
      for (const { object, at, from } of peers)
        if (from !== usual)
          yield { at, message: `NetworkPolicy/${object.name} allows different pods than the other policies of this cluster`, expected: usual!, received: from };
    },
  },
  {
    code: 'middleware-missing',
    severity: 'error',
    needs: ['cluster'],
    title: 'an Ingress names a Traefik Middleware that does not exist',
    why: 'Traefik drops the whole router, and the host returns 404.',
    symptom: 'The host returns 404, and Traefik logs `middleware "…@kubernetescrd" does not exist`.',
    cause:
      'The annotation `traefik.ingress.kubernetes.io/router.middlewares` names a Middleware by namespace and name, joined by a dash; an IngressRoute has a field for each. No such Middleware exists. In manifests of others the rule speaks only where a Middleware of that name is in another namespace.',
    fix: 'write `NAMESPACE-NAME@kubernetescrd` of an existing Middleware',
    source: '[Traefik: Ingress](https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/)',
    *find({ objects, edges }) {
      const there = new Map(objects.of('Middleware').map((one) => [`${one.namespace}-${one.name}`, one]));
      const elsewhere = grouped([...there.values()], ({ name }) => name);
      const namespaces = new Set(objects.all.map(({ namespace }) => namespace));
      // The name may have dashes as well: what stands before it has to be a namespace, or nearly that of the Middleware.
      const isMeant = (before: string, { namespace }: TreeObject): boolean =>
        namespace !== '' && (namespaces.has(before) || namespace.startsWith(`${before}-`) || before.startsWith(`${namespace}-`));
      const told = new Set<string>();
      for (const edge of edges)
        for (const { id, at } of middlewaresNamed(edge)) {
          const place = `${id} ${at.file} ${at.path}`;
          if (there.has(id) || known(id) === undefined || told.has(place)) continue;
          told.add(place);
          const { ours, kind, name } = edge.object;
          const like = [...elsewhere].flatMap(([one, found]) =>
            id.endsWith(`-${one}`) ? found.filter((object) => isMeant(id.slice(0, -one.length - 1), object)) : [],
          );
          if (!ours && like.length === 0) continue;
          const names = ours ? [...there.keys()] : like.map((one) => `${one.namespace}-${one.name}`);
          // Many clusters have one in every namespace: the one beside the route is meant.
          const beside = names.find((one) => one.startsWith(`${edge.object.namespace}-`));
          const expected = beside ?? (names.slice(0, 3).join(' or ') || 'a Middleware');
          yield {
            at,
            isSure: ours,
            message: `${kind}/${name} uses the Middleware ${id}, which does not exist${ours ? '' : '; one of that name is in another namespace'}`,
            expected,
            received: id,
            fix: `write ${expected}@kubernetescrd`,
          };
        }
    },
  },
];

function* unknownVolumes(object: TreeObject, pod: Reader): Generator<Report> {
  const claims = object.root.items('spec', 'volumeClaimTemplates');
  const names = [...pod.items('volumes').map((one) => one.text('name')), ...claims.map((one) => one.text('metadata', 'name'))];
  // Patches and webhooks add volumes to what is only a part.
  if (names.some((name) => name === undefined)) return;
  for (const container of [...pod.items('initContainers'), ...pod.items('containers')])
    for (const mount of container.items('volumeMounts')) {
      const name = mount.get('name');
      if (known(name.text()) === undefined || names.includes(name.text()) || object.name === '') continue;
      yield {
        at: name,
        message: `${object.kind}/${object.name} mounts the volume ${name.text()}, which its pod does not have`,
        expected: names.length === 0 ? 'a volume with this name' : names.join(', '),
        received: name.text()!,
        why: 'The API server refuses the object.',
        fix: 'use the name of an existing volume, or add the volume',
      };
    }
}

function* missingKeys(repository: Repository, object: TreeObject, pod: Reader): Generator<Report> {
  // A volume that no container mounts is left alone: kubernetes/kubernetes pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go.
  const containers = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => pod.items(list));
  const mounted = new Set(containers.flatMap((one) => [...one.items('volumeMounts'), ...one.items('volumeDevices')].map((mount) => mount.text('name'))));
  const volumes = pod.items('volumes').filter((volume) => mounted.has(volume.text('name')));
  const sources = volumes.flatMap((volume) => [volume, ...volume.items('projected', 'sources')]);
  for (const source of sources)
    for (const [field, kind, nameField] of [
      ['configMap', 'ConfigMap', 'name'],
      ['secret', 'Secret', source.get('secret', 'secretName').exists ? 'secretName' : 'name'],
    ] as const) {
      const node = source.get(field);
      const name = node.text(nameField);
      if (name === undefined || node.get('optional').scalar() === true) continue;
      const keys = keysOf(repository, kind, object, name);
      if (keys === undefined || keys.size === 0) continue;
      for (const item of node.items('items')) {
        const key = item.get('key');
        if (known(key.text()) === undefined || keys.has(key.text()!)) continue;
        yield {
          at: key,
          message: `${object.kind}/${object.name} mounts the key ${key.text()} of the ${kind} ${name}, which has no such key`,
          expected: [...keys].join(', '),
          received: key.text()!,
          why: 'The kubelet does not start the pod until the key is there.',
          fix: `use an existing key of the ${kind}, or add this one`,
        };
      }
    }
}
