import { type Backup, type BackupInput, backupShape, checkedBackup } from './backup.ts';
import { checkedDatabase, type Database, type DatabaseInput, databaseShape } from './database.ts';
import { PinoutError, show } from './error.ts';
import { hostName } from './names.ts';
import { open } from './open-shape.ts';
import { secretReference } from './option-texts.ts';
import { choice, type Fields, number, object, text } from './shape.ts';

/** How authentik itself is run, as the cluster's owner writes it. */
export interface InstallationInput {
  /** The database of authentik. Default: the PostgreSQL of the chart. */
  readonly database?: DatabaseInput;
  /** Backups of its database. Absent: none are made. */
  readonly backup?: BackupInput;
  /** Pods of server and of worker, 1 to 10; 1 unless given. */
  readonly replicas?: number;
  /** The server by which authentik sends mail (recovery, invitations). Absent: it sends none. */
  readonly email?: EmailInput;
  /** Values of the chart, merged over what pinout writes. */
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface EmailInput {
  readonly host: string;
  /** 587 unless given. */
  readonly port?: number;
  /** Sender, for example `authentik@example.org`. */
  readonly from: string;
  /** `starttls` unless given. */
  readonly security?: 'starttls' | 'tls' | 'none';
  /** Absent: no login at the mail server. */
  readonly username?: string;
  /** Secret in authentik's namespace; needed with `username`. */
  readonly password?: { readonly name: string; readonly key: string };
}

/** Shapes of the options of authentik itself. */
export const installationFields: Fields<InstallationInput> = {
  database: databaseShape,
  backup: backupShape,
  replicas: number,
  email: object<EmailInput>({
    host: text,
    port: number,
    from: text,
    security: choice('starttls', 'tls', 'none'),
    username: text,
    password: secretReference('authentik-email'),
  }),
  values: open,
};

/** How authentik itself is run, checked and complete. */
export interface Installation {
  readonly database: Database;
  readonly backup?: Backup;
  readonly replicas: number;
  readonly email?: Required<Pick<EmailInput, 'host' | 'port' | 'from' | 'security'>> & Pick<EmailInput, 'username' | 'password'>;
  readonly values: Readonly<Record<string, unknown>>;
}

const at = (field: string) => ({ app: 'cluster', field: `idp.${field}` });

/**
 * @param cluster its name
 * @throws PinoutError `backup-invalid`, `replicas-invalid`, `email-server-invalid`, `host-invalid`, and those of the database
 * @example checkedInstallation({ database: { kind: 'cloudnative-pg', instances: 3 } })
 */
export function checkedInstallation(input: InstallationInput = {}, cluster = ''): Installation {
  const { replicas = 1, email, values = {}, backup } = input;
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > 10)
    throw new PinoutError({
      code: 'replicas-invalid',
      ...at('replicas'),
      found: show(replicas),
      wanted: 'a whole number from 1 to 10',
      fix: 'write idp: { replicas: 2 }, or remove it',
    });
  return {
    database: checkedDatabase(input.database),
    replicas,
    values,
    ...(backup === undefined ? {} : { backup: checkedBackup(backup, cluster) }),
    ...(email === undefined ? {} : { email: checkedEmail(email) }),
  };
}

function checkedEmail(input: EmailInput): NonNullable<Installation['email']> {
  const { port = 587, from, security = 'starttls', username, password } = input ?? {};
  const refuse = (field: string, found: string, wanted: string, fix: string) =>
    new PinoutError({ code: 'email-server-invalid', ...at(`email.${field}`), found, wanted, fix });
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw refuse('port', show(port), 'a port number', 'write port: 587');
  if (typeof from !== 'string' || !/^[^\p{Cc}]*@[^\p{Cc}\s]+$/u.test(from))
    throw refuse('from', show(from), 'a sender address', "write from: 'authentik@example.org'");
  if (username !== undefined && !/^[^\p{Cc}]{1,254}$/u.test(username))
    throw refuse('username', show(username), 'one line of text', "write username: 'authentik'");
  if ((username === undefined) !== (password === undefined))
    throw refuse(
      'password',
      password === undefined ? 'missing' : 'a password without username',
      "username and password together, the password as { name: '…', key: '…' }",
      "write username: '…', password: { name: 'authentik-email', key: 'password' }",
    );
  return {
    host: hostName(input.host, at('email.host')),
    port,
    from,
    security,
    ...(username === undefined || password === undefined ? {} : { username, password: { name: password.name, key: password.key } }),
  };
}
