import type { Contract } from '../contract/contract.ts';
import { isPinoutError } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { adopted, finishedEnd } from '../cluster/adopted-end.ts';
import { type App, appOf, type Integration } from '../integrations/integration.ts';
import { integrations } from '../integrations/registry.ts';
import { known } from '../tree/known.ts';
import { type Domain, withDomain } from './facts-of.ts';
import type { Found } from './found.ts';
import { generic, otherTile, special, variants } from './options-of.ts';
import { type Known, knownOf } from './known.ts';
import { reviewOf } from './review.ts';
import type { Manifest } from '../manifest/manifest.ts';

/** An app file that would be written for a login, and what is known of it. */
export interface Draft {
  readonly name: string;
  /** The folder of the integration. */
  readonly integration: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly app: App<unknown>;
  readonly contract: Contract;
  readonly found: Found;
  /** What could not be told, and what was written in its place. */
  readonly unknown: readonly string[];
  /** What would change at the identity provider and in the app, as a review says it; empty when nothing does. */
  readonly changes: readonly string[];
}

/** A login that no file can be written for, and why. */
export interface Refused {
  readonly name: string;
  readonly found?: Found;
  readonly why: string;
}

/** How files are written. */
export interface DraftOptions {
  readonly facts: Facts;
  /** What stands for the domain in manifests. */
  readonly domain: Domain;
  /** The app itself is written too, where pinout knows it: of what pinout wrote before, or what Terraform sets up. */
  readonly whole: boolean;
  /** pinout wrote it: nothing is to be taken over. */
  readonly isOurs: boolean;
}

/** What a login becomes in `apps/`. */
export function draftOf(found: Found, { facts, domain, whole, isOurs }: DraftOptions): Draft | Refused {
  const name = nameOf(found);
  const refuse = (why: string): Refused => ({ name: name ?? labelOf(found), found, why });
  if (name === undefined) return refuse(`${JSON.stringify(labelOf(found))} cannot be turned into a name of lower case letters, digits and dashes`);
  const unfit = isOurs ? undefined : unwritable(found, domain);
  if (unfit !== undefined) return refuse(unfit);
  const at = { facts, domain, found, isOurs };
  const itself = knownOf(found, name, domain, { isOurs, existing: false });
  // A release that is there gets the values of its login, and is not installed again.
  const release = isOurs || whole || found.by === undefined ? undefined : knownOf(found, name, domain, { isOurs, existing: true });
  for (const known_ of [whole ? itself : undefined, release?.existing === undefined ? undefined : release])
    for (const [key, integration] of known_ === undefined ? [] : specials(found)) {
      const made = tried(key, integration, special(known_!, isOurs), known_!, at);
      if ('contract' in made && fits(made.contract, at)) return made;
      // The user may have named it otherwise in the library.
      const tile = isOurs && 'contract' in made ? otherTile(found, made.contract) : undefined;
      const again = tile === undefined ? undefined : tried(key, integration, { ...special(known_!, isOurs), tile }, known_!, at);
      if (again !== undefined && 'contract' in again && fits(again.contract, at)) return again;
    }
  const whys: string[] = [];
  for (const [key, integration] of Object.entries(integrations).filter(([, one]) => one.general === true)) {
    const made = tried(key, integration, generic(itself, found, isOurs, domain), itself, at);
    if ('contract' in made && made.contract.protocol === found.protocol) return made;
    // Options of the other protocol are unknown here.
    if ('why' in made && made.code !== 'option-unknown') whys.push(made.why);
  }
  return refuse(whys[0] ?? 'pinout cannot write such a login');
}

/** Why no file can say what a login is. */
function unwritable({ protocol, client, login }: Found, domain: Domain): string | undefined {
  if (protocol === 'forward-auth') {
    const mode = client?.guardMode?.value;
    return mode === undefined || mode === 'forward_single'
      ? undefined
      : `its proxy provider has the mode ${mode}, but pinout only writes forward_single, so it is not changed`;
  }
  const given = client?.redirects ?? login?.redirects ?? [];
  const strict = given.filter(({ value: { use, matching, url } }) => use === 'login' && matching === 'strict' && url !== '');
  if (strict.length === 0 && login?.callback === undefined)
    return given.some(({ value: { matching } }) => matching !== 'strict')
      ? `its redirect URI is a regular expression (${given.map(({ value }) => value.url).join(', ')}): write an oidcApp with the URIs that it matches`
      : 'its redirect URI was not found: the settings are in a Secret, or were made in the web interface. Write an oidcApp by hand, or adopt from an authentik export';
  const open = strict.map(({ value }) => withDomain(value.url, domain)).find((url) => known(url) === undefined);
  return open === undefined
    ? undefined
    : `its redirect URI ${open} has a part that is not in git${domain.variable === undefined ? '' : `: only \${${domain.variable}} is known to be the domain`}. Write an oidcApp by hand`;
}

