import type { Reader } from '../manifest/reader.ts';
import type { Objects } from '../tree/objects.ts';
import type { TreeObject } from '../tree/tree.ts';
import { nodesWhere } from '../tree/walk.ts';

/** Every place that names a ClusterIssuer, with its object. */
export function* issuersAsked(objects: Objects): Generator<{ readonly object: TreeObject; readonly at: Reader }> {
  for (const object of objects.of('Ingress', 'Gateway')) {
    const at = object.root.get('metadata', 'annotations', 'cert-manager.io/cluster-issuer');
    if (at.exists) yield { object, at };
  }
  for (const object of objects.of('Certificate')) {
    const ref = object.root.get('spec', 'issuerRef');
    if (ref.text('kind') === 'ClusterIssuer' && (ref.text('group') ?? 'cert-manager.io') === 'cert-manager.io') yield { object, at: ref.get('name') };
  }
  for (const object of objects.of('HelmRelease'))
    for (const at of nodesWhere(object.root.get('spec', 'values'), (_, key) => key === 'cert-manager.io/cluster-issuer')) yield { object, at };
}
