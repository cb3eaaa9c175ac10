import type { Located } from '../../contract/observed.ts';
import { noPage } from '../../contract/tile.ts';
import type { IdpEnd } from '../../login/idp-end.ts';
import type { Reader } from '../../manifest/reader.ts';
import { defined } from '../../tree/defined.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { perTree } from '../../tree/per-tree.ts';
import { type Blueprints, blueprintsOf, type Entry } from './read-blueprints.ts';
import type { WorkerEnvironment } from './evaluate.ts';
import { accessOf, admittedOf, bindingsOf, gateOf } from './read-access.ts';
import { type MappedScope, scopeOf, trustsEmail } from './read-scopes.ts';
import { isAdopted } from './blueprint-types.ts';
import { authentikFacts } from './facts.ts';
import { validityOf } from './validity.ts';
import { fileSecretOf } from './identity-secret.ts';

/** A redirect URI of a provider. */
export interface RedirectUri extends Located<{ url: string; use: string; matching: string }> {
  readonly at: Reader;
  readonly url: string;
  readonly matching: string;
  readonly use: string;
}

/** The identity provider's end of one login: a provider of authentik and its application, or an application whose provider is elsewhere. */
export interface IdentityEnd extends IdpEnd {
  readonly provider?: Entry;
  readonly application?: Entry;
  readonly redirects?: readonly RedirectUri[];
  /** Undefined when the blueprint does not set them, or sets some that cannot be told. */
  readonly scopes?: readonly MappedScope[];
  readonly bindings: readonly Entry[];
}

/** The end of a login by OpenID Connect. */
export interface Client extends IdentityEnd {
  readonly provider: Entry;
}

/** Every blueprint of a tree. */
export const readBlueprints = perTree((manifests: Blueprinted) =>
  blueprintsOf({ documents: manifests.tree.documents, objects: manifests.objects, releases: manifests.releases }, workerEnvironment(manifests.containers)),
);

/** What blueprints are read from: their texts, and the variables of authentik's worker. */
type Blueprinted = Pick<Manifests, 'tree' | 'objects' | 'containers' | 'releases'>;

function workerEnvironment(containers: Manifests['containers']): WorkerEnvironment {
  const workers = containers.filter(({ release, image }) => release?.chart === 'authentik' || image.endsWith('goauthentik/server'));
  const values = new Map(workers.flatMap(({ env }) => [...env].map(([name, { value }]) => [name, value?.value] as const)));
  return { values, hidden: workers.length === 0 || workers.some(({ hidden }) => hidden) };
}

/** Every end that blueprints of a tree write: files of their own, or texts in ConfigMaps. What a blueprint does not say is left out. */
export const readIdentityEnds = perTree((manifests: Blueprinted): readonly IdentityEnd[] => {
  const blueprints = readBlueprints(manifests);
  const applications = new Map<Entry, Entry>();
  const alone = new Set(blueprints.of(application));
  for (const one of alone) {
    const target = blueprints.target(one.field('provider'), one);
    if (target?.kind !== 'entry' || applications.has(target.entry)) continue;
    applications.set(target.entry, one);
    alone.delete(one);
  }
  const bindings = bindingsOf(blueprints);
  const ends = blueprints.all.flatMap(({ entries }) =>
    entries.flatMap((provider): IdentityEnd[] => {
      if (provider.absent || provider.continues || (provider.model !== oauth2 && provider.model !== proxy)) return [];
      const own = applications.get(provider);
      return [
        {
          ...shown(own, own === undefined ? [] : (bindings.get(own) ?? []), blueprints, provider),
          ...sides[provider.model](provider, blueprints),
          ...defined({ providerName: textOf(provider, 'name') }),
          provider,
        },
      ];
    }),
  );
  return [...ends, ...[...alone].map((one) => shown(one, bindings.get(one) ?? [], blueprints))];
});

const application = 'authentik_core.application';
const oauth2 = 'authentik_providers_oauth2.oauth2provider';
const proxy = 'authentik_providers_proxy.proxyprovider';

/** The ends of logins by OpenID Connect. */
export function readClients(manifests: Blueprinted): Client[] {
  return readIdentityEnds(manifests).filter(isClient);
}

/** Whether an end is one of a login by OpenID Connect. */
export const isClient = (end: IdentityEnd): end is Client => end.provider?.model === oauth2 && !isOfOutpost(end.provider);

/** An export of authentik has a proxy provider as what it is made of: an OAuth2 provider whose redirects are all the outpost's. No app logs in by it. */
const isOfOutpost = (provider: Entry): boolean => {
  const urls = provider.field('redirect_uris').items();
  return (
    urls.length > 0 && urls.every((one) => /(?:outpost\.goauthentik\.io\/callback\b|[?&]X-authentik-auth-callback=true)/.test(one.get('url').text() ?? ''))
  );
};

/** Text of a field, when no tag makes it. */
function textOf(entry: Entry | undefined, name: string): Located<string> | undefined {
  const node = entry?.field(name);
  return node === undefined || node.tag !== undefined ? undefined : node.locatedText();
}

const filled = (seen: Located<string> | undefined): Located<string> | undefined => (seen?.value === '' ? undefined : seen);

