import type { Seen } from '../contract/observed.ts';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';

/** A mount of the static pod. */
export interface KubeadmVolume {
  readonly name?: Seen<string>;
  readonly hostPath?: Seen<string>;
  readonly mountPath?: Seen<string>;
  readonly pathType?: Seen<string>;
}

/** What kubeadm tells kube-apiserver. */
export interface KubeadmApiserver {
  readonly version: Seen<string>;
  /** Arguments without their dashes, in order. A name may come twice (v1beta4). */
  readonly args: readonly { readonly name: string; readonly value: Seen<string> }[];
  readonly volumes: readonly KubeadmVolume[];
}

/**
 * Reads ClusterConfigurations of kubeadm, v1beta3 (arguments as map) and v1beta4 (as list), as files or in the ConfigMap kubeadm-config.
 *
 * @example readKubeadm(sourceDocuments('cluster-configuration.yaml', text))[0]?.args
 */
export function readKubeadm(documents: readonly SourceDocument[]): KubeadmApiserver[] {
  return documents.flatMap((document) => {
    const root = Reader.of(document);
    const inside = root.get('kind').text() === 'ConfigMap' ? root.get('data', 'ClusterConfiguration').embedded() : [root];
    return inside.flatMap((one) => readOne(one));
  });
}

function readOne(root: Reader): KubeadmApiserver[] {
  const version = root.get('apiVersion').seenText();
  if (root.get('kind').text() !== 'ClusterConfiguration' || version?.value.startsWith('kubeadm.k8s.io/') !== true) return [];
  const args = root.get('apiServer', 'extraArgs');
  const volumes = root.get('apiServer', 'extraVolumes');
  return [
    {
      version,
      args:
        args.keys().length > 0
          ? args.keys().flatMap((name) => valueOf(name, args.get(name)))
          : args.items().flatMap((item) => {
              const name = item.get('name').text();
              return name === undefined ? [] : valueOf(name, item.get('value'));
            }),
      volumes: volumes.items().map((item) => {
        const fields = (['name', 'hostPath', 'mountPath', 'pathType'] as const).map((field) => [field, item.get(field).seenText()] as const);
        return Object.fromEntries(fields.filter(([, seen]) => seen !== undefined));
      }),
    },
  ];
}

function valueOf(name: string, value: Reader): { name: string; value: Seen<string> }[] {
  const scalar = value.scalar();
  const text = typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean' ? String(scalar) : undefined;
  return text === undefined ? [] : [{ name, value: value.seen(text) }];
}
