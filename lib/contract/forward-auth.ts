import type { Adopted } from './adopted.ts';
import { type Access, resolveAccess } from './access.ts';
import { PinoutError, show } from './error.ts';
import { slugName } from './names.ts';
import { httpsUrl } from './redirect.ts';
import { checkedTile, type Tile } from './tile.ts';

/**
 * A login in front of an app: the ingress controller asks the identity provider's outpost about each request, and the app
 * itself knows nothing of it. For apps that speak no OpenID Connect.
 */
export interface ForwardAuthContract {
  readonly protocol: 'forward-auth';
  /** Application slug; also the name of the proxy provider. */
  readonly slug: string;
  /** Slug that the application has in authentik since it was renamed. */
  readonly application?: string;
  /** What the browser opens: scheme and host, no path. Any other spelling gets "no app for hostname" (goauthentik/authentik#9122). */
  readonly externalHost: string;
  /** Paths that nobody has to sign in for, one regular expression each, matched against the path. */
  readonly openPaths: readonly string[];
  readonly access: Access;
  readonly tile: Tile;
  /** What of it is in authentik already. */
  readonly adopted?: Adopted;
}

/** Input of `forwardAuth`. */
export interface ForwardAuthInput {
  readonly slug: string;
  readonly externalHost: string;
  readonly openPaths?: readonly string[];
  readonly access: Access;
  readonly tile: Tile;
}

/**
 * Makes the contract of an app behind forward-auth.
 *
 * @throws PinoutError with the codes of `slugName`, `resolveAccess`, `httpsUrl`, `checkedTile`, and `external-host-path`, `open-path-invalid`
 * @example
 * forwardAuth({ slug: 'homepage', externalHost: 'https://home.example.org', access: everyone(), tile: { name: 'Homepage', launchUrl: 'https://home.example.org/' } });
 */
export function forwardAuth(input: ForwardAuthInput): ForwardAuthContract {
  const named = typeof input?.slug === 'string' && input.slug.trim() !== '';
  const slug = slugName(input?.slug, { app: named ? input.slug.slice(0, 63) : 'app', field: 'slug' });
  const external = httpsUrl(input.externalHost, { app: slug, field: 'externalHost' });
  const { origin } = new URL(external);
  if (external.replace(/\/$/, '') !== origin)
    throw new PinoutError({
      code: 'external-host-path',
      app: slug,
      field: 'externalHost',
      found: show(external),
      wanted: 'scheme and host only: the outpost finds the app by the host of the request',
      fix: `write ${origin}`,
    });
  const paths: readonly unknown[] = Array.isArray(input.openPaths ?? []) ? (input.openPaths ?? []) : [input.openPaths];
  return {
    protocol: 'forward-auth',
    slug,
    externalHost: origin,
    openPaths: Array.from(paths, (path, index) => openPath(path, slug, index)),
    access: resolveAccess(input.access, {}, slug),
    tile: checkedTile(input.tile, slug),
  };
}

/** authentik takes one expression a line and skips what does not compile, so that a typo would ask for a login after all. */
function openPath(path: unknown, app: string, index: number): string {
  const refuse = (wanted: string) =>
    new PinoutError({ code: 'open-path-invalid', app, field: `openPaths[${index}]`, found: show(path), wanted, fix: "write for example '^/api/'" });
  if (typeof path !== 'string' || !/^\^\/[^\s]+$/.test(path))
    throw refuse("a regular expression that starts with '^/' and is longer than the root: otherwise the whole app is open");
  try {
    new RegExp(path, 'u');
  } catch {
    throw refuse('a valid regular expression');
  }
  if (new RegExp(path, 'u').test('/')) throw refuse('an expression that does not match the root: otherwise the whole app is open');
  return path;
}
