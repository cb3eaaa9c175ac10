import { mapData } from '../lib/access/map/map-data.ts';
import { pictureOf } from '../lib/access/map/picture.ts';
import { readSide } from '../lib/access/read-side.ts';

/** The pictures of the documentation, by their files. */
export function samplePictures(): (readonly [string, string])[] {
  const [home] = mapData(readSide({ paths: ['dist'] }, { only: [] })).clusters;
  return ([false, true] as const).map((dark) => [`docs/map-${dark ? 'dark' : 'light'}.svg`, `${pictureOf(home!, { alone: true, dark })}\n`] as const);
}
