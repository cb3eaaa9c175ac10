import { PinoutError, show } from '../../contract/error.ts';
import { objectName, secretKeyName } from '../../contract/option-texts.ts';
import { number, object, text } from '../../contract/shape.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import type { Prerequisite } from '../../manifest/prerequisite.ts';

/** A PostgreSQL that is there already, in the cluster or outside. */
export interface NextcloudDatabase {
  readonly host: string;
  /** 5432 unless given. */
  readonly port?: number;
  /** Name of the database; `nextcloud` unless given. */
  readonly name?: string;
  /** Secret in Nextcloud's namespace that holds user and password, under the keys `username` and `password` unless given. */
  readonly credentials: { readonly name: string; readonly username?: string; readonly password?: string };
}

/** What may be in it. */
export const nextcloudDatabaseShape = object<NextcloudDatabase>({
  host: text,
  port: number,
  name: text,
  credentials: object<NextcloudDatabase['credentials']>({ name: objectName, username: secretKeyName, password: secretKeyName }),
});

/** Values of the chart for a database, and the Secret that they name; nothing for the chart's own SQLite. */
export interface WrittenDatabase {
  readonly values: JsonMap;
  readonly needed: readonly Prerequisite[];
}

/**
 * @param namespace of Nextcloud
 * @throws PinoutError `database-invalid`
 */
export function nextcloudDatabase(given: NextcloudDatabase | undefined, namespace: string, app: string): WrittenDatabase {
  if (given === undefined) return { values: {}, needed: [] };
  const refuse = (field: string, found: unknown, wanted: string, fix: string) =>
    new PinoutError({ code: 'database-invalid', app, field: `database.${field}`, found: show(found), wanted, fix });
  // From plain JavaScript what the type demands may be missing.
  const { host, port = 5432, name = 'nextcloud', credentials } = given as Partial<NextcloudDatabase>;
  if (host === undefined || !/^[A-Za-z0-9]([-.A-Za-z0-9]{0,251}[A-Za-z0-9])?$/.test(host))
    throw refuse('host', host?.includes('@') === true ? 'more than a host' : host, 'a host name', "write host: 'postgres.databases.svc'");
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw refuse('port', port, 'a port number', 'write port: 5432');
  if (!/^[A-Za-z_][-A-Za-z0-9_]{0,62}$/.test(name)) throw refuse('name', name, 'a PostgreSQL identifier', "write name: 'nextcloud'");
  const { name: secretName, username = 'username', password = 'password' } = credentials ?? {};
  if (secretName === undefined)
    throw refuse('credentials', undefined, "the name of a Secret in Nextcloud's namespace", "write credentials: { name: 'nextcloud-database' }");
  return {
    values: {
      internalDatabase: { enabled: false },
      externalDatabase: {
        enabled: true,
        type: 'postgresql',
        // The chart has no key for the port (templates/_helpers.tpl, nextcloud.env.database).
        host: port === 5432 ? host : `${host}:${port}`,
        database: name,
        existingSecret: { enabled: true, secretName, usernameKey: username, passwordKey: password },
      },
    },
    needed: [{ kind: 'Secret', namespace, name: secretName, why: `user and password of Nextcloud's database; keys ${username}, ${password}` }],
  };
}
