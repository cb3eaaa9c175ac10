import { addTo } from '../contract/add-to.ts';
import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';
import { textsOfObject } from '../tree/object-texts.ts';
import type { Secrets } from '../tree/secrets.ts';
import { issuerOf, type LoginEnd, oidcEnd, redirectAt, scopesOf, takesOf, withOpenid } from './login-end.ts';
import type { LoginForm } from './login-form.ts';
import type { Settings } from './settings.ts';
import { pathAsSecret } from './path-as-secret.ts';

/** How an app takes its login from a map of settings. Fields are paths below that map, their keys divided by `/`. */
export interface SettingsForm extends LoginForm {
  /** Keys that lead to the map, the nearest last. `*` is any key or place in a list; `^` is the root of the settings. */
  readonly under: readonly string[];
  /** Names around it must speak of the app, where its keys could be anybody's. */
  readonly about?: RegExp;
  readonly clientId?: readonly string[];
  /** Paths from the values of the release whose scopes outrank those. */
  readonly scopesOfAll?: readonly string[];
  /** The app's address may also be a variable of the container. `base` is a path from the map that `under` starts in, or from the values of the release. */
  readonly baseVariables?: readonly string[];
  /** Fields with the name of the login, else it is the key of its map. */
  readonly id?: readonly string[];
  /** Where the settings are a map its keys are the names, where they are a list the field of `id`. */
  readonly keyed?: true;
  readonly idFrom?: (text: string) => string;
  /** Fields which say that the client id is in a Secret or a file. */
  readonly idElsewhere?: readonly string[];
  /** Where the issuer stands, when it is not in the map. */
  readonly issuerOf?: (map: Reader) => Reader | undefined;
  /** A Secret that holds client id and secret under these keys, or under those that fields name. */
  readonly existing?: {
    readonly name: readonly string[];
    readonly clientId: string;
    readonly secret: string;
    readonly idKey?: readonly string[];
    readonly secretKey?: readonly string[];
  };
  /** What the app has besides, or lacks. */
  readonly more?: (
    map: Reader,
    base: Located<string> | undefined,
  ) => Pick<LoginEnd, 'sometimes' | 'missing' | 'scopes' | 'refusesHs256'> & { readonly sends?: readonly Located<string>[] };
}

/** Some settings, and the maps in them by the keys that these have: each form looks at those alone that may be its own. */
interface Indexed {
  readonly settings: Settings;
  readonly byKey: ReadonlyMap<string, readonly Reader[]>;
  /** Every key in them; not of settings too large to look through. */
  readonly keys?: ReadonlySet<string>;
}

/** Logins of some apps in some settings, by form. */
export function settingsEnds(forms: readonly SettingsForm[], all: readonly Settings[], secrets: Secrets): LoginEnd[] {
  const wanted = new Set(forms.flatMap(({ under }) => under.slice(0, 1)));
  const indexed = all.map((settings): Indexed => ({ settings, ...mapsByKey(settings.root, wanted) }));
  return forms.flatMap((form) => {
    const fits = fitsKeys(form);
    return indexed.flatMap((one) => (fits(one.keys) ? endsIn(form, one, secrets) : []));
  });
}

/** Whether settings with these keys may be of a form, told without a look at its maps: most are of none. */
function fitsKeys({ under, marks = [], clientId = [], existing, idElsewhere = [] }: SettingsForm): (keys: ReadonlySet<string> | undefined) => boolean {
  const keysOf = (path: string) => path.split('/').filter((key) => !/^(?:[*^]|\d+)$/.test(key));
  const needed = [...under, ...marks].flatMap(keysOf);
  const ids = [...clientId, ...(existing?.name ?? []), ...idElsewhere].map(keysOf);
  return (keys) => keys === undefined || (needed.every((key) => keys.has(key)) && ids.some((path) => path.every((key) => keys.has(key))));
}

function endsIn(form: SettingsForm, { settings, byKey }: Indexed, secrets: Secrets): LoginEnd[] {
  const [first] = form.under;
  const isRooted = first === '^';
  const starts = isRooted ? [settings.root] : ((first === undefined ? undefined : byKey.get(first)) ?? []);
  if (starts.length === 0 || form.about?.test(settings.words) === false) return [];
  return starts
    .flatMap((from) => along(from, isRooted ? form.under.slice(1) : form.under))
    .flatMap((found) => (isLogin(form, found.map) ? [endOf(form, settings, found, secrets)] : []));
}

interface Found {
  readonly map: Reader;
  /** The map in which `under` starts. */
  readonly from: Reader;
  readonly key: string;
}

/** Maps at any depth by those of their keys that are wanted; every map and list by `*`. */
function mapsByKey(root: Reader, wanted: ReadonlySet<string>): Omit<Indexed, 'settings'> {
  const found = new Map<string, Reader[]>();
  const keys = new Set<string>();
  const add = (key: string, node: Reader): void => {
    if (wanted.has(key)) addTo(found, key, node);
  };
  const queue: { readonly node: Reader; readonly depth: number }[] = [{ node: root, depth: 0 }];
  let budget = 30_000;
  let isWhole = true;
  for (let next = queue.pop(); next !== undefined && budget > 0; next = queue.pop()) {
    const { node, depth } = next;
    add('*', node);
    for (const key of node.keys()) {
      keys.add(key);
      if (key !== '*') add(key, node);
    }
    if (depth === 30) {
      isWhole = false;
      continue;
    }
    for (const child of node.branches()) {
      budget -= 1;
      queue.push({ node: child, depth: depth + 1 });
    }
  }
  return { byKey: found, ...(isWhole && budget > 0 ? { keys } : {}) };
}