/** The integration that read the app's end. What a reader of any app has read is none of those that are known; where nothing was read, it may be each. */
function specials({ by, protocol }: Found): (readonly [string, Integration<unknown>])[] {
  if (by !== undefined) return Object.entries(integrations).filter(([name, one]) => name === by && one.general !== true);
  return protocol === 'forward-auth' ? [] : Object.entries(integrations).filter(([, one]) => one.general !== true);
}

/** What a login is called, before a name is made of it. */
export function labelOf({ login, client }: Found): string {
  if (client?.takenOver !== undefined && client.takenOver !== '') return client.takenOver;
  return known(client?.slug?.value) ?? known(login?.slug?.value) ?? client?.label ?? (login!.object.kind === 'file' ? login!.app : login!.object.name);
}

/** A name that a slug, a file and a folder can have. */
function nameOf(found: Found): string | undefined {
  const name = labelOf(found)
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 50)
    .replace(/-$/, '');
  return /^[a-z]/.test(name) ? name : name === '' ? undefined : `app-${name}`;
}

interface At {
  readonly facts: Facts;
  readonly domain: Domain;
  readonly found: Found;
  readonly isOurs: boolean;
}

/** The app of some options, or why there is none. The name is left out where it is the integration's own. */
function tried(
  key: string,
  integration: Integration<unknown>,
  options: Readonly<Record<string, unknown>>,
  { name, unknown, namespace, existing }: Known,
  { facts, domain, found, isOurs }: At,
): Draft | { readonly why: string; readonly code?: string } {
  let why = '';
  let code = '';
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const change of variants(given, name, found.login?.release?.chart)) {
    try {
      const app = appOf(integration, [change]);
      const [made, ...more] = integration.contracts(app.options, facts);
      if (made === undefined || more.length > 0 || made.slug !== name) continue;
      const contract = adopted(app, name, [made], facts)[0]!;
      // Some options are asked for only by what the app's end is made of.
      const end = integration.write(app.options, [contract], facts);
      if (integration.general !== true && hasOtherChart(end.objects, namespace, found)) {
        why = 'another chart installs it';
        continue;
      }
      // What nobody of ours installs now is not installed.
      if (isOurs && found.login === undefined && integration.general !== true && end.objects.some(({ kind }) => kind === 'HelmRelease')) {
        why = 'no release of it was found';
        continue;
      }
      const { secrets } = finishedEnd(app, name, end);
      const changes = reviewOf(found, contract, domain, existing !== undefined || integration.general !== true);
      const adopt = change['adopt'] as Known['adopt'];
      // What is there keeps its client and its secret: where nothing says which those are, only authentik's end is written.
      if (existing !== undefined && (adopt?.['provider'] === undefined || (secrets.length > 0 && adopt['secret'] === undefined)))
        return { why: 'its client and its Secret were not found' };
      if (adopt === undefined || adopt['secret'] !== undefined || secrets.length === 0)
        return { name, integration: key, options: change, app, contract, found, unknown, changes };
      // The app reads its secret from a Secret of the cluster: where none is known, both ends get a new one.
      const all = { ...change, adopt: { ...adopt, secret: 'new' } };
      return {
        name,
        integration: key,
        options: all,
        app: appOf(integration, [all]),
        contract,
        found,
        unknown,
        changes: [...changes, 'client secret changed: both ends get a new one'],
      };
    } catch (error) {
      if (!isPinoutError(error)) throw error;
      ({ message: why, code } = error);
    }
  }
  return { why, code };
}

/** Whether a contract is that of a login that was found: all of it for what pinout wrote, its redirect URI for what it did not. */
function fits(contract: Contract, { found, isOurs, domain }: At): boolean {
  const { client, login } = found;
  if (contract.protocol !== found.protocol) return false;
  if (isOurs)
    return (
      reviewOf(found, contract, domain, false).length === 0 && otherTile(found, contract) === undefined && client?.launchUrl?.value === contract.tile.launchUrl
    );
  if (contract.protocol === 'forward-auth') return true;
  const urls = new Set([...(client?.redirects ?? []), ...(login?.redirects ?? [])].map(({ value }) => withDomain(value.url, domain)));
  return contract.redirects.some(({ url, use }) => use === 'login' && urls.has(url));
}

/** Charts that objects of an app install, by the last part of their names. */
function chartsOf(objects: readonly Manifest[]): string[] {
  return objects.flatMap(({ kind, spec }) => {
    const { chart, url } = (spec ?? {}) as { readonly chart?: { readonly spec?: { readonly chart?: string } }; readonly url?: string };
    if (kind === 'HelmRelease') return chart?.spec?.chart ?? [];
    return kind === 'OCIRepository' ? (url?.split('/').at(-1) ?? []) : [];
  });
}

/** Whether an app would be installed by another chart than the one that is there. Where nothing is known of it, it is not. */
function hasOtherChart(objects: readonly Manifest[], namespace: string | undefined, { repository, login }: Found): boolean {
  const charts = chartsOf(objects);
  const own = login?.release === undefined ? repository.releases.filter(({ object }) => object.namespace === namespace) : [login.release];
  const there = own.map(({ chart }) => known(chart)).filter((chart) => chart !== undefined);
  return charts.length > 0 && there.length > 0 && !charts.some((chart) => there.includes(chart));
}
