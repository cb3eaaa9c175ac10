import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';
import type { Manifest } from '../../lib/manifest/manifest.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { ApiServer } from '../apiserver/server.ts';
import type { Definition } from './assets.ts';

const plurals: Readonly<Record<string, string>> = { Ingress: 'ingresses' };
const plural = (kind: string) => plurals[kind] ?? (/[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1).toLowerCase()}ies` : `${kind.toLowerCase()}s`);

/** A kube-apiserver with Flux' kustomize-controller, and a source whose artifact is a folder of this machine. */
export class FluxCluster {
  readonly api = new ApiServer();
  #controller: ChildProcess | undefined;
  #log = '';
  #http: Server | undefined;

  /** Starts the apiserver, defines what Flux brings, then starts the controller. */
  async start(controller: string, definitions: readonly Definition[]): Promise<void> {
    await this.api.start('apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: []\n');
    for (const { object } of definitions) await this.define(object);
    await this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } });
    const { key, cert } = this.api.certificates.issue('flux', '/O=system:masters/CN=flux');
    const kubeconfig = join(this.api.folder, 'kubeconfig');
    writeFileSync(
      kubeconfig,
      yamlText({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'test',
        clusters: [{ name: 'test', cluster: { server: this.api.url, 'certificate-authority': this.api.certificates.ca } }],
        users: [{ name: 'flux', user: { 'client-certificate': cert, 'client-key': key } }],
        contexts: [{ name: 'test', context: { cluster: 'test', user: 'flux' } }],
      }),
    );
    const tmp = join(this.api.folder, 'tmp');
    mkdirSync(tmp);
    const flags = [
      '--metrics-addr=127.0.0.1:0',
      '--health-addr=127.0.0.1:0',
      '--requeue-dependency=1s',
      '--enable-leader-election=false',
      '--log-level=info',
      '--http-retry=2',
    ];
    const child = spawn(controller, flags, {
      env: { ...process.env, KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: 'flux-system', TMPDIR: tmp },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (this.#log += data.toString()));
    this.#controller = child;
  }

  /** The last lines that the controller has logged. */
  get log(): string {
    return this.#log.slice(-4000);
  }

  /** Defines a kind and waits until it is served. */
  async define(object: Manifest): Promise<void> {
    await this.put(object);
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${object.metadata.name}`;
    for (let round = 0; round < 100; round++) {
      if ((await this.api.admin('GET', path)).body.includes('"type":"Established","status":"True"')) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${object.metadata.name} is not served: ${(await this.api.admin('GET', path)).body.slice(-600)}`);
  }

  /** Server-side apply of an object. */
  async put(object: Manifest): Promise<void> {
    const answer = await this.api.admin('PATCH', `${pathOf(object)}?fieldManager=test&force=true`, JSON.stringify(object), 'application/apply-patch+yaml');
    if (answer.status >= 300) throw new Error(`${object.kind}/${object.metadata.name}: ${answer.body}`);
  }

  /** What a server-side apply would change of an object, as `kubectl diff` asks it. Both undefined: it would be made. */
  async diff(object: Manifest): Promise<{ readonly live?: Manifest; readonly next?: Manifest }> {
    const path = pathOf(object);
    const live = await this.api.admin('GET', path);
    if (live.status === 404) return {};
    const dry = `${path}?dryRun=All&fieldManager=kustomize-controller&force=true`;
    const next = await this.api.admin('PATCH', dry, JSON.stringify(object), 'application/apply-patch+yaml');
    if (next.status >= 300) throw new Error(`${object.kind}/${object.metadata.name}: ${next.body}`);
    return { live: live.json as Manifest, next: next.json as Manifest };
  }

  /** Sets the status of an object, as its controller would. False: it is gone meanwhile. */
  async status(object: Manifest, status: object): Promise<boolean> {
    const answer = await this.api.admin('PATCH', `${pathOf(object)}/status`, JSON.stringify({ status }), 'application/merge-patch+json');
    if (answer.status === 404) return false;
    if (answer.status >= 300) throw new Error(`status of ${object.kind}/${object.metadata.name}: ${answer.body}`);
    return true;
  }

  /** All objects of a kind; none when the kind is not served. */
  async list(apiVersion: string, kind: string): Promise<Manifest[]> {
    const { status, json } = await this.api.admin('GET', `${root(apiVersion)}/${plural(kind)}`);
    if (status === 404) return [];
    return ((json as { items?: Manifest[] }).items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  }

  /** The uid of an object: another one means that it was deleted and made anew. */
  async uid(object: Manifest): Promise<string | undefined> {
    const { json } = await this.api.admin('GET', pathOf(object));
    return (json as { metadata?: { uid?: string } } | undefined)?.metadata?.uid;
  }

  async exists(apiVersion: string, kind: string, namespace: string, name: string): Promise<boolean> {
    return (await this.api.admin('GET', pathOf({ apiVersion, kind, metadata: { name, namespace } }))).status === 200;
  }

  /** A GitRepository whose artifact is a folder: packed, served over loopback, and said in its status as source-controller would. Its revision. */
  async source(folder: string, entries: readonly string[]): Promise<string> {
    const file = join(this.api.folder, 'artifact.tar.gz');
    await create({ gzip: true, cwd: folder, file, portable: true }, [...entries]);
    const data = readFileSync(file);
    this.#http ??= createServer();
    this.#http.removeAllListeners('request');
    this.#http.on('request', (_, response) => response.end(data));
    if (!this.#http.listening) await new Promise<void>((resolve) => this.#http!.listen(0, '127.0.0.1', resolve));
    const { port } = this.#http.address() as AddressInfo;
    const hex = createHash('sha256').update(data).digest('hex');
    const revision = `main@sha1:${hex.slice(0, 40)}`;
    const git: Manifest = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'flux-system', namespace: 'flux-system' },
      spec: { interval: '1h', url: 'https://git.example.org/home' },
    };
    await this.put(git);
    await this.status(git, {
      observedGeneration: 1,
      artifact: {
        url: `http://127.0.0.1:${port}/${hex}.tar.gz`,
        path: `${hex}.tar.gz`,
        digest: `sha256:${hex}`,
        revision,
        size: data.length,
        lastUpdateTime: now(),
      },
      conditions: [condition('Ready', 'Succeeded')],
    });
    return revision;
  }

  async stop(): Promise<void> {
    const child = this.#controller;
    if (child?.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    }
    this.#http?.close();
    this.#http?.closeAllConnections();
    await this.api.stop();
    rmSync(this.api.folder, { recursive: true, force: true });
  }
}

const now = () => new Date().toISOString().replace(/\.\d+Z/, 'Z');

/** A condition that is true. */
export function condition(type: string, reason: string): Record<string, unknown> {
  return { type, status: 'True', reason, message: reason, lastTransitionTime: now(), observedGeneration: 1 };
}

const root = (apiVersion: string) => (apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`);

function pathOf({ apiVersion, kind, metadata }: Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>): string {
  return `${root(apiVersion)}/${metadata.namespace === undefined || kind === 'Namespace' ? '' : `namespaces/${metadata.namespace}/`}${plural(kind)}/${metadata.name}`;
}
