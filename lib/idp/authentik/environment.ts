import type { Facts } from '../../contract/facts.ts';
import type { EnvVar } from '../../manifest/env-var.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

const from = ({ name, key }: { readonly name: string; readonly key: string }): JsonMap => ({ secretKeyRef: { name, key } });

/** Name of CloudNativePG's cluster. The operator makes a Service `NAME-rw` for it and a Secret `NAME-app` with what a client needs. */
export const databaseCluster = 'authentik-db';

/**
 * What server, worker and every blueprint Job need to reach the database. One list, so that they cannot differ.
 *
 * @example authentikEnv(facts) // AUTHENTIK_SECRET_KEY by reference, AUTHENTIK_POSTGRESQL__HOST …
 */
export function authentikEnv(facts: Pick<Facts, 'idp'>): EnvVar[] {
  const { existing } = facts.idp;
  if (existing?.kind === 'cluster')
    return Object.entries(existing.env).map(([name, value]): EnvVar => (typeof value === 'string' ? { name, value } : { name, valueFrom: from(value) }));
  return [{ name: 'AUTHENTIK_SECRET_KEY', valueFrom: from({ name: 'authentik-secret-key', key: 'secret-key' }) }, ...database(facts.idp.database)];
}

function database(wanted: Facts['idp']['database']): EnvVar[] {
  const variables = (host: string, port: number, name: string, user: string, password: { readonly name: string; readonly key: string }): EnvVar[] => [
    { name: 'AUTHENTIK_POSTGRESQL__HOST', value: host },
    { name: 'AUTHENTIK_POSTGRESQL__PORT', value: String(port) },
    { name: 'AUTHENTIK_POSTGRESQL__NAME', value: name },
    { name: 'AUTHENTIK_POSTGRESQL__USER', value: user },
    { name: 'AUTHENTIK_POSTGRESQL__PASSWORD', valueFrom: from(password) },
  ];
  if (wanted.kind === 'chart') return variables('authentik-postgresql', 5432, 'authentik', 'authentik', { name: 'authentik-postgresql', key: 'password' });
  if (wanted.kind === 'cloudnative-pg')
    return variables(`${databaseCluster}-rw`, 5432, 'authentik', 'authentik', { name: `${databaseCluster}-app`, key: 'password' });
  const own = variables(wanted.host, wanted.port, wanted.name, wanted.user, wanted.password);
  return wanted.sslMode === undefined ? own : [...own, { name: 'AUTHENTIK_POSTGRESQL__SSLMODE', value: wanted.sslMode }];
}

/** authentik's version, which is there wherever authentik is written: `featuresOf` asks for it. */
export const exactVersion = ({ versions }: Pick<Facts, 'versions'>): string => versions.authentik ?? '';
