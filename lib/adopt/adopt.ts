import { grouped } from '../contract/grouped.ts';
import { type Given, repositoryOf } from '../check/repository-of.ts';
import { defineCluster } from '../cluster/cluster.ts';
import { isPinoutError, PinoutError } from '../contract/error.ts';
import type { FactsInput } from '../contract/facts-input.ts';
import type { Facts } from '../contract/facts.ts';
import { counted } from '../contract/counted.ts';
import { writtenProvider } from '../idp/written.ts';
import { clustersOf } from '../tree/clusters-of.ts';
import type { Tree } from '../tree/tree.ts';
import { known } from '../tree/known.ts';
import { type Draft, draftOf, labelOf, type Refused } from './draft.ts';
import { type Domain, domainOf } from './facts-of.ts';
import { type Found, foundIn } from './found.ts';
import { readSources, type Source } from './sources.ts';
import { namesProvider } from '../idp/hosts.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** Logins that exist, before anything is known of the cluster that they become part of. */
export interface Logins {
  readonly sources: readonly Source[];
  readonly found: readonly Found[];
  /** The domain that most hosts are below, and the variable that stands for it, when they can be told. */
  readonly domain: { readonly name?: string; readonly variable?: string };
  /** What the identity provider holds besides, and that stays as it is. */
  readonly others: readonly Refused[];
  /** Files that were not read, by the reason. */
  readonly unread: readonly { readonly why: string; readonly files: readonly string[] }[];
}

/**
 * Finds the logins of folders, exports and states.
 *
 * @throws PinoutError `adopt-nothing`, and what `readSources` refuses
 */
export function loginsIn(paths: readonly string[], given: Given = {}): Logins {
  const { tree, sources } = readSources(paths);
  return loginsOf(tree, sources, paths, given);
}

/** The same of a tree that was read. @throws PinoutError `adopt-nothing` */
export function loginsOf(tree: Tree, sources: readonly Source[], paths: readonly string[] = [], given: Given = {}): Logins {
  const repositories = clustersOf(tree).map((one) => repositoryOf(one, given));
  const found = foundIn(repositories);
  const others = otherLoginsIn(repositories);
  if (found.length === 0)
    throw new PinoutError({
      code: 'adopt-nothing',
      app: 'adopt',
      field: paths.join(' '),
      found: `${counted(tree.documents.length, 'document')}, and no login in ${tree.documents.length === 1 ? 'it' : 'them'}${others.map(({ name, why }) => `; ${name}: ${why}`).join('')}`,
      wanted: 'login settings of an app, or a client of the identity provider',
      fix: "pass the folder with your manifests, an export of the identity provider, or a Terraform state; 'pinout check --logins' shows what looks like a login",
    });
  return { sources, found, others, domain: domainOf(found), unread: unreadIn(tree) };
}

function unreadIn({ broken, unread }: Pick<Tree, 'broken' | 'unread'>): Logins['unread'] {
  const all = [...broken.map(({ file, line }) => ({ file: `${file}:${line}`, why: 'not YAML' })), ...unread];
  const whys = [...new Set(all.map(({ why }) => why))];
  return whys.map((why) => ({ why, files: all.flatMap((one) => (one.why === why ? [one.file] : [])) }));
}

/** What the identity provider has besides logins that can be written, each once. */
function otherLoginsIn(repositories: readonly Found['repository'][]): Refused[] {
  const once = new Map(repositories.flatMap((one) => writtenProvider.others(one)).map((one) => [`${one.label} ${one.why}`, { name: one.label, why: one.why }]));
  return [...once.values()];
}

/** Whether pinout wrote a login, by the header of its files. */
export function writtenByUs(found: readonly Found[]): (one: Found) => boolean {
  const files = new Set(found.flatMap(({ repository }) => repository.tree.objects.flatMap(({ ours, file }) => (ours ? [file] : []))));
  return (one) => filesOf(one).some((file) => files.has(file));
}

/** Files of the user's in which the identity provider's ends of some logins stand: two would write these objects. */
export function ownersOf({ found, sources }: Pick<Logins, 'found' | 'sources'>, drafts: readonly Draft[]): string[] {
  const isOurs = writtenByUs(found);
  const read = sources.flatMap(({ kind, file }) => (kind === 'repository' ? [] : [file]));
  const files = drafts.flatMap(({ found: one }) => (one.client === undefined || isOurs(one) ? [] : [one.client.place.at.file]));
  return [...new Set(files)].filter((file) => !read.some((other) => file === other || file.startsWith(`${other}#`))).sort();
}

const filesOf = ({ client, login }: Found): string[] => [client?.place.at.file, login?.object.file].filter((file) => file !== undefined);

