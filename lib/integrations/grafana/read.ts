import { asYaml } from '../../login/as-yaml.ts';
import { isTrue } from '../../login/is-true.ts';
import type { Located } from '../../contract/observed.ts';
import { secretOf } from '../../login/environment-form.ts';
import { type GivenRole, type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Container, Variable } from '../../tree/containers.ts';
import { textsOfObject } from '../../tree/object-texts.ts';
import { compareVersions, known, numbersOf, slugOf } from '../../tree/known.ts';
import { hostTextOf } from '../../tree/opaque.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';
import { hidesValues, type Release } from '../../tree/release.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { nodesWhere } from '../../tree/walk.ts';
import { rolesOfPath } from './role-path.ts';

/** Settings of one Grafana, wherever they stand. */
export interface GrafanaSettings {
  readonly object: TreeObject;
  readonly release?: Release;
  readonly env: ReadonlyMap<string, Variable>;
  readonly container?: Container;
  /** A setting of a section: the environment outranks the file. */
  readonly get: (section: string, key: string) => Located<string> | undefined;
  /** The node of a setting in the file, for lists. */
  readonly node: (section: string, key: string) => Reader | undefined;
  readonly at: Located<unknown>;
}

/** Every Grafana of a tree with generic OAuth: in the values of both charts, in environment variables, in Grafana objects of its operator. */
export const grafanasOf = perTree(({ objects, releases, containers }: Manifests): GrafanaSettings[] => {
  const found: GrafanaSettings[] = [];
  const taken = new Set<TreeObject>();
  const environments = new Map<TreeObject, ReadonlyMap<string, Variable>>();
  for (const { object, env } of containers) if (env.has('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET') || !environments.has(object)) environments.set(object, env);
  for (const release of releases)
    for (const prefix of [[], ['grafana']]) {
      const ini = release.get(...prefix, 'grafana.ini');
      if (!ini.get('auth.generic_oauth').exists) continue;
      // A subchart that is switched off is not installed.
      if (prefix.length > 0 && release.get(...prefix, 'enabled').scalar() === false) continue;
      taken.add(release.object);
      const whole = (...path: readonly string[]) => release.get(...prefix, 'grafana.ini', ...path);
      found.push(settings(release.object, environments.get(release.object) ?? new Map(), ini, release, whole));
    }
  for (const object of objects.of('Grafana')) {
    const ini = object.root.get('spec', 'config');
    const env = environments.get(object) ?? new Map<string, Variable>();
    if (!ini.get('auth.generic_oauth').exists && ![...env.values()].some((variable) => speaksOfGrafana(variable, 'grafana'))) continue;
    taken.add(object);
    found.push(settings(object, env, ini));
  }
  for (const object of [...objects.of('ConfigMap'), ...objects.of('Secret'), ...objects.of('ExternalSecret')])
    for (const [, text] of textsOfObject(object))
      if (text.text()?.includes('[auth.generic_oauth]') === true)
        for (const ini of text.embedded('go', asYaml)) if (ini.get('auth.generic_oauth').exists) found.push(settings(object, new Map(), ini));
  for (const { object, layers } of releases)
    for (const layer of layers)
      for (const node of nodesWhere(layer, (raw) => typeof raw === 'string' && raw.includes('[auth.generic_oauth]')))
        for (const ini of node.embedded('go', asYaml)) if (ini.get('auth.generic_oauth').exists) found.push(settings(object, new Map(), ini));
  for (const { object, env, release, image, hidden } of containers) {
    if (taken.has(object) || ![...env.values()].some((variable) => speaksOfGrafana(variable, image))) continue;
    taken.add(object);
    const file = [[], ['grafana']].map((prefix) => [...prefix, 'grafana.ini']).find((path) => release?.get(...path).exists === true);
    const whole = file === undefined ? undefined : (...path: readonly string[]) => release!.get(...file, ...path);
    const one = settings(object, env, undefined, release, whole);
    // It is off unless something says that it is on (grafana/grafana conf/defaults.ini).
    if (hidden || env.has('GF_AUTH_GENERIC_OAUTH_ENABLED') || one.get('auth.generic_oauth', 'enabled') !== undefined) found.push(one);
  }
  return found.filter(({ get }) => !/^(?:0|f|false|n|no|off)$/i.test(get('auth.generic_oauth', 'enabled')?.value ?? ''));
});

/** A Secret with Grafana's variables among others may be the environment of the app beside it as well. */
const speaksOfGrafana = ({ name, from }: Variable, image: string): boolean =>
  name.startsWith('GF_AUTH_GENERIC_OAUTH_') && name !== 'GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET' && (from === undefined || image === '' || /grafana/i.test(image));

