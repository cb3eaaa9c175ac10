import type { Facts } from '../../contract/facts.ts';
import { type Folder, idpFolder, type Manifest, ownIdpFolder } from '../../manifest/manifest.ts';
import type { Written } from '../../manifest/written.ts';
import type { Layer } from '../layers.ts';

/** Name of the Kustomization of a folder. @example kustomizationName('apps/grafana') // 'pinout-app-grafana' */
export function kustomizationName(folder: Folder): string {
  return `pinout-${folder.replace('apps/', 'app-').replace('/', '-')}`;
}

/** How long a layer may take until it counts as failed: the first start of authentik runs all its migrations. */
const timeouts: Readonly<Record<string, string>> = { namespaces: '5m', controllers: '15m', configs: '10m', [idpFolder]: '30m', [ownIdpFolder]: '30m' };

/**
 * When a ClusterIssuer is ready. A new one has no conditions yet, which Flux takes for ready (kstatus), and certificates would be asked of an
 * account that is not registered. `exists`, because `all` is true of an empty list.
 */
const issuerHealth = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'ClusterIssuer',
  current: "status.conditions.exists(e, e.type == 'Ready' && e.status == 'True')",
  failed: "status.conditions.exists(e, e.type == 'Ready' && e.status == 'False')",
};

/**
 * The Flux Kustomization of a layer. It waits for everything in it to be ready, and so do those after it.
 *
 * @param keySecret Secret with the key that decrypts what the layer holds, when it holds encrypted Secrets: without it Flux refuses the layer whole
 */
export function layerKustomization(layer: Layer, facts: Pick<Facts, 'gitops' | 'name' | 'certificates'>, keySecret?: string): Manifest {
  const { source, path } = facts.gitops;
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: kustomizationName(layer.folder), namespace: source.namespace },
    spec: {
      interval: '1h',
      retryInterval: '2m',
      timeout: timeouts[layer.folder] ?? '20m',
      sourceRef: { kind: source.kind, name: source.name },
      path: `${path}/${facts.name}/${layer.folder}`,
      prune: true,
      wait: true,
      ...(keySecret === undefined ? {} : { decryption: { provider: 'sops', secretRef: { name: keySecret } } }),
      ...(layer.folder === 'configs' && facts.certificates !== undefined ? { healthCheckExprs: [issuerHealth] } : {}),
      ...(layer.after.length === 0 ? {} : { dependsOn: layer.after.map((folder) => ({ name: kustomizationName(folder) })) }),
    },
  } satisfies Written<'Kustomization'>;
}
