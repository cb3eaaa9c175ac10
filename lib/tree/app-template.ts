import { addTo } from '../contract/add-to.ts';
import type { Reader } from '../manifest/reader.ts';
import { known } from './known.ts';
import type { Manifests } from './manifests.ts';
import type { Release } from './release.ts';

/** Kinds that bring no pods and no Services. An operator's own may bring any. */
const plain: ReadonlySet<string> = new Set(
  'ConfigMap Secret ExternalSecret SecretStore Password SealedSecret Ingress HTTPRoute NetworkPolicy Middleware Certificate OCIRepository HelmRepository GitRepository HelmRelease Kustomization Namespace PersistentVolumeClaim ServiceAccount Role RoleBinding Service Deployment StatefulSet DaemonSet Job CronJob Pod'.split(
    ' ',
  ),
);

/** A release of bjw-s' app-template: what it makes can be told from its values. */
export interface AppTemplate {
  readonly release: Release;
  readonly name: string;
  readonly controllers: readonly string[];
  /** Its services by name, with their ports; undefined when names are overridden. */
  readonly services: ReadonlyMap<string, readonly Reader[]> | undefined;
}

/** Releases of app-template by namespace. A namespace with any other release or workload is left out: more may be there than can be told. */
export function appTemplatesOf({ objects, releases, containers }: Manifests): ReadonlyMap<string, readonly AppTemplate[]> {
  const found = new Map<string, AppTemplate[]>();
  const mixed = new Set(objects.all.filter(({ kind }) => !plain.has(kind)).map(({ namespace }) => namespace));
  for (const { object } of containers.filter(({ release }) => release === undefined)) mixed.add(object.namespace);
  for (const release of releases) {
    const { namespace } = release.object;
    const controllers = release.get('controllers').keys();
    const spec = release.object.root.get('spec');
    const hides = ['valuesFrom', 'targetNamespace', 'postRenderers', 'patches'].some((field) => spec.get(field).exists);
    if (controllers.length === 0 || release.chart !== 'app-template' || hides || known(namesOf(release).name) === undefined) mixed.add(namespace);
    else addTo(found, namespace, { release, controllers, ...namesOf(release) });
  }
  for (const namespace of mixed) found.delete(namespace);
  found.delete('');
  return found;
}

function namesOf(release: Release): Pick<AppTemplate, 'name' | 'services'> {
  const { root, name: own } = release.object;
  const name = root.text('spec', 'releaseName') ?? own;
  const services = release
    .get('service')
    .entries()
    .filter(([, one]) => one.get('enabled').scalar() !== false);
  const isPlain =
    !release.get('global').exists &&
    services.every(([, one]) => !one.get('nameOverride').exists && !one.get('forceRename').exists && !one.get('suffix').exists && !one.get('prefix').exists);
  // bjw-s-labs/helm-charts: with one service its name is the release's.
  const named = services.map(([key, one]) => [services.length === 1 ? name : `${name}-${key}`, one.items('ports').map((port) => port.get('port'))] as const);
  return { name, services: isPlain && services.length > 0 ? new Map(named) : undefined };
}
