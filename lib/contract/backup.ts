import { PinoutError, show } from './error.ts';
import { dnsLabel } from './names.ts';
import { size } from './option-texts.ts';
import { choice, number, object, text, variant } from './shape.ts';

/** Where backups go, as the cluster's owner writes it. */
export type BackupTargetInput =
  | {
      /** A volume of their own in authentik's namespace. It is lost with the cluster's storage: copy it elsewhere. */
      readonly kind: 'volume';
      /** `8Gi` unless given. */
      readonly size?: string;
      /** The cluster's default unless given. */
      readonly storageClass?: string;
    }
  | {
      /** A bucket of S3, or of what speaks like it: MinIO, Garage, Backblaze B2, OVH. */
      readonly kind: 's3';
      /** Address of the service, with https (or http inside the cluster). */
      readonly endpoint: string;
      readonly bucket: string;
      /** Folder in the bucket; the name of the cluster unless given. */
      readonly path?: string;
      readonly region?: string;
      /** Secret in authentik's namespace with the keys `access-key-id` and `secret-access-key`. */
      readonly credentials: string;
    };

/** Backups of authentik's database. */
export interface BackupInput {
  readonly to: BackupTargetInput;
  /** When, as cron writes it, in the time zone of the cluster; `17 3 * * *` unless given. */
  readonly schedule?: string;
  /** Older ones are deleted after a new one was made; 14 unless given. */
  readonly keepDays?: number;
  /** An image with pg_dump of the server's version or newer, and of a shell. */
  readonly image?: string;
}

/** The options. */
export const backupShape = object<BackupInput>({
  to: variant<BackupTargetInput, 'kind'>('kind', {
    volume: object<BackupTargetInput & { kind: 'volume' }>({ kind: choice('volume'), size, storageClass: text }),
    s3: object<BackupTargetInput & { kind: 's3' }>({ kind: choice('s3'), endpoint: text, bucket: text, path: text, region: text, credentials: text }),
  }),
  schedule: text,
  keepDays: number,
  image: text,
});

/** Backups, checked and complete. */
export interface Backup {
  readonly to:
    | { readonly kind: 'volume'; readonly size: string; readonly storageClass?: string }
    | {
        readonly kind: 's3';
        readonly endpoint: string;
        readonly bucket: string;
        readonly path: string;
        readonly region?: string;
        readonly credentials: string;
      };
  readonly schedule: string;
  readonly keepDays: number;
  readonly image?: string;
}

const refuse = (field: string, found: string, wanted: string, fix: string) =>
  new PinoutError({ code: 'backup-invalid', app: 'cluster', field: `idp.backup.${field}`, found, wanted, fix });

const field = String.raw`(?:\*|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:\/\d+)?`;
const cron = new RegExp(String.raw`^${field}(?:,${field}){0,9}(?: ${field}(?:,${field}){0,9}){4}$`);

/**
 * @param cluster name of the cluster, for the folder in a bucket
 * @throws PinoutError `backup-invalid`, `name-invalid`
 * @example checkedBackup({ to: { kind: 'volume', size: '8Gi' } }, 'home')
 */
export function checkedBackup({ to, schedule = '17 3 * * *', keepDays = 14, image }: BackupInput, cluster: string): Backup {
  if (schedule.length > 100 || !cron.test(schedule))
    throw refuse('schedule', show(schedule), 'a cron expression with five fields', "write schedule: '17 3 * * *' for 03:17 each night");
  if (!Number.isInteger(keepDays) || keepDays < 1 || keepDays > 3650)
    throw refuse('keepDays', show(keepDays), 'a whole number of days from 1 to 3650', 'write keepDays: 14');
  const rest = { schedule, keepDays, ...(image === undefined ? {} : { image }) };
  if (to === undefined) throw refuse('to', 'missing', 'a backup target', "write to: { kind: 'volume', size: '8Gi' }");
  if (to.kind === 'volume') {
    const { storageClass } = to;
    const place = { app: 'cluster', field: 'idp.backup.to.storageClass' };
    return { ...rest, to: { kind: 'volume', size: to.size ?? '8Gi', ...(storageClass === undefined ? {} : { storageClass: dnsLabel(storageClass, place) }) } };
  }
  const { endpoint, bucket, path = cluster, region, credentials } = to;
  // Not shown: somebody may have put the credentials themselves there.
  if (credentials === undefined || credentials.length > 253 || !/^[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/.test(credentials))
    throw refuse(
      'to.credentials',
      credentials === undefined ? 'missing' : 'not the name of a Secret (not shown)',
      "the name of a Secret in authentik's namespace, never a value",
      "write credentials: 'authentik-backup'",
    );
  if (!isAddress(endpoint))
    throw refuse(
      'to.endpoint',
      String(endpoint).includes('@') ? 'a URL with a password' : show(endpoint),
      'a URL without path and password',
      "write endpoint: 'https://s3.example.org'",
    );
  if (typeof bucket !== 'string' || !/^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/.test(bucket))
    throw refuse('to.bucket', show(bucket), 'the name of a bucket', "write bucket: 'backups'");
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(path) || path.split('/').includes('..'))
    throw refuse('to.path', show(path), 'a folder in the bucket, without a leading or trailing /', "write path: 'authentik'");
  if (region !== undefined && !/^[A-Za-z0-9-]{1,40}$/.test(region))
    throw refuse('to.region', show(region), 'the name of a region', "write region: 'eu-west-1'");
  return { ...rest, to: { kind: 's3', endpoint: new URL(endpoint).origin, bucket, path, credentials, ...(region === undefined ? {} : { region }) } };
}

function isAddress(text: unknown): text is string {
  if (typeof text !== 'string' || !/^https?:\/\/[^\s@]+$/.test(text)) return false;
  try {
    return ['', '/'].includes(new URL(text).pathname) && new URL(text).search === '';
  } catch {
    return false;
  }
}
