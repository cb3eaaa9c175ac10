import { posix } from 'node:path';
import type { Located } from '../contract/observed.ts';
import { readerOfText } from '../manifest/reader-of-text.ts';
import { nameOfFile } from './name-of-file.ts';
import type { Variable } from '../tree/environment.ts';
import { filledIn } from '../tree/filled-in.ts';
import type { Manifests } from '../tree/manifests.ts';
import type { TreeObject } from '../tree/tree.ts';
import { walk } from '../tree/walk.ts';

/** Settings of one app that look like a login, by whatever name and in whatever object. */
export interface LikeLogin {
  /** The app: its release or workload, else the object that holds the settings. */
  readonly app: string;
  readonly object: TreeObject;
  readonly at: Located<unknown>;
  /** Names of the settings. */
  readonly names: readonly string[];
  /** Their texts, where those are known. */
  readonly texts: readonly string[];
}

/** Parts of the name of a setting. `OAUTH` alone is also what tokens for mail and APIs are called: an address beside it tells. */
const ofLogin = /(?:^|[_.-])(?:oidc|sso|openid(?:_?connect)?|social_?account_providers?)(?:[_.-]|$)|oidc(?:Issuer|Client|Config|Auth)|(?:sso|oidc)Config/i;
const ofOauth = /(?:^|[_.-])oauth2?(?:[_.-]|$)|oauth2?(?:Client|Issuer|Config)/i;
/** Addresses that only an identity provider has. */
const address =
  /\.well-known\/openid-configuration|\/application\/(?:o|saml)\/|\/realms\/[\w${}-]+(?:\/protocol\/openid-connect|\/?$)|\/oauth2\/openid\/|\/protocol\/(?:openid-connect|saml)/;
const issuerName = /issuer|discovery|well_?known|authority|metadata_?url|openid_?provider|authori[sz](?:e|ation)_?(?:url|endpoint)|auth_?url|provider_?url/i;
const off = /^(?:false|off|no|0|disabled|none|)$/i;

interface Setting {
  readonly name: string;
  readonly text: string | undefined;
  readonly at: Located<unknown>;
}

/** Whether a variable of an object is there because a Secret or ConfigMap is taken as a whole, of which another app is known to read it. */
type IsShared = (object: TreeObject, from: Variable['from']) => boolean;

/** Groups what looks like a login by its app. Objects of an identity provider itself are left out by `isProvider`. */
export function looksLikeLogin(manifests: Manifests, isProvider: (object: TreeObject) => boolean, isShared: IsShared = () => false): LikeLogin[] {
  const found = new Map<string, { app: string; object: TreeObject; at: Located<unknown>; names: string[]; texts: string[] }>();
  const workloads = workloadsByFolder(manifests);
  for (const [object, settings] of settingsOf(manifests, isShared)) {
    if (isProvider(object)) continue;
    const hits = loginSettings(settings);
    const [first] = hits;
    if (first === undefined) continue;
    const app = appOf(object, workloads);
    // The values and the Secret of one app may lie in one folder, and one of them says no namespace.
    const keys = [`${object.namespace}/${app}`, `${posix.dirname(object.file)}/${app}`];
    const before = keys.map((key) => found.get(key)).find((one) => one !== undefined);
    const names = hits.map(({ name }) => name);
    const one = before ?? { app, object, at: first.at, names: [], texts: [] };
    one.names.push(...names.filter((name) => !one.names.includes(name)));
    one.texts.push(...hits.flatMap(({ text }) => (text === undefined ? [] : text.slice(0, 20_000))));
    for (const key of keys) found.set(key, one);
  }
  return byPlace([...new Set(found.values())]);
}

/** What several workloads take of one ConfigMap is the login of one of them: that with the shortest name, of which the others are parts. */
function byPlace(all: readonly LikeLogin[]): LikeLogin[] {
  const places = new Map<string, LikeLogin>();
  for (const one of [...all].sort((a, b) => a.app.length - b.app.length)) {
    const { file, line, column } = one.at.at;
    const place = `${one.object.namespace} ${file}:${line}:${column}`;
    if (!places.has(place)) places.set(place, one);
  }
  const kept = new Set(places.values());
  return all.filter((one) => kept.has(one));
}

/** The settings of one object that are those of a login: named so and not switched off, or an address of an identity provider. */
function loginSettings(all: readonly Setting[]): Setting[] {
  const settings = withoutSwitchedOff(all);
  const addressed = settings.filter(({ name, text }) => text !== undefined && !isLink(name, text) && address.test(withoutRemarks(text.slice(0, 20_000))));
  const named = settings.filter(({ name }) => ofLogin.test(name));
  const enabled = named.filter(({ name, text }) => !(text !== undefined && off.test(text.trim())) && !/enabled?$/i.test(name));
  if (addressed.length > 0) return [...new Set([...addressed, ...enabled])];
  if (named.some(({ name, text }) => /enabled?$/i.test(name) && text !== undefined && off.test(text.trim()))) return [];
  const oauth = settings.filter(({ name }) => ofOauth.test(name));
  const tells = [...enabled, ...oauth].some(({ name }) => issuerName.test(name)) && [...enabled, ...oauth].some(({ name }) => /client_?id|secret/i.test(name));
  if (tells) return [...new Set([...enabled, ...oauth])];
  return enabled.filter(({ name, text }) => /client_?id|issuer|providers?$|config/i.test(name) && text !== undefined && text.length > 2).length > 0
    ? enabled
    : [];
}

/** Lists of addresses that something asks whether they answer. */
const watched = /^(?:targets|monitors|probes|checks)$/i;

