import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Builds pinout as it is packed, into a folder of its own: every trial starts it hundreds of times, and from source that takes three times as long. */
export function builtPinout(): { readonly bin: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'pinout-built-'));
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck', '--declaration', 'false', '--outDir', join(folder, 'build')]);
  for (const name of ['imports', 'node_modules', 'docs']) symlinkSync(resolve(name), join(folder, name));
  cpSync('package.json', join(folder, 'package.json'));
  return { bin: join(folder, 'build/cli/bin.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** 60 apps in two variants, chosen by VARIANT, which differ in a part of their files; LOAD is how long the file takes to load, in milliseconds. */
const source = `import { defineCluster, everyone, forwardAuthApp, groups, helmApp, oidcApp } from 'pinout';
await new Promise((resolve) => setTimeout(resolve, Number(process.env.LOAD ?? 0)));
const isFirst = process.env.VARIANT === 'a';
const version = isFirst ? '1.0.0' : '2.0.0';
const apps = Array.from({ length: 60 }, (_, index) => {
  const name = \`app-\${index}\`;
  if (index % 3 === 0) return helmApp({ name, chart: { repository: 'https://charts.example.org', name: 'thing', version } });
  if (index % 3 === 1) return forwardAuthApp({ name, access: everyone(), image: \`docker.io/traefik/whoami:v\${version}\`, port: 80 });
  return oidcApp({ name: isFirst ? name : \`\${name}-b\`, redirects: ['/callback'], image: \`ghcr.io/example/thing:\${version}\`, access: groups(isFirst ? 'family' : 'staff'),
    env: ({ client, issuer }) => ({ ID: client.clientId, URL: issuer.discoveryUrl }) });
});
export default defineCluster({ name: 'home', domain: 'home.example.org', ingressAddress: '192.168.1.30', versions: { kubernetes: '1.36', authentik: '2026.8.3', flux: '2.9' },
  edge: { className: 'traefik', clusterIssuer: 'letsencrypt' }, apps });
`;

export type Variant = 'a' | 'b';

/** A project in a folder: its app file, and files by hand beside what synth writes. */
export function trialProject(base: string): void {
  mkdirSync(join(base, 'apps'), { recursive: true });
  writeFileSync(join(base, 'apps/main.ts'), source);
  mkdirSync(join(base, 'dist/by-hand'), { recursive: true });
  for (const name of byHand) writeFileSync(join(base, 'dist', name), `# by hand: ${name}\n`);
}

/** Files in dist that synth did not write. */
export const byHand = ['by-hand/note.yaml', 'notes.txt'];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly talk: string;
}

/** Starts pinout in a project. */
export function start(
  bin: string,
  base: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [bin, ...args], { cwd: base, env: { ...process.env, XDG_CACHE_HOME: join(base, '../cache'), ...env } });
  let talk = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (talk += bytes.toString()));
  return { child, ended: new Promise((done) => child.once('close', (code, signal) => done({ code, signal, talk }))) };
}

/** Names beside dist and in it that are neither the project's nor the product's. */
export function strays(base: string): string[] {
  const known = new Set(['apps', 'dist', 'README.md', 'home', 'by-hand', 'notes.txt']);
  return [...readdirSync(base), ...readdirSync(join(base, 'dist'))].filter((name) => !known.has(name));
}
