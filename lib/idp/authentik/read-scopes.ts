import type { Located } from '../../contract/observed.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Blueprints, Entry } from './read-blueprints.ts';

/** A scope that a provider maps. */
export interface MappedScope extends Located<string> {
  readonly name: string;
  readonly at: Reader;
  /** The packaged mapping of authentik, or one of its own with this entry. */
  readonly managed: boolean;
  readonly entry?: Entry;
}

const managedScope = 'goauthentik.io/providers/oauth2/scope-';

/**
 * The scope of authentik's own mapping of this name. Names are unique, so an entry that is found by it describes that very object, and authentik's own
 * blueprint writes it too (goauthentik/authentik, blueprints/system/providers-oauth2.yaml, authentik/core/models.py: PropertyMapping).
 */
export const packagedScopeNamed = (name: string | undefined): string | undefined => /^authentik default OAuth Mapping: OpenID '(\w+)'$/.exec(name ?? '')?.[1];

/** Scope of a mapping: managed ones say it in their name, own ones in their entry. */
export function scopeOf(at: Reader, provider: Entry, blueprints: Blueprints): MappedScope | undefined {
  const packaged = (name: string): MappedScope => ({ value: name, name, at, managed: true });
  const target = blueprints.target(at, provider);
  if (target?.kind === 'entry') {
    const name = target.entry.field('scope_name').text();
    if (name === undefined) return undefined;
    const managed = target.entry.field('managed').text() === managedScope + name || packagedScopeNamed(target.entry.field('name').text()) === name;
    return { ...packaged(name), managed, entry: target.entry };
  }
  if (target?.kind === 'managed') return packaged(target.managed.startsWith(managedScope) ? target.managed.slice(managedScope.length) : target.managed);
  if (target?.kind !== 'elsewhere') return undefined;
  if (target.field === 'scope_name') return packaged(target.value);
  const name = packagedScopeNamed(target.value);
  return name === undefined ? undefined : packaged(name);
}

/** True when an own mapping of the scope `email` vouches for every address. */
export function trustsEmail({ entry }: MappedScope): boolean {
  return /email_verified"\s*:\s*True/.test(entry?.field('expression').text() ?? '');
}