/** `root_url`, with `%(domain)s` filled in. The chart sets `domain` to the host of its Ingress or route (charts/grafana/values.yaml). */
export function rootUrlOf({ get, release }: Pick<GrafanaSettings, 'get' | 'release'>): Located<string> | undefined {
  const root = get('server', 'root_url');
  if (root?.value.includes('%(domain)s') !== true) return root;
  const first = [[], ['grafana']].flatMap((prefix) =>
    [
      ['ingress', 'hosts'],
      ['route', 'main', 'hostnames'],
    ].flatMap(
      (path) =>
        release
          ?.get(...prefix, ...path)
          .items()[0]
          ?.text() ?? [],
    ),
  )[0];
  const domain = get('server', 'domain')?.value ?? first;
  return domain === undefined ? root : { ...root, value: root.value.replaceAll('%(domain)s', () => domain) };
}

/** Reads Grafana's ends out of manifests. */
export const readGrafana = (manifests: Manifests): LoginEnd[] => grafanasOf(manifests).map(endOf);

/** @param whole the file over all layers of values: `targetPath` puts one setting into a layer of its own */
function settings(
  object: TreeObject,
  env: ReadonlyMap<string, Variable>,
  ini: Reader | undefined,
  release?: Release,
  whole: ((...path: readonly string[]) => Reader) | undefined = ini === undefined ? undefined : (...path) => ini.get(...path),
): GrafanaSettings {
  const node = (section: string, key: string) => {
    const found = whole?.(section, key);
    return found?.exists === true ? found : undefined;
  };
  const first = [...env.values()].find(({ name }) => name.startsWith('GF_AUTH_GENERIC_OAUTH_'));
  return {
    object,
    env,
    ...(release === undefined ? {} : { release }),
    node,
    at: ini?.get('auth.generic_oauth').exists === true ? ini.get('auth.generic_oauth').located(undefined) : first!.at,
    get: (section, key) => {
      const variable = env.get(`GF_${`${section}_${key}`.toUpperCase().replace(/[.-]/g, '_')}`);
      if (variable !== undefined) return variable.value;
      const scalar = node(section, key)?.scalar();
      return scalar === undefined || scalar === null ? undefined : node(section, key)!.located(String(scalar as string | number | boolean));
    },
  };
}

function endOf(grafana: GrafanaSettings): LoginEnd {
  const { object, release, env, get, node, at, container } = grafana;
  const oauth = (key: string) => get('auth.generic_oauth', key);
  /** The variable that a setting of the file names. */
  const named = (key: string) =>
    env.get(
      /^\$__env\{(\w+)\}$|^\$\{?(\w+)\}?$/
        .exec(oauth(key)?.value ?? '')
        ?.slice(1)
        .find((name) => name !== undefined) ?? '',
    );
  const signOut = oauth('signout_redirect_url');
  const slug = slugOf(signOut?.value);
  const root = rootUrlOf(grafana);
  const allowed = namesIn(node('auth.generic_oauth', 'allowed_groups'), oauth('allowed_groups'));
  const role = oauth('role_attribute_path');
  const strictly = isTrue(oauth('role_attribute_strict')?.value);
  const roles = role === undefined ? {} : rolesOfPath(role.value);
  const roleGroups = Object.values(roles).flatMap((groups) => groups.map((group) => ({ ...role!, value: group })));
  const fallback = fallbackOf(grafana, strictly);
  const secret = env.get('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET');
  const refresh = oauth('use_refresh_token');
  return oidcEnd({
    app: 'grafana',
    // pkg/login/social/connectors/generic_oauth.go: it reads the token, and asks userinfo.
    refusesHs256: false,
    object,
    release,
    container,
    at,
    endpoints: ['auth_url', 'token_url', 'api_url', 'signout_redirect_url'].flatMap((key) => oauth(key) ?? []),
    endpointsApart: true,
    groups: dedupe([...allowed, ...roleGroups]),
    exactIssuer: false,
    deciders: [
      ...(allowed.length > 0 ? [{ what: 'allowed_groups', groups: allowed, at: allowed[0]! }] : []),
      ...(strictly && role !== undefined && roleGroups.length > 0 && catchAllOf(role.value) === undefined
        ? [{ what: 'role_attribute_path', groups: roleGroups, at: role }]
        : []),
    ],
    access: allowed.length === 0 ? undefined : { ...allowed[0]!, value: { kind: 'groups', groups: allowed.map(({ value }) => value) } },
    roles:
      role === undefined ? {} : Object.fromEntries(Object.entries(roles).map(([name, groups]) => [name, groups.map((group) => ({ ...role, value: group }))])),
    gives: [
      ...Object.entries(roles).map(([name, groups]) => ({ role: name, to: groups.map((group) => ({ ...role!, value: group })), at: role! })),
      ...(fallback === undefined ? [] : [fallback]),
    ],
    clientId: oauth('client_id'),
    slug: signOut === undefined || slug === undefined ? undefined : { ...signOut, value: slug },
    // Its default, unless what is not read may name others.
    scopes: scopesOf(oauth('scopes')) ?? (release !== undefined && hidesValues(release) ? undefined : [{ ...at, value: 'user:email' }]),
    sends:
      root === undefined || (known(root.value) ?? hostTextOf(root.value)) === undefined
        ? undefined
        : [{ ...root, value: `${root.value.replace(/\/$/, '')}/login/generic_oauth` }],
    begins: ['auth.generic_oauth auto_login', 'auth oauth_auto_login'].some((one) => isTrue(get(...(one.split(' ') as [string, string]))?.value))
      ? undefined
      : { callback: '/login/generic_oauth', path: '/login/generic_oauth' },
    refresh: isTrue(refresh?.value) ? refresh : undefined,
    usesGroups: allowed[0] ?? (role !== undefined && /\bgroups\b/.test(role.value) ? role : undefined),
    confidential: secret !== undefined || oauth('client_secret') !== undefined ? true : secretMayHide(grafana) ? undefined : false,
    missing: missingOf(grafana),
    // conf/defaults.ini, [auth.generic_oauth]: off.
    pkce:
      oauth('use_pkce') === undefined && (secretMayHide(grafana) || (release !== undefined && hidesValues(release)))
        ? undefined
        : isTrue(oauth('use_pkce')?.value),
    secret: secretOf(secret ?? named('client_secret')),
    literalSecret: oauth('client_secret'),
    idSecret: secretOf(env.get('GF_AUTH_GENERIC_OAUTH_CLIENT_ID') ?? named('client_id')),
  });
}

