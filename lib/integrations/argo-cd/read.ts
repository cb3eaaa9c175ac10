import type { Located } from '../../contract/observed.ts';
import { type GivenRole, type LoginEnd, issuerOf, oidcEnd } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import { anyCase } from '../../tree/any-case.ts';
import { defined } from '../../tree/defined.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { isAtLeast, rangeOf } from '../../tree/version-range.ts';
import { type ArgoCd, argoCdsOf } from './settings.ts';

/** Reads Argo CD's end: `oidc.config`, or the connectors of the Dex that it brings, which then is the client. */
export function readArgoCd(manifests: Manifests): LoginEnd[] {
  return argoCdsOf(manifests).flatMap((one) => {
    const direct = one.setting('oidc.config')?.embedded() ?? [];
    // With both, Argo CD asks Dex nothing (util/settings/settings.go, IsSSOConfigured and DexOAuth2ClientID).
    return direct.length > 0
      ? direct.flatMap((config) => byOidc(one, config, manifests))
      : (one.setting('dex.config')?.embedded() ?? []).flatMap((config) => byDex(one, config, manifests));
  });
}

function byOidc(one: ArgoCd, config: Reader, manifests: Manifests): LoginEnd[] {
  if (!anyCase(config, 'issuer').exists && !anyCase(config, 'clientID').exists) return [];
  const at = anyCase(config, 'clientID').exists ? anyCase(config, 'clientID') : anyCase(config, 'issuer');
  const asked = anyCase(config, 'requestedScopes')
    .items()
    .flatMap((scope) => scope.locatedText() ?? []);
  // util/oidc: GetScopesOrDefault.
  const scopes = asked.length > 0 ? asked : ['openid', 'profile', 'email', 'groups'].map((value) => at.located(value));
  const isPublic = anyCase(config, 'enablePKCEAuthentication').scalar() === true && !anyCase(config, 'clientSecret').exists;
  return [
    endOf(one, manifests, {
      config,
      at,
      scopes,
      ...(isPublic ? pathsWithPkce(one) : { path: '/auth/callback' }),
      other: /\/auth\/callback$|\/pkce\/verify$/,
      isPublic,
      groups: groupsOf(one),
    }),
  ];
}

/**
 * Before version 3 the browser itself ended a sign-in with PKCE, at a path of its own (argoproj/argo-cd#21729); argo-helm's chart has version 3 since 8.0.0.
 */
function pathsWithPkce({ release }: ArgoCd): Pick<Client, 'path' | 'orPath'> {
  const isNew = release === undefined ? undefined : isAtLeast(rangeOf(release.version?.text()), [8]);
  if (isNew === undefined) return { path: '/auth/callback', orPath: '/pkce/verify' };
  return { path: isNew ? '/auth/callback' : '/pkce/verify' };
}

/** Connectors of the types `oidc` and `authentik`: Dex is the client, and Argo CD writes its redirect URI. */
function byDex(one: ArgoCd, whole: Reader, manifests: Manifests): LoginEnd[] {
  return whole
    .items('connectors')
    .filter((connector) => connector.text('type') === 'oidc')
    .map((connector) => {
      const config = connector.get('config');
      const at = anyCase(config, 'clientID').exists ? anyCase(config, 'clientID') : connector;
      const asked = anyCase(config, 'scopes')
        .items()
        .flatMap((scope) => scope.locatedText() ?? []);
      // dex: connector/oidc/oidc.go asks for openid in any case, and for profile and email unless told otherwise.
      const named = asked.length > 0 ? asked : ['profile', 'email'].map((value) => at.located(value));
      const scopes = [at.located('openid'), ...named.filter(({ value }) => value !== 'openid')];
      const groups = anyCase(config, 'insecureEnableGroups').scalar() === true ? groupsOf(one) : [];
      return endOf(one, manifests, { config, at, scopes, path: '/api/dex/callback', other: /\/api\/dex\/callback$/, isPublic: false, groups });
    });
}

interface Client {
  readonly config: Reader;
  readonly at: Reader;
  readonly scopes: readonly Located<string>[];
  readonly path: string;
  /** The one of another version, where nobody can tell which runs. */
  readonly orPath?: string;
  readonly other: RegExp;
  readonly isPublic: boolean;
  readonly groups: readonly Located<string>[];
}

