import type { Seen } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import { readAccessExpression } from './access-expression.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

/** A scope that a provider maps. */
export interface MappedScope {
  readonly name: string;
  readonly at: Reader;
  /** The packaged mapping of authentik, or one of its own with this entry. */
  readonly managed: boolean;
  readonly entry?: Entry;
}

/** The identity provider's end of one login: an OAuth2 provider of authentik and its application. */
export interface Client {
  readonly provider: Entry;
  readonly application?: Entry;
  readonly label: string;
  readonly clientId?: Seen<string>;
  readonly slug?: Seen<string>;
  readonly clientType?: Seen<string>;
  readonly redirects?: readonly { readonly url: string; readonly matching: string; readonly use: string; readonly at: Reader }[];
  /** Undefined when the blueprint does not set them, or sets some that cannot be told. */
  readonly scopes?: readonly MappedScope[];
  /** False when a mapping's scope could not be told. */
  readonly scopesComplete: boolean;
  readonly grants?: readonly Seen<string>[];
  readonly bindings: readonly Entry[];
  /** Names of the groups that may enter; undefined when something else than groups decides. */
  readonly admitted?: readonly Seen<string>[];
  readonly launchUrl?: Seen<string>;
  readonly secret: Reader;
}

const managedScope = 'goauthentik.io/providers/oauth2/scope-';

/** Every OAuth2 provider of a tree with what belongs to it. */
export function clientsOf(blueprints: Blueprints): Client[] {
  const applications = new Map<Entry, Entry>();
  for (const application of blueprints.of('authentik_core.application')) {
    const target = blueprints.target(application.field('provider'), application);
    if (target?.kind === 'entry' && !applications.has(target.entry)) applications.set(target.entry, application);
  }
  const bindings = bindingsOf(blueprints);
  return blueprints.of('authentik_providers_oauth2.oauth2provider').map((provider) => {
    const application = applications.get(provider);
    const mine = application === undefined ? [] : (bindings.get(application) ?? []);
    return client(provider, application, mine, blueprints);
  });
}

/** Bindings by the application that they guard. */
export function bindingsOf(blueprints: Blueprints): ReadonlyMap<Entry, readonly Entry[]> {
  const bindings = new Map<Entry, Entry[]>();
  for (const binding of blueprints.of('authentik_policies.policybinding')) {
    if (binding.field('enabled').scalar() === false) continue;
    const target = blueprints.target(binding.field('target'), binding);
    if (target?.kind !== 'entry') continue;
    const list = bindings.get(target.entry);
    if (list === undefined) bindings.set(target.entry, [binding]);
    else list.push(binding);
  }
  return bindings;
}

function client(provider: Entry, application: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints): Client {
  const text = (name: string, entry: Entry | undefined = provider) => {
    const node = entry?.field(name);
    return node === undefined || node.tag !== undefined ? undefined : node.seenText();
  };
  const redirects = provider.field('redirect_uris');
  const mappings = provider.field('property_mappings');
  const grants = provider.field('grant_types');
  const scopes = mappings.items().map((mapping) => scopeOf(mapping, provider, blueprints));
  const slug = text('slug', application);
  const admitted = admittedOf(application, bindings, blueprints);
  const name = slug?.value ?? text('name')?.value ?? text('client_id')?.value ?? '';
  const clientId = provider.field('client_id').tag === undefined ? provider.field('client_id').scalar() : undefined;
  return {
    provider,
    ...(application === undefined ? {} : { application }),
    label: name,
    bindings,
    scopesComplete: scopes.every((scope) => scope !== undefined),
    secret: provider.field('client_secret'),
    ...defined({
      clientId: clientId === undefined || clientId === null ? undefined : provider.field('client_id').seen(String(clientId as number)),
      slug,
      clientType: text('client_type'),
      redirects:
        !redirects.exists || redirects.tag !== undefined || redirects.text() !== undefined
          ? undefined
          : redirects.items().map((at) => ({
              url: at.get('url').tag === undefined ? (at.get('url').text() ?? '') : '',
              matching: at.get('matching_mode').text() ?? 'strict',
              use: at.get('redirect_uri_type').text() === 'logout' ? 'logout' : 'login',
              at,
            })),
      scopes: !mappings.exists ? undefined : scopes.filter((scope) => scope !== undefined),
      grants: !grants.exists ? undefined : grants.items().flatMap((grant) => grant.seenText() ?? []),
      admitted,
      launchUrl: text('meta_launch_url', application),
    }),
  };
}

/** Scope of a mapping: managed ones say it in their name, own ones in their entry. */
function scopeOf(mapping: Reader, provider: Entry, blueprints: Blueprints): MappedScope | undefined {
  const target = blueprints.target(mapping, provider);
  if (target?.kind === 'entry') {
    const name = target.entry.field('scope_name').text();
    return name === undefined ? undefined : { name, at: mapping, managed: target.entry.field('managed').exists, entry: target.entry };
  }
  if (target?.kind === 'managed') {
    if (target.managed.startsWith(managedScope)) return { name: target.managed.slice(managedScope.length), at: mapping, managed: true };
    return { name: target.managed, at: mapping, managed: true };
  }
  if (target?.kind !== 'elsewhere') return undefined;
  if (target.field === 'scope_name') return { name: target.value, at: mapping, managed: true };
  const packaged = /^authentik default OAuth Mapping: OpenID '(\w+)'$/.exec(target.value)?.[1];
  return packaged === undefined ? undefined : { name: packaged, at: mapping, managed: true };
}

function admittedOf(application: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints): readonly Seen<string>[] | undefined {
  // Where all bindings must pass, several let in fewer than each of them.
  if (bindings.length === 0 || (bindings.length > 1 && application?.field('policy_engine_mode').text() === 'all')) return undefined;
  const groups: Seen<string>[] = [];
  for (const binding of bindings) {
    const admitted = groupsOf(binding, blueprints);
    if (admitted === undefined) return undefined;
    groups.push(...admitted);
  }
  return groups;
}

/** The groups that one binding lets in: its group, or those that a policy of pinout names. */
function groupsOf(binding: Entry, blueprints: Blueprints): readonly Seen<string>[] | undefined {
  const group = binding.field('group');
  const target = blueprints.target(group, binding);
  const name =
    target?.kind === 'entry' ? target.entry.field('name').text() : target?.kind === 'elsewhere' && target.field === 'name' ? target.value : undefined;
  if (name !== undefined) return [group.seen(name)];
  const policy = blueprints.target(binding.field('policy'), binding);
  const expression = policy?.kind === 'entry' ? policy.entry.field('expression') : undefined;
  const read = expression === undefined ? undefined : readAccessExpression(expression.text() ?? '');
  return read === undefined || 'everyone' in read ? undefined : read.groups.map((one) => expression!.seen(one));
}

function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
