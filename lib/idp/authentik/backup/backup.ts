import type { Backup } from '../../../contract/backup.ts';
import type { Facts } from '../../../contract/facts.ts';
import { helpPage } from '../../../contract/help-page.ts';
import { delivery } from '../../../delivery/engine.ts';
import { imageOf } from '../../../delivery/image.ts';
import { yamlText } from '../../../manifest/yaml-text.ts';
import type { EnvVar } from '../../../manifest/env-var.ts';
import type { Manifest, Placed } from '../../../manifest/manifest.ts';
import type { Written } from '../../../manifest/written.ts';
import { emptyPart, type Part } from '../../../platform/part.ts';
import { authentikEnv } from '../environment.ts';

/**
 * The shell that a backup runs. Nothing in it is a secret: libpq takes host, user and password out of its own variables, and prints none of them.
 *
 * A dump is written beside its place, read through to its end, and only then counts; older ones go after that, so that a night that fails deletes nothing.
 */
const dumpScript = `set -eu
umask 077
file="/backup/authentik-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$file.part"' EXIT
pg_dump --no-password --format=custom --no-owner --no-privileges --file="$file.part"
pg_restore --file=/dev/null "$file.part"
mv "$file.part" "$file"
find /backup -maxdepth 1 -name 'authentik-*.dump' -mtime "+$((KEEP_DAYS - 1))" -delete
echo "$file: $(wc -c < "$file") bytes"
`;

/** Puts what was dumped into the bucket. Its name has its time, so nothing is overwritten. */
const uploadScript = `set -eu
for file in /backup/authentik-*.dump; do
  rclone --config /dev/null copyto "$file" "target:$TARGET/\${file##*/}"
done
rclone --config /dev/null delete --min-age "\${KEEP_DAYS}d" --include 'authentik-*.dump' "target:$TARGET"
rclone --config /dev/null lsl --include 'authentik-*.dump' "target:$TARGET"
`;

/** Fetches one dump of the bucket. */
const downloadScript = `set -eu
rclone --config /dev/null copyto "target:$TARGET/$FILE" "/backup/$FILE"
[ -s "/backup/$FILE" ] || { echo "$FILE is not in $TARGET, which has:"; rclone --config /dev/null lsl "target:$TARGET"; exit 1; }
`;

/**
 * Puts a dump back. Every schema of the database goes first: tables of a newer authentik would stay beside those of the dump, and its migrations stumble over
 * them. `DROP OWNED` would not do: the one user of the stock image is the superuser that the server cannot lose. The dump is read through before anything is
 * dropped. It may run any number of times.
 */
const restoreScript = `set -eu
pg_restore --file=/dev/null "/backup/$FILE"
psql --no-password --no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1 <<'SQL'
SET client_min_messages = warning;
SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \\gexec
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
SQL
pg_restore --no-password --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$PGDATABASE" "/backup/$FILE"
echo "$FILE is restored"
`;

/** Of the newest major version: pg_dump reads servers that are older than it, and refuses newer ones. For amd64 and arm64. */
const postgres = 'docker.io/library/postgres:18.1';

/** For amd64 and arm64. */
const rclone = 'docker.io/rclone/rclone:1.76.0';

export const backupFolder = 'platform/backup';
const name = 'authentik-backup';

/** libpq's names of what authentik calls otherwise: the same database, by the same Secret. */
const variables: Readonly<Record<string, string>> = {
  AUTHENTIK_POSTGRESQL__HOST: 'PGHOST',
  AUTHENTIK_POSTGRESQL__PORT: 'PGPORT',
  AUTHENTIK_POSTGRESQL__NAME: 'PGDATABASE',
  AUTHENTIK_POSTGRESQL__USER: 'PGUSER',
  AUTHENTIK_POSTGRESQL__PASSWORD: 'PGPASSWORD',
  AUTHENTIK_POSTGRESQL__SSLMODE: 'PGSSLMODE',
};

/**
 * Backups of authentik's database: a CronJob, a Job that makes the first one at once (a volume waits for its first pod, and a backup that cannot be made
 * should be seen today), and a Job for a person that puts one back.
 */
