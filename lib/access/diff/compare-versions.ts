import type { IdentityProvider } from '../../idp/identity-provider.ts';
import { providersOf } from '../../idp/known-providers.ts';
import { type Product, type Running, versionOfProvider } from '../../repository/versions.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { ClusterModel } from '../access-model.ts';
import { type Change, change } from './change.ts';

/** Versions of what decides about logins, with what is known to break between them, and charts that make a great step. */
export function compareVersionsOf(before: ClusterModel, after: ClusterModel): Change[] {
  const [was, is] = [before.repository.versions, after.repository.versions];
  const providers = new Map(providersOf(after.repository).map((one) => [one.facts.name, one]));
  const known = (Object.keys(is) as Product[]).flatMap((product): Change[] => {
    const [old, now] = [was[product], is[product]];
    return stepOf(titleOf(product), old, now, providers.get(product));
  });
  // Those that no rule asks the version of.
  const others = [...providers].flatMap(([name, provider]) => {
    if (name in is || (provider.breaking === undefined && provider.upgrade === undefined)) return [];
    const [old, now] = [before, after].map(({ repository }) => versionOfProvider(provider.facts.runs, repository));
    return stepOf(provider.facts.title, old, now, provider);
  });
  const products = [...known, ...others];
  const reported = new Set(products.map(({ at }) => `${at.file}:${at.line}`));
  return [...products, ...charts(before, after).filter(({ at }) => !reported.has(`${at.file}:${at.line}`))];
}

const titles: Readonly<Partial<Record<Product, string>>> = { kubernetes: 'Kubernetes', flux: 'Flux', externalSecrets: 'External Secrets', traefik: 'Traefik' };
const titleOf = (product: Product): string => titles[product] ?? product;

/** What going from one version to another means, with what is known of it. */
function stepOf(title: string, before: Running | undefined, after: Running | undefined, provider: IdentityProvider | undefined): Change[] {
  if (before === undefined || after?.at === undefined || before.text === after.text) return [];
  const [old, now, at] = [before.text, after.text, after.at];
  const [from, to] = [numbersOf(old) ?? before.range.from, numbersOf(now) ?? after.range.from];
  const { breaking = [], upgrade } = provider ?? {};
  const isDown = compareVersions(to, from) < 0;
  const known = breaking
    .filter(({ since }) => compareVersions(from, since) < 0 && compareVersions(to, since) >= 0)
    .map(({ since, says }) => `since ${since.join('.')} ${says}`);
  const step = upgrade?.(old, now);
  // Versions that this step must not leave out.
  const skipped = step?.kind === 'skips' ? step.through : [];
  const says = isDown
    ? `${title} goes back from ${old} to ${now}: its database may be of the newer version already`
    : skipped.length > 0
      ? `${title} goes from ${old} to ${now} and leaves out ${skipped.join(', ')}: its server refuses that, or a migration fails half way. Go through each of them, with a backup before${known.length === 0 ? '' : `; ${known.join('; ')}`}`
      : `${title} goes from ${old} to ${now}${known.length === 0 ? '' : `: ${known.join('; ')}`}`;
  return [change(isDown || skipped.length > 0 ? 'breaks' : 'neutral', 'version', says, at, { app: title })];
}

/** Charts whose first number grew: their values may mean something else. */
function charts(before: ClusterModel, after: ClusterModel): Change[] {
  const key = ({ object, chart }: ClusterModel['repository']['releases'][number]) => `${object.kind} ${object.namespace}/${object.name} ${chart}`;
  const old = new Map(before.repository.releases.map((release) => [key(release), release.version?.text()]));
  return after.repository.releases.flatMap((release): Change[] => {
    const [was, is] = [old.get(key(release)), release.version?.text()];
    const [from, to] = [numbersOf(was), numbersOf(is)];
    if (from === undefined || to === undefined || from[0] === to[0]) return [];
    return [
      change(
        'neutral',
        'version',
        `the chart of ${release.object.name} goes from ${was} to ${is}: read what its maintainers say about values that changed`,
        release.version!.located(undefined),
        { app: release.object.name },
      ),
    ];
  });
}
