import type { Observed, Located } from '../../contract/observed.ts';
import { type GivenRole, type LoginEnd, issuerOf, oidcEnd } from '../../login/login-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Objects } from '../../tree/objects.ts';
import { perTree } from '../../tree/per-tree.ts';
import type { TreeObject } from '../../tree/tree.ts';
import { walk } from '../../tree/walk.ts';
import { ofNode, type VaultMethod, type VaultSettings } from './node-settings.ts';
import { vaultMethodsInTerraform } from './read-terraform.ts';

export type { VaultMethod, VaultSettings } from './node-settings.ts';

type Part = { readonly object: TreeObject; readonly config?: VaultSettings; readonly role?: VaultSettings };

/** Vault's OIDC methods: JSON in ConfigMaps, objects of vault-config-operator and bank-vaults, and scripts that call the command line. */
export const vaultMethodsOf = perTree(({ objects, containers }: Manifests): VaultMethod[] => {
  const parts: Part[] = [];
  const fromNodes = (object: TreeObject, root: Reader) => {
    for (const node of [root, ...[...walk(root)].map((one) => one.node)]) {
      if (node.get('oidc_discovery_url').exists) parts.push({ object, config: ofNode(object, node) });
      if (node.get('allowed_redirect_uris').exists) parts.push({ object, role: ofNode(object, node) });
    }
  };
  for (const object of objects.of('ConfigMap'))
    for (const [, value] of object.root.get('data').entries()) {
      const text = value.text() ?? '';
      if (!/oidc_discovery_url|allowed_redirect_uris/.test(text)) continue;
      const written = scriptSettings(object, value, text);
      if (written.length > 0) parts.push(...written);
      else for (const root of value.embedded()) fromNodes(object, root);
    }
  for (const { object, args } of containers)
    for (const arg of args) if (/auth\/[\w-]+\/(?:config|role\/)/.test(arg.text() ?? '')) parts.push(...scriptSettings(object, arg, arg.text() ?? ''));
  for (const object of objects.of('Vault')) fromNodes(object, object.root.get('spec', 'externalConfig'));
  for (const object of objects.of('JWTOIDCAuthEngineConfig')) parts.push({ object, config: ofNode(object, object.root.get('spec'), camel) });
  for (const object of objects.of('JWTOIDCAuthEngineRole')) parts.push({ object, role: ofNode(object, object.root.get('spec'), camel) });
  const aliases = new Map<string, Located<string>[]>();
  const alias = (key: string, name: Located<string> | undefined) => {
    if (name !== undefined) aliases.set(key, [...(aliases.get(key) ?? []), name]);
  };
  for (const { object } of parts)
    if (object.kind === 'ConfigMap' && !aliases.has(keyOf(object)))
      for (const [key, value] of object.root.get('data').entries())
        if (/^alias-.*\.json$/.test(key)) alias(keyOf(object), value.embedded()[0]?.get('name').locatedText());
  for (const object of objects.of('GroupAlias'))
    if (object.apiVersion.startsWith('redhatcop')) alias(`namespace ${object.namespace}`, object.root.get('spec', 'name').locatedText());
  return grouped(parts, aliases);
});

/** Reads Vault's ends out of manifests: one for each method, with the redirects and scopes of its roles. */
export const readVault = (manifests: Manifests): LoginEnd[] =>
  [...vaultMethodsOf(manifests), ...vaultMethodsInTerraform(manifests)].map((method) => endOf(method, manifests.objects));

/** One method for each object; those of the operator are in objects of their own, one namespace is one Vault. */
function grouped(parts: readonly Part[], aliases: ReadonlyMap<string, readonly Located<string>[]>): VaultMethod[] {
  const groups = new Map<string, { object: TreeObject; config?: VaultSettings; roles: VaultSettings[] }>();
  for (const { object, config, role } of parts) {
    const key = keyOf(object);
    const group = groups.get(key) ?? { object, roles: [] };
    groups.set(key, {
      object,
      roles: role === undefined ? group.roles : [...group.roles, role],
      ...((config ?? group.config) === undefined ? {} : { config: (config ?? group.config)! }),
    });
  }
  return [...groups].map(([key, group]) => ({ ...group, groups: aliases.get(key) ?? [] }));
}

/** One namespace is one Vault of the operator; elsewhere an object holds a whole method. */
const keyOf = ({ kind, namespace, name }: TreeObject): string => (kind.startsWith('JWTOIDC') ? `namespace ${namespace}` : `${kind} ${namespace}/${name}`);

const camel: Readonly<Record<string, string>> = {
  oidc_discovery_url: 'OIDCDiscoveryURL',
  oidc_client_id: 'OIDCClientID',
  oidc_scopes: 'OIDCScopes',
  default_role: 'defaultRole',
  allowed_redirect_uris: 'allowedRedirectURIs',
  groups_claim: 'groupsClaim',
  bound_claims: 'boundClaims',
  bound_subject: 'boundSubject',
  token_policies: 'tokenPolicies',
  user_claim: 'userClaim',
};

