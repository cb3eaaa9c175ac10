import type { Facts } from '../../contract/facts.ts';
import { type Folder, idpFolder, type Manifest } from '../../manifest/manifest.ts';

/** A folder that one Flux Kustomization applies, and the folders that must be ready before. */
export interface Layer {
  readonly folder: Exclude<Folder, 'flux'>;
  readonly after: readonly Exclude<Folder, 'flux'>[];
}

const order = ['namespaces', 'controllers', 'configs', idpFolder] as const;

/**
 * The layers of the folders that hold something, in the order of Flux. One Kustomization each for `identity/<app>` and `apps/<app>`, so
 * that one app that fails holds back no other.
 *
 * @param needs what a folder waits for beyond that, for example the outpost of an app behind forward-auth
 */
export function layersOf(folders: readonly Folder[], needs: ReadonlyMap<Folder, readonly Folder[]> = new Map()): Layer[] {
  const used = new Set<Folder>(folders);
  const base = order.filter((folder) => used.has(folder));
  const chain = base.map((folder, index): Layer => ({ folder, after: base.slice(Math.max(0, index - 1), index) }));
  const last = base.slice(-1);
  const identities = folders.filter((folder): folder is `identity/${string}` => folder.startsWith('identity/'));
  const apps = folders.filter((folder): folder is `apps/${string}` => folder.startsWith('apps/'));
  const logins = folders.filter((folder): folder is `login/${string}` => folder.startsWith('login/'));
  const platform = folders.filter((folder): folder is `platform/${string}` => folder.startsWith('platform/'));
  const before = base.filter((folder) => folder !== idpFolder).slice(-1);
  const needed = (folder: Folder) => (needs.get(folder) ?? []).filter((one): one is Layer['folder'] => used.has(one));
  const layer = (folder: Layer['folder'], own: readonly Layer['folder'][]): Layer => {
    const after = [...new Set([...own, ...needed(folder)])];
    return { folder, after: after.length === 0 ? last : after };
  };
  // Nothing waits for these, and they do not wait for authentik: a certificate that is not issued yet holds back no login.
  const part = (folder: Layer['folder']): Layer => ({ folder, after: needed(folder).length === 0 ? before : needed(folder) });
  return [
    ...chain,
    ...platform.map(part),
    ...identities.map((folder) => layer(folder, [])),
    ...apps.map((folder) => {
      const identity = `identity/${folder.slice('apps/'.length)}` as const;
      return layer(folder, used.has(identity) ? [identity] : []);
    }),
    ...logins.map((folder) => {
      const app = `apps/${folder.slice('login/'.length)}` as const;
      return layer(folder, used.has(app) ? [app] : []);
    }),
  ];
}

/** Name of the Kustomization of a folder. @example kustomizationName('apps/grafana') // 'pinout-app-grafana' */
export function kustomizationName(folder: Folder): string {
  return `pinout-${folder.replace('apps/', 'app-').replace('/', '-')}`;
}

/** How long a layer may take until it counts as failed: the first start of authentik runs all its migrations. */
const timeouts: Readonly<Record<string, string>> = { namespaces: '5m', controllers: '15m', configs: '10m', [idpFolder]: '30m' };

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
  };
}
