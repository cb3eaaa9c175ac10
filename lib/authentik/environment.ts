import type { EnvVar } from '../manifest/env-var.ts';
import type { JsonMap } from '../manifest/manifest.ts';

const from = (name: string, key: string): JsonMap => ({ secretKeyRef: { name, key } });

/**
 * What server, worker and every blueprint Job need to reach the database. One list, so that they cannot differ.
 * The secrets are `authentik-secret-key` and `authentik-postgresql`.
 */
export function authentikEnv(): EnvVar[] {
  return [
    { name: 'AUTHENTIK_SECRET_KEY', valueFrom: from('authentik-secret-key', 'secret-key') },
    { name: 'AUTHENTIK_POSTGRESQL__HOST', value: 'authentik-postgresql' },
    { name: 'AUTHENTIK_POSTGRESQL__PORT', value: '5432' },
    { name: 'AUTHENTIK_POSTGRESQL__NAME', value: 'authentik' },
    { name: 'AUTHENTIK_POSTGRESQL__USER', value: 'authentik' },
    { name: 'AUTHENTIK_POSTGRESQL__PASSWORD', valueFrom: from('authentik-postgresql', 'password') },
  ];
}
