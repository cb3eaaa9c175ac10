import { PinoutError, show } from '../contract/error.ts';
import type { Placed } from '../manifest/manifest.ts';

/**
 * What the API server takes for the parts of an identity. A name is a path segment at least (apimachinery, pkg/api/validation/path); a kind
 * is a DNS label when it is in lower case (apiextensions, validation.go).
 */
const forms: readonly (readonly [string, (placed: Placed['object']) => unknown, RegExp, number, string])[] = [
  ['apiVersion', ({ apiVersion }) => apiVersion, /^(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\/)?v[a-z0-9]+$/, 317, "v1 or group/v1, for example 'apps/v1'"],
  ['kind', ({ kind }) => kind, /^[A-Za-z](?:[-A-Za-z0-9]*[A-Za-z0-9])?$/, 63, "a kind such as 'ConfigMap'"],
  [
    'metadata.name',
    ({ metadata }) => metadata?.name,

    /^(?!\.{1,2}$)[^/%\s\u0000-\u001f\u007f]+$/u,
    253,
    "a name without '/', '%' and spaces that is neither '.' nor '..', at most 253 characters",
  ],
  ['metadata.namespace', ({ metadata }) => metadata?.namespace ?? 'default', /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, 63, 'a DNS label'],
];

/** Kinds of Kubernetes and of what dist installs that have no namespace: one that is written with it names the same object. */
const clusterScoped =
  /^(?:Namespace|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|StorageClass|PersistentVolume|PriorityClass|IngressClass|GatewayClass|RuntimeClass|Node|ClusterIssuer|ClusterSecretStore|ClusterExternalSecret|ValidatingWebhookConfiguration|MutatingWebhookConfiguration|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|APIService|CSIDriver|VolumeSnapshotClass)$/;

/**
 * Each object has a name that the API server takes, and no two are the same object.
 *
 * @throws PinoutError `object-nameless`, `object-name-invalid`, `object-duplicate`
 */
export function checkIdentities(placed: readonly Placed[]): void {
  const seen = new Map<string, Placed>();
  for (const one of placed) {
    const { apiVersion, kind, metadata } = one.object;
    if (typeof metadata?.name !== 'string' || metadata.name === '')
      throw new PinoutError({
        code: 'object-nameless',
        app: one.from,
        field: show(kind),
        found: 'an object without metadata.name',
        wanted: 'an explicit name, not one that is derived from the construct id',
        fix: "give it metadata: { name: '…' }",
      });
    for (const [field, value, form, longest, wanted] of forms) {
      const found = value(one.object);
      if (typeof found === 'string' && found.length <= longest && form.test(found)) continue;
      throw new PinoutError({
        code: 'object-name-invalid',
        app: one.from,
        field: `${typeof kind === 'string' ? kind : 'object'}/${metadata.name.slice(0, 80)} ${field}`,
        found: show(found),
        wanted,
        fix: `correct ${field}: the API server would refuse it`,
      });
    }
    const { namespace } = metadata;
    const id = `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''} ${kind} ${clusterScoped.test(kind) ? '' : (namespace ?? 'default')}/${metadata.name}`;
    const other = seen.get(id);
    if (other !== undefined)
      throw new PinoutError({
        code: 'object-duplicate',
        app: one.from,
        field: `${kind}/${metadata.name}`,
        found: `a second object with that name${namespace === undefined ? '' : ` in the namespace ${namespace}`} (the other one comes from ${other.from}, in ${other.folder})`,
        wanted: 'one object per name',
        fix: 'rename one of the two, put the app into another namespace, or change the existing object (chart(…).apiObjects)',
      });
    seen.set(id, one);
  }
}
