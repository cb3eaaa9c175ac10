import { PinoutError, show } from './error.ts';
import { dnsLabel } from './names.ts';
import { secretReference, size } from './option-texts.ts';
import { choice, number, object, text, variant } from './shape.ts';

/** The database of authentik, as written in the app file. */
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

/** The database of authentik, validated and with defaults. */
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

/** The options of the database. */
export const databaseShape = variant<DatabaseInput, 'kind'>('kind', {
  chart: object<DatabaseInput & { kind: 'chart' }>({ kind: choice('chart'), size }),
  external: object<DatabaseInput & { kind: 'external' }>({
    kind: choice('external'),
    host: text,
    port: number,
    name: text,
    user: text,
    password: secretReference('authentik-db'),
    sslMode: choice(...sslModes),
  }),
  'cloudnative-pg': object<DatabaseInput & { kind: 'cloudnative-pg' }>({
    kind: choice('cloudnative-pg'),
    instances: number,
    size,
    storageClass: text,
    operator: choice('present', 'release'),
  }),
});

const refuse = (field: string, found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'database-invalid', app: 'cluster', field: `idp.database.${field}`, found, wanted, fix });

/**
 * @throws PinoutError `database-invalid`, `name-invalid`
 * @example checkedDatabase({ kind: 'external', host: 'postgres.home.example.org', password: { name: 'authentik-db', key: 'password' } })
 */
export function checkedDatabase(input: DatabaseInput = { kind: 'chart' }): Database {
  if (input.kind === 'chart') return { kind: 'chart', size: input.size ?? '8Gi' };
  if (input.kind === 'external') return external(input);
  const { instances = 1, operator = 'present', storageClass } = input;
  if (!Number.isInteger(instances) || instances < 1 || instances > 9)
    throw refuse('instances', show(instances), 'a whole number from 1 to 9', 'write instances: 3');
  return {
    kind: 'cloudnative-pg',
    instances,
    size: input.size ?? '8Gi',
    operator,
    ...(storageClass === undefined ? {} : { storageClass: dnsLabel(storageClass, { app: 'cluster', field: 'idp.database.storageClass' }) }),
  };
}

function external(input: DatabaseInput & { kind: 'external' }): Database {
  const { host, port = 5432, name = 'authentik', user = 'authentik', password, sslMode } = input;
  if (typeof host !== 'string' || !/^[A-Za-z0-9]([-.:A-Za-z0-9]{0,251}[A-Za-z0-9])?$/.test(host))
    throw refuse(
      'host',
      typeof host === 'string' && host.includes('@') ? 'more than a host' : show(host),
      'a host name or an address',
      "write host: 'postgres.example.org'",
    );
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw refuse('port', show(port), 'a port number', 'write port: 5432');
  for (const [field, value] of Object.entries({ name, user }))
    if (typeof value !== 'string' || !/^[A-Za-z_][-A-Za-z0-9_]{0,62}$/.test(value))
      throw refuse(field, show(value), 'a PostgreSQL identifier', `write ${field}: 'authentik'`);
  if (password === undefined)
    throw refuse(
      'password',
      'missing',
      "a reference to a Secret in authentik's namespace, never the value",
      "write password: { name: 'authentik-db', key: 'password' }",
    );
  return { kind: 'external', host, port, name, user, password, ...(sslMode === undefined ? {} : { sslMode }) };
}
