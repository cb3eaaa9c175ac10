import type { Located, Observed } from '../../lib/contract/observed.ts';
import { type IdentityEnd, readIdentityEnds } from '../../lib/idp/authentik/read.ts';
import type { LoginEnd } from '../../lib/login/login-end.ts';
import { type Manifests, manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';

const fields = [
  'end',
  'protocol',
  'slug',
  'clientId',
  'clientType',
  'redirects',
  'scopes',
  'grants',
  'access',
  'roles',
  'secret',
  'issuer',
  'externalHost',
] as const satisfies readonly (keyof Observed)[];
const shown = ['name', 'launchUrl', 'section', 'icon', 'description', 'emailVerified', 'openPaths'] as const satisfies readonly (keyof Observed)[];

/** What an end says, as plain data: the fields that a contract has too. */
export function said(end: LoginEnd): Record<string, unknown> {
  return plain(end, fields);
}

/** The same of the identity provider's end, which has a tile. */
export function saidByProvider(end: IdentityEnd): Record<string, unknown> {
  return plain(end, [...fields, ...shown]);
}

const plain = (end: Observed, names: readonly (keyof Observed)[]) =>
  values(Object.fromEntries(names.flatMap((field) => (end[field] === undefined ? [] : [[field, end[field]]])))) as Record<string, unknown>;

/** Takes the positions off: what was read, as plain data. */
export function values(observed: unknown): unknown {
  if (Array.isArray(observed)) return observed.map(values);
  if (typeof observed !== 'object' || observed === null) return observed;
  if ('value' in observed && 'at' in observed) return (observed as Located<unknown>).value;
  return Object.fromEntries(Object.entries(observed).map(([key, value]) => [key, values(value)]));
}

/** The manifests of some texts, each a file of its own. */
export function manifestsIn(...texts: readonly string[]): Manifests {
  return manifestsOf(treeOf(texts.map((text, index) => ({ file: `file-${index}.yaml`, text }))));
}

/** The identity provider's ends in some texts. */
export function identityEndsIn(...texts: readonly string[]): readonly IdentityEnd[] {
  return readIdentityEnds(manifestsIn(...texts));
}