/** Drafts that make a cluster together; one that is refused among the others is left out. */
export function fitting(drafts: readonly Draft[], facts: FactsInput): { readonly drafts: readonly Draft[]; readonly refused: readonly Refused[] } {
  const refused: Refused[] = [];
  let rest = [...drafts];
  while (rest.length > 0) {
    try {
      defineCluster({ ...facts, apps: rest.map(({ app }) => app) });
      break;
    } catch (error) {
      const culprit = isPinoutError(error) ? rest.find(({ name }) => name === error.app) : undefined;
      if (culprit === undefined || !isPinoutError(error)) throw error;
      refused.push({ name: culprit.name, found: culprit.found, why: `${error.field} is ${error.found}` });
      rest = rest.filter((one) => one !== culprit);
    }
  }
  return { drafts: rest, refused };
}

/** What becomes of each login, in the order of their names: a file, or the reason why there is none. */
export function draftsOf(
  { found, sources, domain: said }: Pick<Logins, 'found' | 'sources' | 'domain'>,
  facts: Facts,
): { readonly drafts: readonly Draft[]; readonly refused: readonly Refused[] } {
  const states = sources.filter(({ kind }) => kind === 'terraform').map(({ file }) => `${file}#`);
  const isOurs = writtenByUs(found);
  const whole = (one: Found): boolean => isOurs(one) || filesOf(one).some((file) => states.some((state) => file.startsWith(state)));
  const twice = twins(found);
  const domain: Domain = { name: facts.domain, ...(said.variable === undefined ? {} : { variable: said.variable }) };
  const drafts: Draft[] = [];
  const refused: Refused[] = [];
  const names = new Map<string, Found>();
  for (const one of found) {
    const other = twice.get(one);
    const elsewhere = otherProvider(one, found);
    if (elsewhere !== undefined) refused.push({ name: labelOf(one), found: one, why: elsewhere });
    else if (other !== undefined)
      refused.push({
        name: labelOf(one),
        found: one,
        why: `another client has the same id: ${other}. Client ids must be unique: delete one of them first`,
      });
    else {
      // What pinout took over is taken over again; its release is written again only where it is ours.
      const taken = one.client?.takenOver !== undefined;
      const itself = taken ? isOurs(one) && one.login?.release !== undefined : whole(one);
      const draft = draftOf(one, { facts, domain, whole: itself, isOurs: isOurs(one) && !taken });
      const before = 'contract' in draft ? names.get(draft.name) : undefined;
      if (!('contract' in draft)) refused.push(draft);
      else if (before !== undefined)
        refused.push({ name: draft.name, found: one, why: `the login in ${filesOf(before)[0] ?? '?'} also has the name ${draft.name}` });
      else {
        names.set(draft.name, one);
        drafts.push(draft);
      }
    }
  }
  const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return { drafts: drafts.sort(byName), refused: refused.sort(byName) };
}

/** Clients with one id, each with the place of another. */
function twins(found: readonly Found[]): ReadonlyMap<Found, string> {
  const byId = grouped(found, ({ client, protocol }) => {
    const id = protocol === 'oidc' ? known(client?.clientId?.value) : undefined;
    return id === undefined ? undefined : `${client!.idp.name} ${id}`;
  });
  const result = new Map<Found, string>();
  for (const list of byId.values())
    if (list.length > 1)
      for (const one of list) {
        const other = list.find((it) => it !== one)!.client!;
        if (known(one.client!.providerName?.value) === known(other.providerName?.value)) continue;
        result.set(one, `${other.label} (${other.place.at.file})`);
      }
  return result;
}

const { facts } = writtenProvider;

/** Why a login is not one of the identity provider that is written here; undefined when it is, or when nothing speaks against it. */
function otherProvider(one: Found, all: readonly Found[]): string | undefined {
  const { client, login, repository } = one;
  const here = `pinout writes ${facts.title}'s end here`;
  if (client !== undefined) return client.idp === facts ? undefined : `its identity provider is ${client.idp.title}, and ${here}`;
  const idps = login?.idps ?? [];
  if (idps.includes(facts)) return undefined;
  if (idps.length > 0) return `its identity provider is ${idps.map(({ title }) => title).join(' or ')}, and ${here}`;
  const issuer = known(login?.issuer?.value) ?? known(login?.endpoints.map(({ value }) => value).find((url) => known(url) !== undefined));
  if (issuer !== undefined && (namesProvider(hostTextOf(issuer) ?? '', repository) || !facts.address.test(issuer)))
    return `its identity provider is at ${issuer}, which is not a URL of ${facts.title}, and ${here}`;
  const isUsed = all.some((other) => other.client?.idp === facts || other.login?.idps?.includes(facts) === true) || installs(repository);
  return isUsed ? undefined : `no setting shows that its identity provider is ${facts.title}, and ${here}`;
}

/** Whether the provider that is written here is installed by a tree. */
const installs = ({ releases, containers }: Found['repository']): boolean =>
  releases.some(({ chart }) => facts.runs.charts.includes(chart)) || containers.some(({ image }) => facts.runs.image.test(image));
