import type { Manifest } from '../manifest/manifest.ts';
import { known } from '../tree/known.ts';
import type { Found } from './found.ts';

/** Charts that objects of an app install, by the last part of their names. */
export function chartsOf(objects: readonly Manifest[]): string[] {
  return objects.flatMap(({ kind, spec }) => {
    const { chart, url } = (spec ?? {}) as { readonly chart?: { readonly spec?: { readonly chart?: string } }; readonly url?: string };
    if (kind === 'HelmRelease') return chart?.spec?.chart ?? [];
    return kind === 'OCIRepository' ? (url?.split('/').at(-1) ?? []) : [];
  });
}

/** Whether an app would be installed by another chart than the one that is there. Where nothing is known of it, it is not. */
export function hasOtherChart(objects: readonly Manifest[], namespace: string | undefined, { repository, login }: Found): boolean {
  const charts = chartsOf(objects);
  const own = login?.release === undefined ? repository.releases.filter(({ object }) => object.namespace === namespace) : [login.release];
  const there = own.map(({ chart }) => known(chart)).filter((chart) => chart !== undefined);
  return charts.length > 0 && there.length > 0 && !charts.some((chart) => there.includes(chart));
}
