import type { Facts } from '../../../contract/facts.ts';
import { type SecretRef } from '../../../contract/secret-ref.ts';
import type { SecretUse } from '../../../platform/secret-backend.ts';

/** Signs authentik's cookies and derives user ids: a new value signs everyone out and changes every `sub`. */
const secretKey: SecretRef = { name: 'authentik-secret-key', generation: 1, key: 'secret-key' };

/** PostgreSQL takes it over when its volume is empty, and never again. */
const databasePassword: SecretRef = { name: 'authentik-postgresql', generation: 1, key: 'password' };

/**
 * Authentik's own secrets. They lie in `configs`, because the folder `authentik` waits for it. Their copies keep their plain names
 * (`authentik-secret-key`, `authentik-postgresql`): neither value can be rotated by bringing a new one.
 */
export function authentikSecrets(facts: Pick<Facts, 'idp'>): SecretUse[] {
  // One that is there has its own.
  if (facts.idp.existing !== undefined) return [];
  const own = facts.idp.database.kind === 'chart' ? [secretKey, databasePassword] : [secretKey];
  return own.map((ref) => ({
    ref,
    from: 'cluster',
    folder: 'configs',
    readers: [{ namespace: facts.idp.namespace, folder: 'configs', name: ref.name }],
  }));
}
