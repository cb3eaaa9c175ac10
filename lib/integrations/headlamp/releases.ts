import type { Release } from '../../tree/release.ts';
import type { Repository } from '../../repository/repository.ts';

/** Releases of Headlamp whose users log in by OIDC. */
export function headlampsOf({ logins, releases }: Repository): Release[] {
  const objects = new Set(logins.all.filter(({ app }) => app === 'headlamp').map(({ object }) => object));
  return releases.filter(({ chart, object }) => chart === 'headlamp' && objects.has(object));
}
