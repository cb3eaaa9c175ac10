import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The binaries. */
export interface Assets {
  readonly apiserver: string;
  readonly etcd: string;
  /** Judges what is written for it; envtest does not bring it. */
  readonly kubeadm?: string;
}

/** The version that the Go module in assets/ requires. */
export const kubernetesVersion = '1.36.3';

/** How to get what is missing. */
export const howToGetAssets = `kube-apiserver and etcd are not there. Either
  - set KUBEBUILDER_ASSETS to a folder that holds both, or put both on PATH, or
  - install Go 1.26 or later: the suite then builds them once (about 6 minutes) into ${cacheFolder()} (PINOUT_CACHE names another folder).`;

function cacheFolder(): string {
  const root = process.env['PINOUT_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pinout');
  return join(root, 'kubernetes', kubernetesVersion);
}

/** Looks in KUBEBUILDER_ASSETS, then on PATH, then in the cache. */
export function findAssets(): Assets | undefined {
  const named = process.env['KUBEBUILDER_ASSETS'];
  const folders = [...(named === undefined ? [] : [named]), ...(process.env['PATH'] ?? '').split(delimiter), cacheFolder()];
  const first = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const [apiserver, etcd, kubeadm] = [first('kube-apiserver'), first('etcd'), first('kubeadm')];
  return apiserver === undefined || etcd === undefined ? undefined : { apiserver, etcd, ...(kubeadm === undefined ? {} : { kubeadm }) };
}

/** Builds them with Go. Undefined when Go is not there or too old. */
export function buildAssets(): Assets | undefined {
  const version = /go(\d+)\.(\d+)/.exec(spawnSync('go', ['version'], { encoding: 'utf8' }).stdout ?? '');
  if (version === null || Number(version[1]) !== 1 || Number(version[2]) < 26) return undefined;
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  const minor = kubernetesVersion.split('.')[1]!;
  const set = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  const flags = ['-s -w', set('gitVersion', `v${kubernetesVersion}`), set('gitMajor', '1'), set('gitMinor', minor)].join(' ');
  process.stderr.write(`building kube-apiserver and kubeadm ${kubernetesVersion} and etcd into ${folder}\n`);
  for (const [name, target] of [
    ['kube-apiserver', 'k8s.io/kubernetes/cmd/kube-apiserver'],
    ['etcd', 'go.etcd.io/etcd/server/v3'],
    ['kubeadm', 'k8s.io/kubernetes/cmd/kubeadm'],
  ] as const) {
    const built = spawnSync('nice', ['go', 'build', '-p', '2', '-trimpath', '-ldflags', flags, '-o', join(folder, name), target], {
      cwd: fileURLToPath(new URL('assets', import.meta.url)),
      env: { ...process.env, CGO_ENABLED: '0' },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (built.status !== 0) throw new Error(`go build of ${name} failed:\n${built.stderr}`);
  }
  return findAssets();
}
