import { dnsLabel } from '../contract/names.ts';
import type { SecretKey } from './app-template.ts';
import type { BesideOptions } from './run-options.ts';

/**
 * A PostgreSQL beside an app, in its pod and for it alone: at `localhost`, database and user `name`, its password in `generated: ['database']`.
 *
 * @throws PinoutError `name-invalid`
 * @example beside: { database: postgres('miniflux') }
 */
export function postgres(name: string): BesideOptions<{ readonly generated: (name: string) => SecretKey }> {
  const user = dnsLabel(name, { app: 'postgres', field: 'name' }, 30);
  const path = '/var/lib/postgresql/data';
  return {
    // For amd64 and arm64.
    image: 'docker.io/library/postgres:17.6',
    // PostgreSQL takes the password over when its folder is empty, and never again. A folder of its own: volumes hold a lost+found.
    env: ({ generated }) => ({ POSTGRES_USER: user, POSTGRES_PASSWORD: generated('database'), PGDATA: `${path}/pgdata` }),
    data: { path },
    ready: ['pg_isready', '-h', '127.0.0.1', '-U', user],
  };
}
