import { dnsLabel } from '../contract/names.ts';
import type { SecretKey } from './app-template.ts';
import type { Resources } from './resources.ts';
import type { SidecarOptions } from './run-options.ts';

/** What may differ from the usual. */
export interface PostgresOptions {
  /** `REPOSITORY:TAG` of a PostgreSQL of the same major version, with a digest or without. */
  readonly image?: string;
  /** Size of the volume; `1Gi` unless given. */
  readonly size?: string;
  readonly resources?: Resources;
}

/** For amd64 and arm64. A new minor version needs nothing but a restart; a new major one cannot read the data of the old. */
export const postgresImage = 'docker.io/library/postgres:17.11';

/**
 * A PostgreSQL beside an app, in its pod and for it alone: at `localhost`, database and user `name`, its password in `generated: ['database']`.
 *
 * @throws PinoutError `name-invalid`
 * @example const sidecars = { database: postgres('miniflux') };
 */
export function postgres(name: string, options: PostgresOptions = {}): SidecarOptions<{ readonly generated: (name: string) => SecretKey }> {
  const user = dnsLabel(name, { app: 'postgres', field: 'name' }, 30);
  const path = '/var/lib/postgresql/data';
  return {
    image: options.image ?? postgresImage,
    // PostgreSQL takes the password over when its folder is empty, and never again. A folder of its own: volumes hold a lost+found.
    env: ({ generated }) => ({ POSTGRES_USER: user, POSTGRES_PASSWORD: generated('database'), PGDATA: `${path}/pgdata` }),
    data: { path, ...(options.size === undefined ? {} : { size: options.size }) },
    resources: options.resources ?? { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } },
    ready: ['pg_isready', '-h', '127.0.0.1', '-U', user],
  };
}
