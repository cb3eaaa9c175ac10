import type { Client } from './read.ts';
import type { MappedScope } from './read-scopes.ts';

/** Scopes of a provider whose mapping puts groups into tokens: an own one that says so, and the packaged profile. */
export function groupsScopesOf(client: Client): MappedScope[] {
  return (client.scopes ?? []).filter(({ name, managed, entry }) => {
    const expression = entry?.field('expression').text();
    if (expression !== undefined) return /["']groups["']\s*[:\]]/.test(expression);
    // A lookup by scope name may find one of its own.
    return (name === 'profile' && managed) || name === 'groups';
  });
}
