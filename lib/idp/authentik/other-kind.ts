import type { Contract } from '../../contract/contract.ts';
import { absent, type Entry, refuseWhen } from './entry.ts';
import { any, find, type Lookup } from './tags.ts';

/**
 * Deletes the provider of the other kind that an app left behind, whose name the new one needs. Only when it belongs to the app's own application: one that
 * somebody made by hand under this name serves something else, or nothing yet, and the file is refused instead.
 *
 * @param contract its slug is the name of the provider, and the slug of the application unless that was renamed
 * @param more what else tells the two kinds apart
 */
export function otherKind(
  model: string,
  { slug, application = slug }: Pick<Contract, 'slug' | 'application'>,
  more: Readonly<Record<string, boolean>> = {},
): Entry[] {
  const of = (...rest: readonly Lookup[]) => find(model, ['name', slug], ...Object.entries(more), ...rest);
  return [
    refuseWhen(
      // `!Find` knows no "is not".
      any(of(['application__isnull', true]), of(['application__slug__lt', application]), of(['application__slug__gt', application])),
      `There is a provider of another kind named ${slug} that does not belong to the application ${application}. Delete it in authentik, or rename it.`,
    ),
    absent(model, { name: slug, ...more }),
  ];
}