/** The client id and the client secret, when they are not set and nothing hides them. */
function missingOf(grafana: GrafanaSettings): LoginEnd['missing'] {
  const { env, get } = grafana;
  const secret = env.get('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET');
  const missing = [
    ...(get('auth.generic_oauth', 'client_id') !== undefined || env.has('GF_AUTH_GENERIC_OAUTH_CLIENT_ID') || secretMayHide(grafana)
      ? []
      : [{ name: 'client id', wanted: 'auth.generic_oauth.client_id' }]),
    ...(secret !== undefined && secret.value === undefined && secret.from === undefined && secret.elsewhere !== true
      ? [{ name: 'value for GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', wanted: 'secretKeyRef with name and key', at: secret.at }]
      : []),
  ];
  return missing.length === 0 ? undefined : missing;
}

/** True when the secret may come from somewhere that is not read: a whole Secret as environment, a mounted file. */
function secretMayHide({ release, object }: GrafanaSettings): boolean {
  if (release === undefined) return object.kind !== 'Grafana' || object.root.get('spec', 'deployment').exists;
  if (hidesValues(release)) return true;
  return [[], ['grafana']].some((prefix) =>
    ['envFromSecret', 'envFromSecrets', 'envFrom', 'extraSecretMounts', 'extraEnvFrom'].some((key) => {
      const node = release.get(...prefix, key);
      return (node.text() ?? '') !== '' || node.items().length > 0;
    }),
  );
}

/** The role that an expression gives to anyone who matches nothing, when it ends in one. */
export function catchAllOf(path: string): string | undefined {
  return /\|\|\s*['"`]+(\w+)['"`]+\s*$/.exec(path.trim())?.[1];
}

/** The role of users to whom the expression gives none: its own last word, else what a new user of the organisation gets. */
function fallbackOf({ get, at }: GrafanaSettings, strictly: boolean): GivenRole | undefined {
  const role = get('auth.generic_oauth', 'role_attribute_path');
  const last = role === undefined ? undefined : (catchAllOf(role.value) ?? /^\s*['"`]+(\w+)['"`]+\s*$/.exec(role.value)?.[1]);
  if (role !== undefined && last !== undefined) return { role: last, to: 'others', at: role };
  if (strictly) return undefined;
  const usual = get('users', 'auto_assign_org_role');
  return { role: usual?.value ?? 'Viewer', to: 'others', at: usual ?? at };
}

function namesIn(node: Reader | undefined, text: Located<string> | undefined): Located<string>[] {
  const list = node?.items().flatMap((item) => item.locatedText() ?? []) ?? [];
  if (list.length > 0 || text === undefined || known(text.value) === undefined) return list;
  if (text.value.trimStart().startsWith('[')) {
    try {
      return (JSON.parse(text.value) as unknown[]).map((name) => ({ ...text, value: String(name) }));
    } catch {
      return [];
    }
  }
  return scopesOf(text) ?? [];
}

function dedupe(groups: readonly Located<string>[]): Located<string>[] {
  return [...new Map(groups.map((group) => [`${group.value} ${group.at.path}`, group])).values()];
}

/**
 * Whether Grafana finds groups without `groups_attribute_path`: until 11.5 it took the claim `groups` of userinfo. Undefined where nothing says which
 * Grafana runs.
 */
export function findsGroupsItself({ object, release, container }: GrafanaSettings): boolean | undefined {
  const tags = [
    release?.get('grafana', 'image', 'tag').text(),
    release?.get('image', 'tag').text(),
    container?.tag,
    object.kind === 'Grafana' ? object.root.get('spec', 'version').text() : undefined,
  ];
  const version = tags.map((tag) => numbersOf(tag?.split(':').at(-1))).find((one) => one !== undefined);
  return version === undefined ? undefined : compareVersions(version, [11, 6]) < 0;
}
