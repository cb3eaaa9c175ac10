import { PinoutError, show } from '../contract/error.ts';
import type { Place } from '../contract/names.ts';

/** A container image by repository and tag, as charts take it. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
}

const shape = /^([a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9._-]+)+|[a-z0-9._-]+):([A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?:@sha256:[0-9a-f]{64})?)$/;

/**
 * Repository and tag of `REPOSITORY:TAG`.
 *
 * @throws PinoutError `image-unpinned` without a tag, or with one that moves: what runs would change without a commit.
 * @example
 * imageOf('ghcr.io/example/wiki:1.2.3', { app: 'wiki', field: 'image' }) // { repository: 'ghcr.io/example/wiki', tag: '1.2.3' }
 */
export function imageOf(value: unknown, at: Place): Image {
  const [, repository, tag] = (typeof value === 'string' ? shape.exec(value) : null) ?? [];
  if (repository !== undefined && tag !== undefined && (/\d/.test(tag) || tag.includes('@')) && !/^(?:latest|stable|main|edge)(?:$|@)/.test(tag))
    return { repository, tag };
  throw new PinoutError({
    code: 'image-unpinned',
    ...at,
    found: show(value),
    wanted: 'an image with a version tag, in lower case',
    fix: `write for example ${at.field}: 'ghcr.io/miniflux/miniflux:2.3.5'`,
  });
}
