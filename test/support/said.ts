import { type Observed, values } from '../../lib/contract/observed.ts';
import type { LoginEnd } from '../../lib/login/login-end.ts';
import { type Manifests, manifestsOf } from '../../lib/tree/manifests.ts';
import { treeOf } from '../../lib/tree/tree.ts';

const fields: readonly (keyof Observed)[] = [
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
];

/** What an end says, as plain data: the fields that a contract has too. */
export function said(end: LoginEnd): Record<string, unknown> {
  return values(Object.fromEntries(fields.flatMap((field) => (end[field] === undefined ? [] : [[field, end[field]]])))) as Record<string, unknown>;
}

/** The manifests of some texts, each a file of its own. */
export function manifestsIn(...texts: readonly string[]): Manifests {
  return manifestsOf(treeOf(texts.map((text, index) => ({ file: `file-${index}.yaml`, text }))));
}
