import { PinoutError, show } from '../contract/error.ts';
import { slugName } from '../contract/names.ts';
import type { WiredApp } from './app-ends.ts';

/**
 * Slugs of apps that are gone.
 *
 * @throws PinoutError `slug-invalid`, `removed-present` for one that an app of the cluster has: its login would be deleted
 */
export function removedSlugs(given: readonly string[] | undefined, apps: readonly WiredApp[]): string[] {
  const present = new Map(
    apps.flatMap(({ name, contracts }) =>
      contracts.flatMap(({ slug, application = slug, adopted }) => [slug, adopted?.login?.application ?? application].map((one) => [one, name] as const)),
    ),
  );
  return [
    ...new Set(
      (given ?? []).map((one, index) => {
        const slug = slugName(one, { app: 'cluster', field: `removed[${index}]` });
        const app = present.get(slug);
        if (app === undefined) return slug;
        throw new PinoutError({
          code: 'removed-present',
          app: 'cluster',
          field: `removed[${index}]`,
          found: `${show(slug)}, which the app ${app} in this cluster still has`,
          wanted: 'a slug that no app has: authentik deletes what is listed here',
          fix: `remove ${show(slug)} from removed, or the app from apps`,
        });
      }),
    ),
  ];
}