function along(from: Reader, keys: readonly string[]): Found[] {
  let maps = [from];
  for (const key of keys) maps = maps.flatMap((map) => (key === '*' ? map.items() : [map.get(key)]));
  return maps.filter((map) => map.keys().length > 0).map((map) => ({ map, from, key: String(map.key) }));
}

const at = (map: Reader, path: string): Reader => map.get(...path.split('/'));
const firstOf = (map: Reader | undefined, paths: readonly string[] = []): Reader | undefined =>
  map === undefined ? undefined : paths.map((path) => at(map, path)).find((node) => node.exists && node.value !== null && node.value !== '');

function isLogin({ marks = [], clientId, idElsewhere, issuer, issuerOf, endpoints, existing, off }: SettingsForm, map: Reader): boolean {
  if (off?.[1].test(`${at(map, off[0]).scalar() as string | boolean}`) === true || !marks.every((one) => at(map, one).exists)) return false;
  const named = firstOf(map, clientId) ?? firstOf(map, existing?.name) ?? firstOf(map, idElsewhere);
  return named !== undefined && (firstOf(map, issuer) ?? issuerOf?.(map) ?? firstOf(map, endpoints)) !== undefined;
}

function endOf(form: SettingsForm, { object, release, container }: Settings, { map, from, key }: Found, secrets: Secrets): LoginEnd {
  const text = (paths?: readonly string[]) => textIn(firstOf(map, paths));
  const issuer = text(form.issuer) ?? textIn(form.issuerOf?.(map));
  const secret = firstOf(map, form.secret);
  const place = (firstOf(map, form.clientId) ?? firstOf(map, form.issuer) ?? map).located<unknown>(undefined);
  const variable = form.baseVariables?.map((name) => container?.env.get(name)?.value).find((one) => one !== undefined);
  const ofRelease = (paths?: readonly string[]) => paths?.map((path) => release?.get(...path.split('/')).locatedText()).find((one) => one !== undefined);
  const base = textIn(firstOf(from, form.base)) ?? ofRelease(form.base) ?? variable;
  const id = form.keyed === true && !/^\d+$/.test(key) ? key : (text(form.id)?.value ?? key);
  const isByGroups = form.groupsClaim === undefined || (text([form.groupsClaim[0]])?.value ?? form.groupsClaim[1]) === 'groups';
  const groups = isByGroups ? (namesOf(firstOf(map, form.groups)) ?? []) : [];
  const asked =
    scopesOf(ofRelease(form.scopesOfAll)) ??
    namesOf(firstOf(map, form.scopes)) ??
    (form.defaultScopes === undefined ? undefined : scopesOf({ ...place, value: form.defaultScopes }));
  const scopes = (form.addsOpenid === true ? withOpenid(asked, place) : asked)?.concat(namesOf(firstOf(map, form.moreScopes)) ?? []);
  const existing = text(form.existing?.name);
  const idKey = text(form.existing?.idKey)?.value ?? form.existing?.clientId;
  const inside = existing === undefined ? undefined : secrets.find(object.namespace, existing.value)?.object;
  const held =
    inside === undefined
      ? undefined
      : textsOfObject(inside)
          .find(([name]) => name === idKey)?.[1]
          .locatedText();
  const ways = redirectAt({ whole: text(form.redirect), base, path: form.path?.replace('*', (form.idFrom ?? String)(id)), at: place });
  const { sends = [], ...more } = form.more?.(map, base) ?? {};
  return oidcEnd({
    app: form.app,
    called: form.called ?? form.app,
    object,
    release,
    container,
    at: place,
    // A group of administrators may be made by hand: only one without which nobody comes in has to be known.
    groups: form.decides === undefined ? [] : groups,
    exactIssuer: form.exactIssuer ?? false,
    refusesHs256: form.refusesHs256,
    tokenEndpointAuthMethod: form.tokenEndpointAuthMethod,
    anyHost: form.anyHost,
    answersAt: form.answersAt,
    usesGroups: groups[0],
    deciders: form.decides === undefined || groups.length === 0 ? undefined : [{ what: form.decides, groups, at: groups[0]! }],
    clientId: text(form.clientId) ?? held,
    ...issuerOf(issuer, takesOf(form)),
    endpoints: (form.endpoints ?? []).flatMap((path) => textIn(at(map, path)) ?? []),
    scopes,
    ...ways,
    ...(sends.length + (ways.sends?.length ?? 0) === 0 ? {} : { sends: [...(ways.sends ?? []), ...sends] }),
    ...more,
    refresh: (more.scopes ?? scopes)?.find(({ value }) => value === 'offline_access'),
    // A secret may come from elsewhere: that none is seen says nothing.
    confidential: secret !== undefined || existing !== undefined ? true : undefined,
    secretPath: pathAsSecret(String(secret?.key ?? ''), textIn(secret)),
    secret:
      existing === undefined || form.existing === undefined
        ? undefined
        : { name: existing, key: { ...existing, value: text(form.existing.secretKey)?.value ?? form.existing.secret } },
    idSecret:
      existing === undefined || idKey === undefined || form.existing?.idKey === undefined || text(form.clientId) !== undefined
        ? undefined
        : { name: existing, key: { ...existing, value: idKey } },
  });
}

/** Names in a text or in a list. */
function namesOf(node: Reader | undefined): Located<string>[] | undefined {
  if (node === undefined) return undefined;
  return Array.isArray(node.value) ? node.items().flatMap((item) => scopesOf(textIn(item)) ?? []) : scopesOf(textIn(node));
}

/** A text that stands here: a tag such as Home Assistant's `!secret` takes it from elsewhere. */
const textIn = (node: Reader | undefined): Located<string> | undefined => (node?.tag === undefined ? node?.locatedText() : undefined);