/** Settings of `vault write auth/MOUNT/config key=value …` in a script, or of the JSON that it is given: `vault write auth/MOUNT/role/NAME - <<EOF`. */
function scriptSettings(object: TreeObject, node: Reader, text: string): Part[] {
  // A command that goes on in the next line is one line, and each of its words stays in its place.
  const joined = text.slice(0, 100_000).replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
  return [...joined.matchAll(/(?:vault|bao) write (?:-\S+ )*"?auth\/([\w-]+)\/(config|role\/[\w-]+)"?\s+([^\n]*)/g)].flatMap((match): Part[] => {
    const [whole, mount = '', what = '', rest = ''] = match;
    const start = match.index + whole.length - rest.length;
    const body = /<<-?\s?["']?\w/.test(rest) ? bodyAfter(node, text, start + rest.length, rest) : undefined;
    const settings = body === undefined ? commandSettings(object, node, mount, rest, start) : { ...ofNode(object, body), mount };
    if (what === 'config') return [{ object, config: settings }];
    // A role of Kubernetes, AppRole or another method is written by the same command, and nobody signs in by it.
    const isOidc = ['allowed_redirect_uris', 'oidc_scopes', 'user_claim', 'groups_claim', 'bound_claims', 'role_type'].some((name) => settings.has(name));
    return isOidc || !/\bbound_[a-z_]{1,64}=/.test(rest) ? [{ object, role: settings }] : [];
  });
}

/** The JSON between a line that ends in `<<EOF` and the line EOF. */
function bodyAfter(node: Reader, text: string, end: number, command: string): Reader | undefined {
  const mark = /<<-?\s?["']?(\w+)/.exec(command)?.[1] ?? '';
  const start = text.indexOf('\n', end - 1) + 1;
  const lines = text.slice(start).split('\n');
  const last = lines.findIndex((line) => line.trim() === mark);
  if (start === 0 || last === -1) return undefined;
  const length = lines.slice(0, last).join('\n').length;
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const roots = node.embedded('go', () => blank(text.slice(0, start)) + text.slice(start, start + length) + blank(text.slice(start + length)));
  return roots.find((root) => root.keys().length > 0);
}

function commandSettings(object: TreeObject, node: Reader, mount: string, rest: string, start: number): VaultSettings {
  const fields = new Map<string, { readonly text: string; readonly offset: number }[]>();
  for (const match of rest.matchAll(/(?<![a-z_])([a-z_]{1,64})=(?:"([^"]*)"|'([^']*)'|(\S*))/g)) {
    const [, name = '', quoted, single, bare = ''] = match;
    const offset = start + match.index + name.length + 1 + (quoted === undefined && single === undefined ? 0 : 1);
    fields.set(name, [...(fields.get(name) ?? []), { text: quoted ?? single ?? bare, offset }]);
  }
  const field = (name: string) => fields.get(name)?.map(({ text, offset }) => node.locatedInside(text, offset));
  return {
    object,
    at: node.locatedInside(undefined, start),
    mount,
    field: (name) => field(name)?.[0],
    list: (name) => field(name)?.flatMap((one) => one.value.split(/[\s,]+/).map((value) => ({ ...one, value }))),
    has: (name) => fields.has(name),
    boundGroups: boundIn(field('bound_claims') ?? []),
  };
}

/** Groups of `bound_claims='{"groups": [...]}'` or `bound_claims=groups=NAME`. */
function boundIn(texts: readonly Located<string>[]): readonly Located<string>[] {
  return texts.flatMap((one) => {
    const pair = /^groups=(\S+)$/.exec(one.value)?.[1];
    if (pair !== undefined) return pair.split(',').map((value) => ({ ...one, value }));
    try {
      const { groups } = JSON.parse(one.value) as { readonly groups?: unknown };
      return [groups].flat().flatMap((value) => (typeof value === 'string' ? [{ ...one, value }] : []));
    } catch {
      return [];
    }
  });
}

/** Whether a role lets people in, or names them, by their groups. Claims whose text only a shell knows may be any. */
export const looksAtGroups = (role: VaultSettings): boolean =>
  (role.field('groups_claim')?.value ?? '') !== '' || (role.boundGroups ?? []).length > 0 || /\bgroups\b/.test(role.field('bound_claims')?.value ?? '');

function endOf({ object, config, roles, groups }: VaultMethod, objects: Objects): LoginEnd {
  const at = config?.at ?? roles[0]!.at;
  const redirects = roles.flatMap((role) => role.list('allowed_redirect_uris') ?? []);
  const role = roles.find(looksAtGroups);
  const asked = roles.some((one) => one.list('oidc_scopes') !== undefined)
    ? roles.flatMap((one) => one.list('oidc_scopes') ?? [])
    : roles.length > 0
      ? []
      : undefined;
  const scopes = asked === undefined || asked.some(({ value }) => value === 'openid') ? asked : [{ ...at, value: 'openid' }, ...asked];
  const groupsClaim = role?.field('groups_claim');
  const bound = role?.boundGroups ?? [];
  const secret = mountedSecret(object, objects);
  const allBound = roles.flatMap(({ boundGroups = [] }) => boundGroups);
  return oidcEnd({
    app: 'vault',
    // A role that asks for neither has a rule of its own.
    groupsApart: asked?.some(({ value }) => value === 'groups' || value === 'profile') === true ? undefined : true,
    object,
    at,
    // Every role may name groups; who may enter is told by the first one that looks at them.
    groups: [...groups, ...allBound],
    // What merges the configuration may add the secret: that none is seen says nothing.
    confidential: config !== undefined && (config.field('oidc_client_secret') !== undefined || secret !== undefined) ? true : undefined,
    clientId: config?.field('oidc_client_id'),
    literalSecret: config?.field('oidc_client_secret'),
    // The discovery document in its place is a rule of its own.
    ...issuerOf(config?.field('oidc_discovery_url'), config?.field('oidc_discovery_url')?.value.includes('/.well-known') === true ? undefined : 'issuer'),
    scopes: scopes === undefined ? undefined : [...new Map(scopes.map((one) => [one.value, one])).values()],
    sends: redirects.length === 0 ? undefined : [...new Map(redirects.map((one) => [one.value, one])).values()],
    usesGroups: role === undefined ? undefined : groupsClaim === undefined || groupsClaim.value === '' ? role.at : groupsClaim,
    access: bound.length === 0 ? undefined : { ...bound[0]!, value: { kind: 'groups', groups: bound.map(({ value }) => value) } },
    deciders:
      roles.length > 0 && roles.every(({ boundGroups = [] }) => boundGroups.length > 0)
        ? [{ what: 'bound_claims', groups: allBound, at: allBound[0]! }]
        : undefined,
    roles: policiesOf(object),
    gives: givenBy(roles, policiesOf(object)),
    secret,
  });
}

/** Policies that roles of the method give: to groups that the role is bound to, else to anyone who signs in by it. `default` holds everybody anyway. */
function givenBy(roles: readonly VaultSettings[], policies: NonNullable<Observed['roles']>): GivenRole[] {
  const byAlias = Object.entries(policies).map(([role, groups]) => ({ role, to: groups, at: groups[0]! }));
  const byRole = roles.flatMap((one) => {
    const bound = one.boundGroups ?? [];
    return (one.list('token_policies') ?? one.list('policies') ?? [])
      .filter(({ value }) => value !== 'default')
      .map((policy) => ({ role: policy.value, to: bound.length > 0 ? bound : ('everyone' as const), at: policy }));
  });
  return [...byAlias, ...byRole];
}

/** Policies and the groups that hold them, as files for `vault write`: what a group gives is in one, whom it stands for in another. */
function policiesOf({ kind, root }: TreeObject): NonNullable<Observed['roles']> {
  const policies = new Map<string, Located<string>[]>();
  const data = root.get('data');
  const file = (name: string) => data.get(name).embedded()[0];
  for (const key of kind === 'ConfigMap' ? data.keys() : []) {
    const name = /^group-(.+)\.json$/.exec(key)?.[1];
    const group = name === undefined ? undefined : file(`alias-${name}.json`)?.get('name').locatedText();
    if (group === undefined) continue;
    for (const item of file(key)?.get('policies').items() ?? []) {
      const policy = item.text();
      if (policy !== undefined) policies.set(policy, [...(policies.get(policy) ?? []), group]);
    }
  }
  return Object.fromEntries(policies);
}

/** The Secret that a Job mounts beside the ConfigMap with the settings. */
function mountedSecret({ kind, namespace, name }: TreeObject, objects: Objects): LoginEnd['secret'] {
  if (kind !== 'ConfigMap') return undefined;
  const volumes = (job: TreeObject) => job.root.get('spec', 'template', 'spec', 'volumes').items();
  const job = objects.of('Job').find((one) => one.namespace === namespace && volumes(one).some((volume) => volume.get('configMap', 'name').text() === name));
  const secret = (job === undefined ? [] : volumes(job)).map((volume) => volume.get('secret')).find((one) => one.exists);
  const object = secret?.get('secretName').locatedText();
  const key = secret?.get('items', 0, 'key').locatedText();
  return object === undefined ? undefined : { name: object, ...(key === undefined ? {} : { key }) };
}
