import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { patchesDirectory } from '../../lib/kubernetes/names.ts';
import { clusterWith } from '../support/sample.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { findAssets } from './assets.ts';

const kubeadm = findAssets()?.kubeadm;
if (kubeadm === undefined)
  console.warn('kubeadm does not judge: it is not beside kube-apiserver nor on PATH. In test/apiserver/assets: go build k8s.io/kubernetes/cmd/kubeadm');

interface Manifest {
  readonly spec: {
    readonly hostAliases?: unknown;
    readonly containers: readonly [{ readonly command: readonly string[]; readonly volumeMounts: readonly { name: string }[] }];
    readonly volumes: readonly { name: string }[];
  };
}

/** The static pod that the real kubeadm makes of our files, put together as their README says. */
function manifestOf(kubernetes: string, dns: string): Manifest {
  const cluster = clusterWith({
    apps: [kubectl({ roles: { view: ['a'] } })],
    versions: { kubernetes, authentik: '2026.8.3', flux: '2.9' },
    dns: { mode: dns, hairpin: true },
  });
  const folder = tempFolder();
  const patches = join(folder, 'patches');
  mkdirSync(patches);
  const text = (path: string) => cluster.manual.find((one) => one.path === `kubernetes/${path}`)?.text;
  const patch = text('patches/kube-apiserver0+strategic.yaml');
  if (patch !== undefined) writeFileSync(join(patches, 'kube-apiserver0+strategic.yaml'), patch);
  const init = text('init-configuration.yaml')?.replace(patchesDirectory, patches) ?? `apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n`;
  // What the cluster's own configuration says beside: no look into the internet, and no guess of an address.
  const own = { cluster: 'kubernetesVersion: v1.36.3\n', init: 'localAPIEndpoint:\n  advertiseAddress: 192.0.2.1\n' };
  const file = join(folder, 'kubeadm.yaml');
  writeFileSync(file, `${text('cluster-configuration.yaml')!}${own.cluster}\n---\n${init}${own.init}`);
  execFileSync(kubeadm!, ['config', 'validate', '--config', file], { stdio: 'pipe' });
  execFileSync(kubeadm!, ['init', 'phase', 'control-plane', 'apiserver', '--config', file, '--dry-run'], {
    stdio: 'pipe',
    env: { ...process.env, KUBEADM_INIT_DRYRUN_DIR: folder },
  });
  return parse(readFileSync(join(folder, 'kube-apiserver.yaml'), 'utf8')) as Manifest;
}

describe.skipIf(kubeadm === undefined)('the static pod that kubeadm makes', () => {
  // kubeadm 1.36 still reads v1beta3, the form for Kubernetes 1.30.
  it.each(['1.30', '1.36'])('has the flag and the directory (%s)', (version) => {
    const { spec } = manifestOf(version, 'pihole');
    const [{ command, volumeMounts }] = spec.containers;
    const directory = '/etc/kubernetes/authentication';
    expect(command).toContain(`--authentication-config=${directory}/authentication-configuration.yaml`);
    expect(command.filter((one) => /--(oidc|anonymous)/.test(one))).toEqual([]);
    expect(volumeMounts).toContainEqual({ name: 'authentication-config', mountPath: directory, readOnly: true });
    expect(spec.volumes).toContainEqual({ name: 'authentication-config', hostPath: { path: directory, type: 'Directory' } });
    expect(spec.hostAliases).toBeUndefined();
  });

  it.each(['1.30', '1.36'])('has authentik in its hosts file where only pods are told its address (%s)', (version) => {
    expect(manifestOf(version, 'coredns-rewrite').spec.hostAliases).toEqual([{ ip: '192.168.1.30', hostnames: ['auth.home.example.org'] }]);
  });
});
