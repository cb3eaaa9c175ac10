import { type deliveryFolder, type Folder, idpFolder, ownIdpFolder } from '../manifest/manifest.ts';

/** A folder that is applied at once, and the folders that must be ready before. */
export interface Layer {
  readonly folder: Exclude<Folder, typeof deliveryFolder>;
  readonly after: readonly Exclude<Folder, typeof deliveryFolder>[];
}

const order = ['namespaces', 'controllers', 'configs', idpFolder, ownIdpFolder] as const;

/**
 * The layers of the folders that hold something, in their order. One each for `identity/<app>` and `apps/<app>`, so
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
  const before = base.filter((folder) => folder !== idpFolder && folder !== ownIdpFolder).slice(-1);
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
