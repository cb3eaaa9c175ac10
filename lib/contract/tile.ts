import { PinoutError, show } from './error.ts';
import { httpsUrl } from './redirect.ts';
import { object, text } from './shape.ts';

/** How the app is shown in the application library of the identity provider. */
export interface Tile {
  readonly name: string;
  /** Where its tile leads, or `noPage`. */
  readonly launchUrl: string;
  /** Heading under which the library lists it. */
  readonly section?: string;
  /** URL of a picture. */
  readonly icon?: string;
  readonly description?: string;
}

const words = { name: text, section: text, icon: text, description: text };

/**
 * What the user of an app with an address of its own says about its tile.
 *
 * @example
 * tileShape({ name: 'Wiki', section: 'Tools' }, { app: 'wiki', field: 'tile' }) // { name: 'Wiki', section: 'Tools' }
 */
export const tileShape = object<Partial<Omit<Tile, 'launchUrl'>>>(words);

/** The same with the address. */
export const wholeTileShape = object<Partial<Tile>>({ ...words, launchUrl: text });

// C0 and C1 controls, line and paragraph separator, lone surrogates.
const unsafe = /[\p{Cc}\u2028\u2029\p{Cs}]/u;

/**
 * One line of text for people.
 *
 * @throws PinoutError `text-invalid`
 */
export function lineOfText(value: unknown, at: { app: string; field: string }): string {
  if (typeof value === 'string' && value.trim() === value && value !== '' && value.length <= 200 && !unsafe.test(value)) return value;
  throw new PinoutError({
    code: 'text-invalid',
    ...at,
    found: show(value),
    wanted: 'one line of 1 to 200 characters without control characters, and no space at either end',
    fix: `write for example ${at.field}: 'Grafana'`,
  });
}

/** Launch URL of what has no page, such as a command line tool: authentik hides such an application from its library. */
export const noPage = 'blank://blank';

/** Checks a tile. @throws PinoutError `text-invalid`, `url-invalid`, `url-not-https`, `redirect-wildcard` */
export function checkedTile(tile: Tile, app: string): Tile {
  return {
    name: lineOfText(tile?.name, { app, field: 'tile.name' }),
    launchUrl: tile.launchUrl === noPage ? noPage : launchUrl(tile.launchUrl, app),
    ...(tile.section === undefined ? {} : { section: lineOfText(tile.section, { app, field: 'tile.section' }) }),
    ...(tile.icon === undefined ? {} : { icon: httpsUrl(tile.icon, { app, field: 'tile.icon' }) }),
    ...(tile.description === undefined ? {} : { description: lineOfText(tile.description, { app, field: 'tile.description' }) }),
  };
}

/** The address of a page. Some apps keep the page itself in the fragment, which only a redirect URI must not have. */
function launchUrl(url: unknown, app: string): string {
  const [, address, fragment = ''] = /^([^#]*)(#\/[\w/?=&.-]*)?$/s.exec(typeof url === 'string' ? url : '') ?? [];
  return httpsUrl(address ?? url, { app, field: 'tile.launchUrl' }) + fragment;
}
