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

/** Scope of a mapping: managed ones say it in their name, own ones in their entry. */
export function scopeOf(at: Reader, provider: Entry, blueprints: Blueprints): MappedScope | undefined {
  const packaged = (name: string): MappedScope => ({ value: name, name, at, managed: true });
  const target = blueprints.target(at, provider);
  if (target?.kind === 'entry') {
    const name = target.entry.field('scope_name').text();
    return name === undefined ? undefined : { ...packaged(name), managed: target.entry.field('managed').text() === managedScope + name, entry: target.entry };
  }
  if (target?.kind === 'managed') return packaged(target.managed.startsWith(managedScope) ? target.managed.slice(managedScope.length) : target.managed);
  if (target?.kind !== 'elsewhere') return undefined;
  if (target.field === 'scope_name') return packaged(target.value);
  const name = /^authentik default OAuth Mapping: OpenID '(\w+)'$/.exec(target.value)?.[1];
  return name === undefined ? undefined : packaged(name);
}

/** True when an own mapping of the scope `email` vouches for every address. */
export function trustsEmail({ entry }: MappedScope): boolean {
  return /email_verified"\s*:\s*True/.test(entry?.field('expression').text() ?? '');
}
