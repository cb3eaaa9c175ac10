import { imageOf } from '../delivery/image.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Written } from '../manifest/written.ts';
import { configurationFile, nodeDirectory } from './names.ts';
import { configurationHash } from './write-authentication-configuration.ts';

/** Where the pods run and their ConfigMap lies: who may write there owns the cluster anyway, and its admission lets hostPath volumes through. */
export const rolloutNamespace = 'kube-system';
export const rolloutName = 'kube-apiserver-authentication';

/** Key of the ConfigMap, and annotation of the pods, with the hash that kube-apiserver's metric has to tell. */
const hashKey = 'last-config-info-hash';
const hashAnnotation = 'pinout/last-config-info-hash';

/** Exists for amd64 and arm64; brings sh, cmp, sha256sum and mv. */
export const rolloutImage = 'docker.io/library/busybox:1.37.0';

/**
 * Copies the file beside the one that kube-apiserver reads, and renames it over: a reader sees the old or the new bytes, never half of them.
 * Constant text: what varies lies in the files that it reads. Arguments: source, target, and `forever` or `once`. No braces after a dollar, which
 * Flux' substitution would replace.
 */
export const rolloutScript = `set -eu
umask 022
file=${configurationFile}
from=$1
to=$2
trap 'exit 0' TERM INT
while :; do
  want=$(cat "$from/${hashKey}")
  have=sha256:$(sha256sum <"$from/$file" | cut -d ' ' -f 1)
  if [ "$have" != "$want" ]; then
    echo "refused: the file has the hash $have, and $want is expected" >&2
  elif [ -d "$to/$file" ]; then
    echo "refused: $file is a directory on this node; remove it" >&2
  elif ! cmp -s "$from/$file" "$to/$file"; then
    cp "$from/$file" "$to/.$file.new"
    chmod 0644 "$to/.$file.new"
    sync
    mv -f "$to/.$file.new" "$to/$file"
    echo "written: $want"
  fi
  [ "$3" = forever ] || exit 0
  sleep 15 &
  wait $!
done
`;

/**
 * What keeps kube-apiserver's file current on every control-plane node: a ConfigMap that is named after its content, and a DaemonSet whose
 * pods copy it into the node's directory. kube-apiserver reloads it by itself. A pod is ready when its node has the file.
 *
 * The pods run as root, because the directory belongs to root: another owner could let anybody in. They have no capability, no
 * privilege, no network of the node, no token, and see that one directory.
 *
 * @param given another image, for example with its digest: anyone who moves the tag of an image writes the file that decides who is cluster-admin
 * @throws PinoutError `image-unpinned`
 * @example rolloutObjects(authenticationConfigurationText(clients, facts))
 */
export function rolloutObjects(text: string, given: string = rolloutImage): Manifest[] {
  const { repository, tag } = imageOf(given, { app: 'cluster', field: 'apiserver.image' });
  const hash = configurationHash(text);
  const configMap = `${rolloutName}-${hash.slice('sha256:'.length).slice(0, 10)}`;
  const labels = { 'app.kubernetes.io/name': rolloutName };
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: configMap, namespace: rolloutNamespace, labels },
      immutable: true,
      data: { [configurationFile]: text, [hashKey]: hash },
    } satisfies Written<'ConfigMap'>,
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: rolloutName, namespace: rolloutNamespace, labels },
      spec: {
        selector: { matchLabels: labels },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
        template: {
          metadata: { labels, annotations: { [hashAnnotation]: hash } },
          spec: {
            nodeSelector: { 'node-role.kubernetes.io/control-plane': '' },
            tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 5,
            securityContext: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'copy',
                image: `${repository}:${tag}`,
                command: ['/bin/sh', '-c', rolloutScript, 'copy', '/source', '/target', 'forever'],
                resources: { requests: { cpu: '5m', memory: '8Mi' }, limits: { memory: '32Mi' } },
                readinessProbe: {
                  exec: { command: ['cmp', '-s', `/source/${configurationFile}`, `/target/${configurationFile}`] },
                  initialDelaySeconds: 1,
                  periodSeconds: 10,
                },
                securityContext: { privileged: false, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
                volumeMounts: [
                  { name: 'source', mountPath: '/source', readOnly: true },
                  { name: 'target', mountPath: '/target' },
                ],
              },
            ],
            volumes: [
              { name: 'source', configMap: { name: configMap } },
              // The directory, not the file: a mounted file holds on to its inode, and no rename is seen through it.
              { name: 'target', hostPath: { path: nodeDirectory, type: 'DirectoryOrCreate' } },
            ],
          },
        },
      },
    } satisfies Written<'DaemonSet'>,
  ];
}
