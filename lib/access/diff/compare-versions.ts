import { identityProviders } from '../../idp/providers.ts';
import type { Product } from '../../repository/versions.ts';
import { compareVersions, numbersOf } from '../../tree/known.ts';
import type { ClusterModel } from '../access-model.ts';
import { type Change, change } from './change.ts';

/** Versions of what decides about logins, with what is known to break between them, and charts that make a great step. */
export function compareVersionsOf(before: ClusterModel, after: ClusterModel): Change[] {
  const [was, is] = [before.repository.versions, after.repository.versions];
  const products = (Object.keys(is) as Product[]).flatMap((product): Change[] => {
    const [old, now] = [was[product], is[product]];
    if (old === undefined || now?.at === undefined || old.text === now.text) return [];
    return [
      stepOf(titleOf(product), numbersOf(old.text) ?? old.range.from, numbersOf(now.text) ?? now.range.from, old.text, now.text, now.at, breakingOf(product)),
    ];
  });
  const reported = new Set(products.map(({ at }) => `${at.file}:${at.line}`));
  return [...products, ...charts(before, after).filter(({ at }) => !reported.has(`${at.file}:${at.line}`))];
}

const titles: Readonly<Partial<Record<Product, string>>> = { kubernetes: 'Kubernetes', flux: 'Flux', externalSecrets: 'External Secrets', traefik: 'Traefik' };
const titleOf = (product: Product): string => titles[product] ?? product;

const breakingOf = (product: string) => identityProviders.find(({ facts }) => facts.name === product)?.breaking ?? [];

/** Versions that this step must not leave out. */
function skippedOf(product: string, from: string, to: string): readonly string[] {
  const upgrade = identityProviders.find(({ facts }) => facts.name === product)?.upgrade?.(from, to);
  return upgrade?.kind === 'skips' ? upgrade.through : [];
}

type Breaking = ReturnType<typeof breakingOf>;

function stepOf(
  title: string,
  from: readonly number[],
  to: readonly number[],
  old: string,
  now: string,
  at: NonNullable<ClusterModel['repository']['versions'][Product]>['at'] & object,
  breaking: Breaking,
): Change {
  const isDown = compareVersions(to, from) < 0;
  const known = breaking
    .filter(({ since }) => compareVersions(from, since) < 0 && compareVersions(to, since) >= 0)
    .map(({ since, says }) => `since ${since.join('.')} ${says}`);
  const skipped = skippedOf(title, old, now);
  const says = isDown
    ? `${title} goes back from ${old} to ${now}: its database may be of the newer version already`
    : skipped.length > 0
      ? `${title} goes from ${old} to ${now} and leaves out ${skipped.join(', ')}: its server refuses that, or a migration fails half way. Go through each of them, with a backup before${known.length === 0 ? '' : `; ${known.join('; ')}`}`
      : `${title} goes from ${old} to ${now}${known.length === 0 ? '' : `: ${known.join('; ')}`}`;
  return change({ weight: isDown || skipped.length > 0 ? 'breaks' : 'neutral', about: 'version', app: title, says, at });
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
      change({
        weight: 'neutral',
        about: 'version',
        app: release.object.name,
        says: `the chart of ${release.object.name} goes from ${was} to ${is}: read what its maintainers say about values that changed`,
        at: release.version!.located(undefined),
      }),
    ];
  });
}
