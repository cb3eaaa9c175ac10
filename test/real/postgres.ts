import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const debian = '/usr/lib/postgresql';

/** Folder of PostgreSQL's programs: on PATH, or where Debian puts the newest. Undefined: it is not there. */
export function postgresPrograms(): string | undefined {
  const version = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...(version === undefined ? [] : [join(debian, version, 'bin')])];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_dump')));
  if (found === undefined) {
    const message = 'PostgreSQL does not run. Install it: apt-get install postgresql';
    if (process.env['PINOUT_REAL'] === 'all') throw new Error(message);
    console.warn(`skipped: ${message}`);
  }
  return found;
}

/** PostgreSQL refuses root: nobody runs it then. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** A PostgreSQL of its own, that asks for a password over TCP. */
export class Postgres {
  readonly folder = mkdtempSync(join(tmpdir(), 'pinout-postgres-'));
  readonly password = 'pa ss-W0rd$"x';
  port = 0;
  readonly #programs: string;

  constructor(programs: string) {
    this.#programs = programs;
    chmodSync(this.folder, 0o755);
    this.data('own');
  }

  /** A folder that the server's user may write. */
  data(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    if (nobody.uid !== undefined) chownSync(path, nobody.uid, nobody.gid);
    return path;
  }

  async start(): Promise<void> {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    this.port = (free.address() as AddressInfo).port;
    await new Promise((resolve) => free.close(resolve));
    const own = this.data('own');
    const secret = join(own, 'password');
    writeFileSync(secret, this.password);
    chmodSync(secret, 0o644);
    this.#must('initdb', ['-D', join(own, 'db'), '-U', 'authentik', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8', '--locale=C.UTF-8']);
    const options = `-p ${this.port} -k ${own} -c listen_addresses=127.0.0.1 -c fsync=off`;
    // The server keeps the streams of its starter open.
    const child = spawn(join(this.#programs, 'pg_ctl'), ['-D', join(own, 'db'), '-w', '-l', join(own, 'log'), '-o', options, 'start'], {
      ...nobody,
      stdio: 'ignore',
    });
    await new Promise((resolve) => child.once('exit', resolve));
  }

  stop(): void {
    spawnSync(join(this.#programs, 'pg_ctl'), ['-D', join(this.folder, 'own/db'), '-m', 'immediate', 'stop'], { ...nobody, stdio: 'ignore' });
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a command as a container would: with these variables alone. */
  run(command: readonly string[], env: Readonly<Record<string, string>>): { status: number | null; output: string } {
    const [program = '', ...args] = command;
    const { status, stdout, stderr } = spawnSync(program, args, {
      ...nobody,
      encoding: 'utf8',
      env: { PATH: `${this.#programs}:/usr/bin:/bin`, ...env },
      cwd: this.folder,
    });
    return { status, output: `${stdout}${stderr}` };
  }

  sql(database: string, text: string): string {
    const { status, output } = this.run(
      ['psql', '-h', '127.0.0.1', '-p', String(this.port), '-U', 'authentik', '-d', database, '-v', 'ON_ERROR_STOP=1', '-Atc', text],
      { PGPASSWORD: this.password },
    );
    if (status !== 0) throw new Error(output);
    return output.trim();
  }

  #must(program: string, args: readonly string[]): void {
    const { status, stderr } = spawnSync(join(this.#programs, program), args, { ...nobody, encoding: 'utf8', cwd: this.folder });
    if (status !== 0) throw new Error(stderr);
  }
}
