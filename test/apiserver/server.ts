import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpsRequest } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assets, findAssets, howToGetAssets } from './assets.ts';
import { Certificates } from './certificates.ts';

/** The answer of the apiserver. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly json: unknown;
}

/** What TokenReview said. */
export interface Review {
  readonly authenticated: boolean;
  readonly error: string | null;
  readonly user: {
    readonly username?: string;
    readonly uid?: string;
    readonly groups?: readonly string[];
    readonly extra?: Record<string, readonly string[]>;
  } | null;
}

const flagsOf = (folder: string, ports: { etcd: number; api: number }, certs: { ca: string; cert: string; key: string }) => [
  `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${ports.api}`,
  '--advertise-address=127.0.0.1',
  `--tls-cert-file=${certs.cert}`,
  `--tls-private-key-file=${certs.key}`,
  `--client-ca-file=${certs.ca}`,
  `--cert-dir=${folder}`,
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${certs.cert}`,
  `--service-account-signing-key-file=${certs.key}`,
  '--service-cluster-ip-range=10.0.0.0/24',
  '--authorization-mode=RBAC',
  '--disable-admission-plugins=ServiceAccount',
  '--endpoint-reconciler-type=none',
  `--authentication-config=${join(folder, 'authentication.yaml')}`,
];

/** A real kube-apiserver with its etcd, on loopback, with an admin by client certificate. */
export class ApiServer {
  readonly folder: string;
  readonly certificates: Certificates;
  readonly #assets: Assets;
  readonly #children: ChildProcess[] = [];
  readonly #admin: { key: Buffer; cert: Buffer };
  readonly #ca: string;
  readonly #agents = new Map<boolean, Agent>();
  #flags: readonly string[] = [];
  #port = 0;
  #log = '';

  /** Makes folder and certificates. `start` starts it. @throws when the binaries are not there, with how to get them */
  constructor(assets: Assets | undefined = findAssets()) {
    if (assets === undefined) throw new Error(howToGetAssets);
    this.#assets = assets;
    this.folder = mkdtempSync(join(tmpdir(), 'pinout-apiserver-'));
    this.certificates = new Certificates(this.folder);
    this.#ca = this.certificates.caText;
    const admin = this.certificates.issue('admin', '/O=system:masters/CN=admin');
    this.#admin = { key: readFileSync(admin.key), cert: readFileSync(admin.cert) };
  }

  /** Starts with a configuration and waits until it answers. More flags come last. */
  async start(configuration: string, flags: readonly string[] = []): Promise<void> {
    const [etcd, peer, api] = await Promise.all([freePort(), freePort(), freePort()]);
    this.#port = api;
    this.#spawn(this.#assets.etcd, [
      '--data-dir',
      join(this.folder, 'etcd'),
      '--listen-client-urls',
      `http://127.0.0.1:${etcd}`,
      '--advertise-client-urls',
      `http://127.0.0.1:${etcd}`,
      '--listen-peer-urls',
      `http://127.0.0.1:${peer}`,
      '--initial-advertise-peer-urls',
      `http://127.0.0.1:${peer}`,
      '--initial-cluster',
      `default=http://127.0.0.1:${peer}`,
      '--unsafe-no-fsync',
      '--log-level',
      'error',
    ]);
    this.#write(configuration);
    const serving = this.certificates.issue('apiserver', '/CN=apiserver', 'IP:127.0.0.1');
    this.#flags = [...flagsOf(this.folder, { etcd, api }, { ca: this.certificates.ca, ...serving }), ...flags];
    this.#spawn(this.#assets.apiserver, this.#flags);
    await this.#until(
      async () => (await this.admin('GET', '/readyz')).status === 200,
      60,
      () => `the apiserver did not become ready:\n${this.#log.slice(-3000)}`,
    );
  }

  /** Where it answers. */
  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  /** What the apiserver has logged. */
  get log(): string {
    return this.#log;
  }

  /** Replaces the file by rename, as a node would, and waits until the server has taken or refused it. Returns the text of the refusal. */
  async reload(configuration: string, seconds = 90): Promise<string | undefined> {
    const before = await this.#reloads();
    const logged = this.#log.length;
    this.#write(configuration);
    let after = before;
    const settled = async () => {
      after = await this.#reloads();
      return after.success > before.success || after.failure > before.failure;
    };
    await this.#until(settled, seconds, () => `the file was neither taken nor refused:\n${this.#log.slice(logged)}`);
    if (after.success > before.success) return undefined;
    return refusal(this.#log.slice(logged)) ?? 'refused without a text';
  }

  /** Starts a second apiserver with a configuration that it must refuse, and returns what it says when it ends. */
  async refusedStart(configuration: string): Promise<string> {
    const file = join(this.folder, 'refused.yaml');
    writeFileSync(file, configuration);
    const flags = this.#flags.filter((flag) => !/^--(?:authentication-config|secure-port)=/.test(flag));
    const child = spawn(this.#assets.apiserver, [...flags, `--authentication-config=${file}`, `--secure-port=${await freePort()}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (data: Buffer) => (log += data.toString()));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    await new Promise((resolve) => child.once('exit', resolve));
    clearTimeout(timer);
    return refusal(log) ?? log;
  }

  /** Asks TokenReview about a token. */
  async review(token: string): Promise<Review> {
    const answer = await this.admin('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token },
    });
    const { status } = answer.json as { status?: { authenticated?: boolean; error?: string; user?: Review['user'] } };
    const authenticated = status?.authenticated === true;
    return { authenticated, error: status?.error ?? null, user: authenticated ? (status.user ?? null) : null };
  }

  /** Waits until the entry that takes this token up has done its discovery, which a start does not wait for. */
  async initialized(token: string): Promise<void> {
    await this.#until(
      async () => (await this.review(token)).error?.includes('authenticator not initialized') !== true,
      60,
      () => `discovery is not done:\n${this.#log.slice(-2000)}`,
    );
  }

  /** A request as the admin. */
  async admin(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    return await this.#request(method, path, true, undefined, body, type);
  }

  /** A request with a bearer token, or anonymous without one. */
  async as(token: string | undefined, method: string, path: string, body?: unknown): Promise<Answer> {
    return await this.#request(method, path, false, token, body, 'application/json');
  }

  /** Ends both processes and removes the folder. */
  async stop(): Promise<void> {
    for (const agent of this.#agents.values()) agent.destroy();
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(configuration: string): void {
    writeFileSync(join(this.folder, 'authentication.tmp'), configuration);
    renameSync(join(this.folder, 'authentication.tmp'), join(this.folder, 'authentication.yaml'));
  }

  async #reloads(): Promise<{ success: number; failure: number }> {
    const { body } = await this.admin('GET', '/metrics');
    const count = (status: string) =>
      Number(new RegExp(`^apiserver_authentication_config_controller_automatic_reloads_total\\{.*status="${status}"\\} (\\S+)`, 'm').exec(body)?.[1] ?? 0);
    return { success: count('success'), failure: count('failure') };
  }

  #spawn(command: string, args: readonly string[]): void {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (this.#log += data.toString()));
    this.#children.push(child);
  }

  async #until(done: () => Promise<boolean>, seconds: number, otherwise: () => string): Promise<void> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const is = await done().catch(() => false);
      if (is) return;
      const dead = this.#children.find((child) => child.exitCode !== null);
      if (dead !== undefined || Date.now() > end) throw new Error(otherwise());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  async #request(method: string, path: string, admin: boolean, token: string | undefined, body: unknown, type: string): Promise<Answer> {
    const agent = this.#agents.get(admin) ?? new Agent({ keepAlive: true, maxSockets: 16, ca: this.#ca, ...(admin ? this.#admin : {}) });
    this.#agents.set(admin, agent);
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return await new Promise((resolve, reject) => {
      const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(text === undefined ? {} : { 'content-type': type }) };
      const sent = httpsRequest({ host: '127.0.0.1', port: this.#port, method, path, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: answer, json: parsed(answer) });
        });
      });
      sent.on('error', reject);
      sent.end(text);
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

// klog quotes a text of one line as Go does, and sets one of several lines between < and >.
function refusal(log: string): string | undefined {
  const line = /"(?:failed to (?:load|validate|read|update) authentication config|command failed)" err=(<\n[\s\S]*?\n >|"(?:[^"\\]|\\.)*")/.exec(log)?.[1];
  if (line === undefined) return undefined;
  if (line.startsWith('"'))
    return JSON.parse(
      line
        .replace(/\\x([0-9a-f]{2})/g, '\\u00$1')
        .replace(/\\a/g, '\\u0007')
        .replace(/\\v/g, '\\u000b'),
    ) as string;
  return line
    .slice(2, -3)
    .split('\n')
    .map((each) => each.replace(/^\t/, ''))
    .join('\n');
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
