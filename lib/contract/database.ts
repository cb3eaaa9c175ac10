import { PinoutError, show } from './error.ts';
import { dnsLabel } from './names.ts';

/** Where authentik's data lies, as the cluster's owner writes it. */
export type DatabaseInput =
  | {
      /** The chart's own PostgreSQL: one pod and one volume. */
      readonly kind: 'chart';
      /** Size of the volume; `8Gi` unless given. */
      readonly size?: string;
    }
  | {
      /** A PostgreSQL (14 or newer) that is there already. */
      readonly kind: 'external';
      readonly host: string;
      /** 5432 unless given. */
      readonly port?: number;
      /** Name of the database; `authentik` unless given. */
      readonly name?: string;
      /** `authentik` unless given. */
      readonly user?: string;
      /** Secret in authentik's namespace that holds the password. */
      readonly password: { readonly name: string; readonly key: string };
      /** How the connection is protected (libpq's sslmode); `verify-full` trusts the authorities of the image. authentik's default unless given. */
      readonly sslMode?: (typeof sslModes)[number];
    }
  | {
      /** A cluster of CloudNativePG. */
      readonly kind: 'cloudnative-pg';
      /** 1 unless given; 3 survives the loss of a node. */
      readonly instances?: number;
      /** Size of each volume; `8Gi` unless given. */
      readonly size?: string;
      /** The cluster's default unless given. */
      readonly storageClass?: string;
      /** `present` (default): the operator is there before. `release`: dist installs it. */
      readonly operator?: 'present' | 'release';
    };

/** Where authentik's data lies, checked and complete. */
export type Database =
  | { readonly kind: 'chart'; readonly size: string }
  | {
      readonly kind: 'external';
      readonly host: string;
      readonly port: number;
      readonly name: string;
      readonly user: string;
      readonly password: { readonly name: string; readonly key: string };
      readonly sslMode?: (typeof sslModes)[number];
    }
  | {
      readonly kind: 'cloudnative-pg';
      readonly instances: number;
      readonly size: string;
      readonly storageClass?: string;
      readonly operator: 'present' | 'release';
    };

export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;

const kinds = ['chart', 'external', 'cloudnative-pg'] as const;
const refuse = (field: string, found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'database-invalid', app: 'cluster', field: `idp.database.${field}`, found, wanted, fix });

/**
 * @throws PinoutError `database-invalid`, `name-invalid`
 * @example checkedDatabase({ kind: 'external', host: 'postgres.home.example.org', password: { name: 'authentik-db', key: 'password' } })
 */
export function checkedDatabase(input: DatabaseInput = { kind: 'chart' }): Database {
  if (input?.kind === 'chart') return { kind: 'chart', size: size(input.size) };
  if (input?.kind === 'external') return external(input);
  if (input?.kind !== 'cloudnative-pg')
    throw refuse('kind', show((input as { kind?: unknown } | null)?.kind), `one of ${kinds.join(', ')}`, "write database: { kind: 'chart' }");
  const { instances = 1, operator = 'present', storageClass } = input;
  if (!Number.isInteger(instances) || instances < 1 || instances > 9)
    throw refuse('instances', show(instances), 'a whole number from 1 to 9', 'write instances: 3');
  if (!['present', 'release'].includes(operator))
    throw refuse('operator', show(operator), "'present' or 'release'", "write operator: 'release' to install it with dist");
  return {
    kind: 'cloudnative-pg',
    instances,
    size: size(input.size),
    operator,
    ...(storageClass === undefined ? {} : { storageClass: dnsLabel(storageClass, { app: 'cluster', field: 'idp.database.storageClass' }) }),
  };
}

function size(value: unknown = '8Gi'): string {
  if (typeof value === 'string' && /^[1-9]\d{0,5}(?:Mi|Gi|Ti)$/.test(value)) return value;
  throw refuse('size', show(value), 'a size such as 8Gi', "write size: '8Gi'");
}

function external(input: DatabaseInput & { kind: 'external' }): Database {
  const { host, port = 5432, name = 'authentik', user = 'authentik', password, sslMode } = input;
  if (typeof host !== 'string' || !/^[A-Za-z0-9]([-.:A-Za-z0-9]{0,251}[A-Za-z0-9])?$/.test(host))
    throw refuse(
      'host',
      typeof host === 'string' && host.includes('@') ? 'an address with more than a host in it' : show(host),
      'a host name or an address',
      "write host: 'postgres.example.org'",
    );
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw refuse('port', show(port), 'a port number', 'write port: 5432');
  for (const [field, value] of Object.entries({ name, user }))
    if (typeof value !== 'string' || !/^[A-Za-z_][-A-Za-z0-9_]{0,62}$/.test(value))
      throw refuse(field, show(value), 'a name of PostgreSQL', `write ${field}: 'authentik'`);
  if (typeof password !== 'object' || password === null || typeof password.name !== 'string' || !/^[-._a-zA-Z0-9]{1,253}$/.test(password.key ?? ''))
    throw refuse(
      'password',
      password === undefined ? 'missing' : 'no reference',
      "a reference to a Secret in authentik's namespace, never the value",
      "write password: { name: 'authentik-db', key: 'password' }",
    );
  if (sslMode !== undefined && !sslModes.includes(sslMode))
    throw refuse('sslMode', show(sslMode), `one of ${sslModes.join(', ')}`, "write sslMode: 'verify-full'");
  const ref = { name: dnsLabel(password.name, { app: 'cluster', field: 'idp.database.password.name' }), key: password.key };
  return { kind: 'external', host, port, name, user, password: ref, ...(sslMode === undefined ? {} : { sslMode }) };
}
