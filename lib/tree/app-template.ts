import { addTo } from '../contract/add-to.ts';
import type { Reader } from '../manifest/reader.ts';
import { known, numbersOf } from './known.ts';
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
  // bjw-s-labs/helm-charts, common/templates/lib/service/_valuesToObject.tpl: with one service its name is the release's, and so is that of a primary one.
  // Until 3.0 one of several was primary without a word, and a single one that was not had its own name as well.
  const primary = services.some(([, one]) => one.get('primary').scalar() === true);
  const isOld = (numbersOf(release.version?.text())?.[0] ?? 0) < 3;
  const named = services.flatMap(([key, one]) => {
    const names = [
      ...(services.length === 1 || one.get('primary').scalar() === true || (isOld && !primary) ? [name] : []),
      ...(services.length > 1 || isOld ? [`${name}-${key}`] : []),
    ];
    return names.map((each) => [each, one.items('ports').map((port) => port.get('port'))] as const);
  });
  // What it is given to write as it stands may be a Service.
  const isRaw = release.get('rawResources').exists;
  return { name, services: !isRaw && isPlain && services.length > 0 ? new Map(named) : undefined };
}