/** What an application says: its tile, and who may enter. */
function shown(entry: Entry | undefined, bindings: readonly Entry[], blueprints: Blueprints, provider?: Entry): IdentityEnd {
  const slug = textOf(entry, 'slug');
  const launch = filled(textOf(entry, 'meta_launch_url'));
  const hide = entry?.field('meta_hide');
  return {
    end: 'idp',
    idp: authentikFacts,
    place: (provider ?? entry)!.root.get('attrs').located(undefined),
    label: slug?.value ?? textOf(provider, 'name')?.value ?? textOf(provider, 'client_id')?.value ?? '',
    bindings,
    scopesComplete: true,
    ...defined({
      takenOver: provider !== undefined && isAdopted(provider) ? (entry?.id ?? '').replace(/-application$/, '') : undefined,
      application: entry,
      slug,
      name: textOf(entry, 'name'),
      launchUrl: launch === undefined ? (hide?.scalar() === true ? hide.located(noPage) : undefined) : { ...launch, value: launch.value.replaceAll('%%', '%') },
      section: filled(textOf(entry, 'group')),
      icon: filled(textOf(entry, 'meta_icon') ?? textOf(entry, 'icon')),
      description: filled(textOf(entry, 'meta_description')),
      access: accessOf(entry, bindings, blueprints),
      admitted: admittedOf(entry, bindings, blueprints),
      gate: gateOf(entry, bindings, blueprints),
      subject: textOf(provider, 'sub_mode'),
    }),
  };
}

/** goauthentik/authentik, authentik/core/models.py: `User.groups` is Django's own until 2025.12, which authentik never fills. */
const accessorNotes: Readonly<Record<string, string>> = {
  groups: 'that is correct since 2026.2; before, it is always an empty list: use request.user.ak_groups there',
  ak_groups: 'that is correct up to 2025.12; since 2026.2 the field is request.user.groups, and the old name still works',
};

type Side = Partial<IdentityEnd>;

/** What a provider says, by its model. */
const sides = {
  [oauth2]: (provider: Entry, blueprints: Blueprints): Side => {
    const clientId = provider.field('client_id');
    const id = clientId.tag === undefined ? clientId.scalar() : undefined;
    const redirects = provider.field('redirect_uris');
    const mappings = provider.field('property_mappings');
    const grants = provider.field('grant_types');
    const all = mappings.items().map((mapping) => scopeOf(mapping, provider, blueprints));
    const scopes = all.filter((scope) => scope !== undefined);
    const email = scopes.find(({ value }) => value === 'email');
    const expressions = scopes.flatMap(({ entry }) => entry?.field('expression').locatedText() ?? []);
    const accessor = expressions.flatMap((seen) => {
      const name = /\buser\.(ak_groups|groups)\b/.exec(seen.value)?.[1];
      return name === undefined ? [] : [{ ...seen, value: `request.user.${name}`, note: accessorNotes[name] ?? '' }];
    })[0];
    return {
      protocol: 'oidc',
      scopesComplete: scopes.length === all.length,
      ...defined({
        clientId: id === undefined || id === null ? undefined : clientId.located(String(id as number)),
        clientType: textOf(provider, 'client_type'),
        accessTokenMinutes: validityOf(provider.field('access_token_validity')),
        redirects: !redirects.exists || redirects.tag !== undefined || redirects.text() !== undefined ? undefined : redirects.items().map(redirectOf),
        scopes: !mappings.exists ? undefined : scopes,
        grants: !grants.exists ? undefined : grants.items().flatMap((grant) => grant.locatedText() ?? []),
        secret: fileSecretOf(provider.field('client_secret')),
        groupsRead: accessor,
        emailVerified: !mappings.exists ? undefined : (email?.at ?? mappings).located(email !== undefined && trustsEmail(email) ? 'trusted' : 'managed'),
      }),
    };
  },
  [proxy]: (provider: Entry): Side => {
    const skipped = provider.field('skip_path_regex');
    const paths = (skipped.text() ?? '').split('\n').filter((path) => path !== '');
    return {
      protocol: 'forward-auth',
      openPaths: paths.map((path) => skipped.located(path)),
      ...defined({
        externalHost: textOf(provider, 'external_host'),
        guardDomain: guardDomainOf(provider.field('mode'), provider.field('cookie_domain')),
        // Without a word authentik takes `proxy`, which asks for the address behind it.
        guardMode: textOf(provider, 'mode') ?? (provider.field('internal_host').exists ? { ...provider.field('internal_host').located('proxy') } : undefined),
      }),
    };
  },
};

/** A provider for a whole domain guards all hosts below that of its cookie. */
export const guardDomainOf = (mode: Reader, cookie: Reader): string | undefined => {
  const domain = cookie.text() ?? '';
  return mode.text() === 'forward_domain' && domain !== '' ? domain : undefined;
};

function redirectOf(at: Reader): RedirectUri {
  const value = {
    url: at.get('url').tag === undefined ? (at.get('url').text() ?? '') : shapeOf(at.get('url')),
    matching: at.get('matching_mode').text() ?? 'strict',
    use: at.get('redirect_uri_type').text() === 'logout' ? 'logout' : 'login',
  };
  return { value, at, ...value };
}

/** What is known of `!Format ["https://%s/path", !Env HOST]`: the text around its gaps. Empty where nothing is. */
function shapeOf({ tag, value }: Reader): string {
  const [text, ...rest]: readonly unknown[] = tag === '!Format' && Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof text !== 'string') return '';
  let at = 0;
  const filled = text.replace(/%s/g, () => {
    const one = rest[at++];
    return typeof one === 'string' ? one : '$(…)';
  });
  return filled.includes('%') || at !== rest.length ? '' : filled;
}