export function backup(facts: Facts): Part {
  const wanted = facts.idp.backup;
  if (wanted === undefined) return emptyPart;
  const { namespace } = facts.idp;
  const template = podOf(wanted, facts, 'dump');
  const objects: Manifest[] = [
    ...(wanted.to.kind === 'volume' ? [volume(wanted.to, namespace)] : []),
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name, namespace },
      spec: {
        schedule: wanted.schedule,
        concurrencyPolicy: 'Forbid',
        // A night in which the cluster was off is made up for in the morning.
        startingDeadlineSeconds: 43_200,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: { spec: { backoffLimit: 3, template } },
      },
    } satisfies Written<'CronJob'>,
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: `${name}-first`, namespace, annotations: { ...delivery.replaced } },
      spec: { backoffLimit: 20, template },
    } satisfies Written<'Job'>,
  ];
  const restore: Manifest = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'authentik-restore', namespace },
    spec: { backoffLimit: 1, template: podOf(wanted, facts, 'restore') },
  } satisfies Written<'Job'>;
  const comment = [
    `Puts a backup back. Not for Flux. The order of the steps: ${helpPage('restore')}`,
    'Set FILE to the name of the backup, then: kubectl create -f restore.yaml',
  ];
  return {
    ...emptyPart,
    placed: objects.map((object): Placed => ({ folder: backupFolder, from: 'cluster', object })),
    manual: [{ path: 'backup/restore.yaml', text: yamlText(restore, comment) }],
    needed:
      wanted.to.kind === 'volume'
        ? []
        : [{ kind: 'Secret', namespace, name: wanted.to.credentials, why: `for the bucket ${wanted.to.bucket}, keys access-key-id and secret-access-key` }],
  };
}

function volume({ size, storageClass }: Backup['to'] & { kind: 'volume' }, namespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, annotations: { ...delivery.kept } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  } satisfies Written<'PersistentVolumeClaim'>;
}

type PodTemplate = NonNullable<Written<'Job'>['spec']>['template'] & { readonly spec: object };

function podOf(wanted: Backup, facts: Facts, what: 'dump' | 'restore'): PodTemplate {
  const { to, keepDays, image = postgres } = wanted;
  imageOf(image, { app: 'cluster', field: 'idp.backup.image' });
  const file: EnvVar[] = what === 'restore' ? [{ name: 'FILE', value: 'authentik-….dump' }] : [];
  const days: EnvVar[] = what === 'dump' ? [{ name: 'KEEP_DAYS', value: String(keepDays) }] : [];
  const database = container(what, image, what === 'dump' ? dumpScript : restoreScript, [
    ...authentikEnv(facts).flatMap((one): EnvVar[] => (Object.hasOwn(variables, one.name) ? [{ ...one, name: variables[one.name]! }] : [])),
    ...days,
    ...file,
  ]);
  const bucket =
    to.kind === 's3'
      ? container(what === 'dump' ? 'upload' : 'download', rclone, what === 'dump' ? uploadScript : downloadScript, [...bucketEnv(to), ...days, ...file])
      : undefined;
  const order = bucket === undefined ? [database] : what === 'dump' ? [database, bucket] : [bucket, database];
  return {
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 999, runAsGroup: 999, fsGroup: 999, seccompProfile: { type: 'RuntimeDefault' } },
      ...(order.length > 1 ? { initContainers: order.slice(0, -1) } : {}),
      containers: order.slice(-1),
      volumes: [
        to.kind === 'volume' ? { name: 'backup', persistentVolumeClaim: { claimName: name } } : { name: 'backup', emptyDir: {} },
        { name: 'tmp', emptyDir: {} },
      ],
    },
  };
}

const container = (called: string, image: string, script: string, env: readonly EnvVar[]): PodTemplate['spec']['containers'][number] => ({
  name: called,
  image,
  command: ['/bin/sh', '-c', script],
  env: env,
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: 'backup', mountPath: '/backup' },
    { name: 'tmp', mountPath: '/tmp' },
  ],
});

function bucketEnv(to: Backup['to'] & { kind: 's3' }): EnvVar[] {
  const secret = (key: string) => ({ secretKeyRef: { name: to.credentials, key } });
  return [
    { name: 'TARGET', value: `${to.bucket}/${to.path}` },
    { name: 'RCLONE_CONFIG_TARGET_TYPE', value: 's3' },
    { name: 'RCLONE_CONFIG_TARGET_PROVIDER', value: 'Other' },
    { name: 'RCLONE_CONFIG_TARGET_ENDPOINT', value: to.endpoint },
    ...(to.region === undefined ? [] : [{ name: 'RCLONE_CONFIG_TARGET_REGION', value: to.region }]),
    // Credentials that may write an object may not always create a bucket.
    { name: 'RCLONE_CONFIG_TARGET_NO_CHECK_BUCKET', value: 'true' },
    { name: 'RCLONE_CONFIG_TARGET_ACCESS_KEY_ID', valueFrom: secret('access-key-id') },
    { name: 'RCLONE_CONFIG_TARGET_SECRET_ACCESS_KEY', valueFrom: secret('secret-access-key') },
  ];
}