/** What a dashboard opens or watches: alone, or one of a list. */
const isLink = (name: string, text: string): boolean =>
  /^(?:href|link|ping(?:\.url)?|site_?monitor)$/i.test(name) || (/^\d+$/.test(name) && /^https?:\/\/\S+$/.test(text));

/** Where the browser goes to sign out tells no login, as a dashboard has a link to it, and neither do comments. */
function withoutRemarks(text: string): string {
  const said = text.includes('\n') ? text.replace(/^[ \t]{0,100}(?:#|\/\/).*$/gm, '') : text;
  return /end-session|logout/i.test(said)
    ? said
        .split(/[\s"']+/)
        .filter((word) => !/end-session|logout/i.test(word))
        .join(' ')
    : said;
}

/** What stands behind a switch of its own that is off: `OIDC_AUTH_ENABLED: false` is one of `OIDC_CLIENT_ID`, and it stays itself. */
function withoutSwitchedOff(settings: readonly Setting[]): readonly Setting[] {
  const stems = settings.flatMap(({ name, text }) =>
    text !== undefined && off.test(text.trim()) && ofLogin.test(name) && /^enabled?_|[_.-]enabled?$/i.test(name)
      ? name
          .replace(/^enabled?_|[_.-]enabled?$/gi, '')
          .replace(/[_.-](?:auth|login)$/i, '')
          .toLowerCase()
      : [],
  );
  const isOff = (name: string): boolean => stems.some((stem) => name.toLowerCase().startsWith(stem) && /^[_.-]/.test(name.slice(stem.length)));
  return stems.length === 0 ? settings : settings.filter(({ name }) => !isOff(name) || /enabled?$/i.test(name));
}

/** Settings of objects: variables of containers, values of charts, texts of ConfigMaps, Secrets and templates of ExternalSecrets. */
function* settingsOf(manifests: Manifests, isShared: IsShared): Iterable<[TreeObject, Setting[]]> {
  const { containers, releases, objects } = manifests;
  const elsewhere = filledIn(manifests);
  // These are layers of a release.
  const values = new Set(releases.flatMap(({ object }) => object.root.items('spec', 'valuesFrom').map((one) => `${one.text('kind')} ${one.text('name')}`)));
  for (const { object, env } of containers)
    yield [
      object,
      [...env.values()]
        .filter(({ from }) => !isShared(object, from))
        .map(({ name, at, value, from }) => ({ name, text: value?.value ?? (from === undefined ? undefined : '(from an object)'), at })),
    ];
  for (const { object, layers } of releases)
    for (const layer of layers)
      yield [
        object,
        [...walk(layer)].flatMap(({ key, node, parent }) => {
          const scalar = node.scalar();
          if (scalar === undefined || scalar === null || key === 'name') return [];
          // `auth.oidc.issuer`: the block says what its keys are, but for those of variables.
          const name =
            /^(?:client_?id|client_?secret|issuer\w*|enabled|.*url)$/i.test(key) && !/^[A-Z\d_]+$/.test(key)
              ? `${typeof parent.key === 'number' ? (watched.test(String(parent.above?.key)) ? 'ping.' : '') : `${parent.key}.`}${key}`
              : key;
          return [{ name, text: String(scalar), at: node.located(undefined) }];
        }),
      ];
  for (const kind of ['ConfigMap', 'Secret', 'ExternalSecret'])
    for (const object of objects.of(kind)) {
      const named = `${kind} ${object.name}`;
      if (elsewhere.has(named) || values.has(named)) continue;
      const places = kind === 'ExternalSecret' ? [['spec', 'target', 'template', 'data']] : [['data'], ['stringData']];
      for (const place of places) {
        const settings = object.root.entries(...place).flatMap(([name, node]): Setting[] => {
          const text = node.text();
          // Blueprints and files of kube-apiserver have readers of their own.
          if (text === undefined || readerOfText(name, text) !== undefined) return [];
          return [{ name, text: place[0] === 'data' && kind === 'Secret' ? undefined : text, at: node.located(undefined) }];
        });
        if (settings.length > 0) yield [object, settings];
      }
    }
}

const kinds: readonly string[] = ['HelmRelease', 'Deployment', 'StatefulSet', 'DaemonSet', 'Application', 'HelmChart', 'helmCharts'];

export function workloadsByFolder({ objects, releases }: Manifests): ReadonlyMap<string, readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const object of [...kinds.flatMap((kind) => objects.of(kind)), ...releases.map((release) => release.object)]) {
    const folder = posix.dirname(object.file);
    const names = byFolder.get(folder);
    if (names === undefined) byFolder.set(folder, [object.name]);
    else if (!names.includes(object.name)) names.push(object.name);
  }
  return byFolder;
}

/** The app that an object belongs to: itself, the workload beside it with a name that begins its own, or the only one beside it. */
export function appOf({ kind, name, file }: TreeObject, workloads: ReadonlyMap<string, readonly string[]>): string {
  if (kind === 'file') return nameOfFile(file);
  if (kinds.includes(kind)) return name;
  const beside = workloads.get(posix.dirname(file)) ?? [];
  const own = beside.filter((one) => name === one || name.startsWith(`${one}-`)).sort((a, b) => b.length - a.length)[0];
  return (
    own ??
    (beside.length === 1
      ? beside[0]!
      : name.replace(/-(?:oidc|oauth2?|sso|secrets?|cm|config(?:uration|map)?|env|values|credentials|settings|externalsecret)+$/g, ''))
  );
}