function endOf(one: ArgoCd, manifests: Manifests, { config, at, scopes, path, orPath, other, isPublic, groups }: Client): LoginEnd {
  const { object, release } = one;
  const bases = [baseOf(one), ...additionalUrls(one)].flatMap((base) => (base === undefined ? [] : [base]));
  const secret = secretIn(anyCase(config, 'clientSecret'), object.namespace, manifests);
  const lacks = [
    ...['issuer', 'clientID'].flatMap((name) => (anyCase(config, name).exists ? [] : [{ name, wanted: name }])),
    ...(bases.length === 0 && one.needsUrl
      ? [
          {
            name: 'url, from which Argo CD builds its redirect URI',
            wanted: release === undefined ? 'url: https://HOST' : 'configs.cm.url: https://HOST, or global.domain',
          },
        ]
      : []),
  ];
  return oidcEnd({
    app: 'argo-cd',
    object,
    release,
    at: at.located(undefined),
    ...issuerOf(anyCase(config, 'issuer').locatedText(), 'issuer'),
    ...(anyCase(config, 'clientID').text()?.startsWith('$') === true
      ? { idSecret: secretIn(anyCase(config, 'clientID'), object.namespace, manifests) }
      : { clientId: anyCase(config, 'clientID').locatedText() }),
    confidential: isPublic ? false : anyCase(config, 'clientSecret').exists ? true : undefined,
    secret,
    scopes,
    refresh: scopes.find(({ value }) => value === 'offline_access'),
    sends:
      bases.length === 0
        ? undefined
        : [path, ...(orPath === undefined ? [] : [orPath])].flatMap((one) =>
            bases.map((base) => ({ ...base, value: `${base.value.replace(/\/$/, '')}${one}` })),
          ),
    ...(orPath === undefined ? {} : { oneRedirect: true as const }),
    // common.LoginEndpoint (argoproj/argo-cd common/common.go)
    begins: { callback: path, path: '/auth/login' },
    otherRedirects: other,
    groups,
    // util/rbac/rbac.go: `sub` is a subject as well.
    groupsMayBeUsers: true,
    // util/oidc/oidc.go: it asks userinfo for groups alone, where it is told to.
    readsIdToken: path !== '/api/dex/callback' && anyCase(config, 'enableUserInfoGroups').scalar() !== true ? true : undefined,
    gives: rolesOf(one, groups),
    usesGroups: groups[0],
    exactIssuer: true,
    missing: lacks.length === 0 ? undefined : lacks,
    ...defined({ pkce: anyCase(config, 'enablePKCEAuthentication').scalar() === true ? true : undefined }),
  });
}

function baseOf({ setting, host }: ArgoCd): Located<string> | undefined {
  const url = setting('url')?.locatedText();
  if (url !== undefined) return url;
  const domain = host?.locatedText();
  return domain === undefined ? undefined : { ...domain, value: `https://${domain.value}` };
}

function additionalUrls({ setting }: ArgoCd): Located<string>[] {
  const list = setting('additionalUrls');
  return (list?.text() === undefined ? [list] : list.embedded()).flatMap((one) => one?.items().flatMap((url) => url.locatedText() ?? []) ?? []);
}

/** `$NAME:KEY` is a key of another Secret; `$KEY` one of argocd-secret, which Argo CD makes itself unless the tree does. */
function secretIn(node: Reader, namespace: string, { secrets }: Manifests): LoginEnd['secret'] {
  const [, first, second] = /^\$([^:{]+)(?::(.+))?$/.exec(node.text() ?? '') ?? [];
  if (first === undefined) return undefined;
  if (second !== undefined) return { name: node.located(first), key: node.located(second) };
  return secrets.find(namespace, 'argocd-secret') === undefined ? undefined : { name: node.located('argocd-secret'), key: node.located(first) };
}

/** Roles that RBAC gives to groups, and the one that anyone who signs in has besides. */
function rolesOf({ policies, usualRole: usual }: ArgoCd, groups: readonly Located<string>[]): GivenRole[] {
  const named = new Set(groups.map(({ value }) => value));
  const given = policies.flatMap((policy) =>
    (policy.text() ?? '').split('\n').flatMap((line): GivenRole[] => {
      const [kind, subject = '', role = ''] = line.split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
      return kind === 'g' && named.has(subject) && role !== ''
        ? [{ role: role.replace(/^role:/, ''), to: [policy.located(subject)], at: policy.located(undefined) }]
        : [];
    }),
  );
  return [...given, ...(usual === undefined || usual.value === '' ? [] : [{ role: usual.value.replace(/^role:/, ''), to: 'everyone' as const, at: usual }])];
}

/** Groups that RBAC gives something to: `g, GROUP, role:admin`. Local accounts and addresses of people are no groups. */
export function groupsOf({ policies, rbacScopes, setting }: ArgoCd): Located<string>[] {
  if (rbacScopes !== undefined && !rbacScopes.includes('groups')) return [];
  return policies.flatMap((policy) =>
    (policy.text() ?? '').split('\n').flatMap((line) => {
      const [kind, subject = ''] = line.split(',').map((one) => one.trim());
      const name = subject.replace(/^"(.*)"$/, '$1');
      const isGroup = kind === 'g' && name !== '' && name !== 'admin' && !/^role:|^proj:|@/.test(name) && setting(`accounts.${name}`) === undefined;
      return isGroup ? [policy.located(name)] : [];
    }),
  );
}
