import type { Observed, Seen } from '../../contract/observed.ts';
import { noPage } from '../../contract/tile.ts';
import { Reader } from '../../manifest/reader.ts';
import type { SourceDocument } from '../../manifest/source.ts';
import { readAccessExpression } from './access-expression.ts';

const managedScope = 'goauthentik.io/providers/oauth2/scope-';

/**
 * Reads the identity provider's end of every application out of blueprints: files of their own, or texts in ConfigMaps. What is
 * not a blueprint is skipped; what a blueprint does not say is left out.
 *
 * @example readBlueprints(sourceDocuments('grafana.yaml', text))
 */
export function readBlueprints(documents: readonly SourceDocument[]): Observed[] {
  return documents.flatMap((document) => blueprintsOf(Reader.of(document)).flatMap(readBlueprint));
}

function blueprintsOf(root: Reader): Reader[] {
  if (isBlueprint(root)) return [root];
  if (root.get('kind').text() !== 'ConfigMap') return [];
  return root
    .get('data')
    .items()
    .flatMap((item) => item.embedded('pyyaml').filter(isBlueprint));
}

const isBlueprint = (root: Reader): boolean => root.keys().includes('entries') && !root.get('kind').exists;

/** Entries of one file by model, by the handle that `!KeyOf` uses, and by what `!Find` looks for. */
class Entries {
  readonly all: readonly Reader[];
  readonly byId: ReadonlyMap<string, Reader>;
  /** Later entries that change the object of an earlier one, by its handle: `identifiers: { pk: !KeyOf … }`. */
  readonly #more = new Map<string, Reader[]>();

  constructor(root: Reader) {
    const list = root.get('entries');
    const flat = list.exists && list.keys().length > 0 ? list.items().flatMap((section) => section.items()) : list.items();
    const present = flat.filter((entry) => entry.get('state').text() !== 'absent');
    for (const entry of present) {
      const of = continued(entry);
      if (of !== undefined) this.#more.set(of, [...(this.#more.get(of) ?? []), entry]);
    }
    this.all = present.filter((entry) => continued(entry) === undefined);
    this.byId = new Map(this.all.flatMap((entry) => (entry.get('id').text() === undefined ? [] : [[entry.get('id').text()!, entry]])));
  }

  of(model: string): Reader[] {
    return this.all.filter((entry) => entry.get('model').text() === model);
  }

  /** The entry of this file that a `!KeyOf` names or a `!Find` finds; `!Format ["%s", …]` makes text of its key. */
  target(value: Reader): Reader | undefined {
    if (value.tag === '!KeyOf') return this.byId.get(String(value.scalar()));
    if (value.tag === '!Format' && value.items()[0]?.text() === '%s') return this.target(value.items()[1] ?? value.get('none'));
    if (value.tag !== '!Find') return undefined;
    const [model, ...conditions] = value.items();
    const wanted = conditions.map((condition) => condition.items().map((part) => part.text()));
    if (wanted.length === 0 || wanted.some(([name, text]) => name === undefined || text === undefined)) return undefined;
    return this.of(model?.text() ?? '').find(
      (entry) => entry.get('state').text() !== 'created' && wanted.every(([name, text]) => field(entry, name!).text() === text),
    );
  }

  /** Field of an object: what a later entry of it says, or its own. */
  field(entry: Reader, name: string): Reader {
    const later = (this.#more.get(entry.get('id').text() ?? '') ?? []).map((one) => one.get('attrs', name)).findLast(({ exists }) => exists);
    return later ?? field(entry, name);
  }
}

/** Handle of the earlier entry whose object this one changes. */
function continued(entry: Reader): string | undefined {
  const pk = entry.get('identifiers', 'pk');
  return pk.tag === '!KeyOf' ? String(pk.scalar()) : undefined;
}

/** Field of an entry: identifiers win over attrs, as in authentik's importer. */
function field(entry: Reader, name: string): Reader {
  const identifier = entry.get('identifiers', name);
  return !identifier.exists ? entry.get('attrs', name) : identifier;
}

function readBlueprint(root: Reader): Observed[] {
  const entries = new Entries(root);
  return entries.of('authentik_core.application').map((application) => {
    const provider = entries.target(field(application, 'provider'));
    const hide = field(application, 'meta_hide');
    const launch = hide.scalar() === true ? hide.seen(noPage) : field(application, 'meta_launch_url').seenText();
    return defined<Observed>({
      end: 'idp',
      slug: field(application, 'slug').seenText(),
      name: field(application, 'name').seenText(),
      launchUrl: launch === undefined ? undefined : { ...launch, value: launch.value.replaceAll('%%', '%') },
      section: filled(field(application, 'group').seenText()),
      icon: filled(field(application, 'meta_icon').seenText()),
      description: filled(field(application, 'meta_description').seenText()),
      access: accessOf(entries, application),
      ...(provider === undefined ? {} : providerOf(entries, provider)),
    });
  });
}

function providerOf(entries: Entries, provider: Reader): Partial<Observed> {
  if (provider.get('model').text() === 'authentik_providers_proxy.proxyprovider') {
    const external = field(provider, 'external_host').seenText();
    const skipped = field(provider, 'skip_path_regex');
    const paths = (skipped.text() ?? '').split('\n').filter((path) => path !== '');
    return defined<Partial<Observed>>({ protocol: 'forward-auth', externalHost: external, openPaths: paths.map((path) => skipped.seen(path)) });
  }
  const mappings = field(provider, 'property_mappings');
  const grants = field(provider, 'grant_types');
  const redirects = field(provider, 'redirect_uris');
  const scopes = mappings.items().flatMap((mapping) => scopeOf(entries, mapping));
  const email = scopes.find(({ seen }) => seen.value === 'email');
  return defined<Partial<Observed>>({
    protocol: 'oidc',
    clientId: field(provider, 'client_id').seenText(),
    clientType: field(provider, 'client_type').seenText(),
    redirects: !redirects.exists ? undefined : redirects.items().map(redirectOf),
    scopes: !mappings.exists ? undefined : scopes.map(({ seen }) => seen),
    grants: !grants.exists ? undefined : grants.items().flatMap((grant) => grant.seenText() ?? []),
    secret: secretOf(entries.field(provider, 'client_secret')),
    emailVerified: email === undefined ? mappings.seen('managed') : { ...email.seen, value: email.trusted ? 'trusted' : 'managed' },
  });
}

function redirectOf(item: Reader): Seen<{ url: string; use: string; matching: string }> {
  const type = item.get('redirect_uri_type').text() ?? 'authorization';
  return item.seen({ url: item.get('url').text() ?? '', use: type === 'authorization' ? 'login' : type, matching: item.get('matching_mode').text() ?? '' });
}

/** Scope of a mapping: of an own one by its entry, of a managed one by the name that `!Find` looks for. */
function scopeOf(entries: Entries, mapping: Reader): { seen: Seen<string>; trusted: boolean }[] {
  const own = entries.target(mapping);
  if (own !== undefined) {
    const name = field(own, 'scope_name').text();
    return name === undefined ? [] : [{ seen: mapping.seen(name), trusted: /email_verified"\s*:\s*True/.test(field(own, 'expression').text() ?? '') }];
  }
  if (mapping.tag !== '!Find') return [];
  return mapping
    .items()
    .slice(1)
    .flatMap((condition) => {
      const [key, value] = condition.items();
      const managed = value?.text() ?? '';
      return key?.text() === 'managed' && managed.startsWith(managedScope) ? [{ seen: mapping.seen(managed.slice(managedScope.length)), trusted: false }] : [];
    });
}

function secretOf(value: Reader): Observed['secret'] | undefined {
  if (value.tag !== '!File') return undefined;
  const path = value.text() ?? value.items()[0]?.text() ?? '';
  const [folder, key] = path.split('/').slice(-2);
  if (folder === undefined || key === undefined) return undefined;
  const name = path.startsWith('/blueprints/mounted/secret-') ? folder.slice('secret-'.length) : folder;
  return { name: value.seen(name), key: value.seen(key) };
}

function accessOf(entries: Entries, application: Reader): Observed['access'] {
  const id = application.get('id').text();
  const bindings = entries.of('authentik_policies.policybinding').filter((binding) => {
    const target = field(binding, 'target');
    return target.tag === '!KeyOf' && target.scalar() === id && field(binding, 'enabled').scalar() !== false;
  });
  const [first] = bindings;
  if (first === undefined) return undefined;
  const who = bindings.map((binding) => admittedBy(entries, binding));
  // Where all must pass, several say less than each of them.
  if (bindings.length > 1 && field(application, 'policy_engine_mode').text() === 'all') return undefined;
  if (who.includes('everyone')) return first.seen({ kind: 'everyone' });
  const groups = who.flatMap((one) => one ?? []);
  return groups.length === 0 ? undefined : first.seen({ kind: 'groups', groups });
}

/** The groups that one binding lets in: its group, or those of a policy that pinout wrote. */
function admittedBy(entries: Entries, binding: Reader): readonly string[] | 'everyone' | undefined {
  const group = entries.target(field(binding, 'group'));
  const name = group === undefined ? undefined : field(group, 'name').text();
  if (name !== undefined) return [name];
  const policy = entries.target(field(binding, 'policy'));
  const read = policy === undefined ? undefined : readAccessExpression(field(policy, 'expression').text() ?? '');
  return read === undefined ? undefined : 'everyone' in read ? 'everyone' : read.groups;
}

const filled = (seen: Seen<string> | undefined): Seen<string> | undefined => (seen?.value === '' ? undefined : seen);

/** Leaves out what was not found. */
function defined<T>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
