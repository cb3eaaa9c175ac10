import type { Rule } from '../rule.ts';

/** kubeadm mounts little into the pod. */
export const apiserverFileMount: Rule = {
  code: 'apiserver-file-mount',
  severity: 'error',
  title: 'the apiserver cannot see its file, or not see it change',
  *run({ logins }) {
    for (const { flags, root, kubeadm } of logins.apiservers) {
      const flag = flags.get('authentication-config');
      if (flag === undefined || !kubeadm) continue;
      const volumes = root.get('apiServer', 'extraVolumes').items();
      const covering = volumes.find((volume) => {
        const mount = volume.get('mountPath').text() ?? '';
        return flag.value === mount || flag.value.startsWith(`${mount.replace(/\/$/, '')}/`);
      });
      if (covering === undefined && !/^\/etc\/kubernetes\/pki\/|^\/etc\/ssl\/|^\/etc\/pki\//.test(flag.value))
        yield {
          at: flag,
          message: `${flag.value} is not mounted into kube-apiserver`,
          expected: 'an entry of apiServer.extraVolumes with its folder',
          received: 'none',
          why: 'The pod does not see the file, and does not start.',
          fix: 'add extraVolumes with the folder of the file as hostPath and mountPath, readOnly: true, pathType: DirectoryOrCreate',
        };
      else if (covering !== undefined && (covering.get('mountPath').text() === flag.value || covering.get('pathType').text() === 'File'))
        yield {
          at: covering.get('mountPath'),
          severity: 'warning',
          message: `${flag.value} is mounted as a single file`,
          expected: 'its folder',
          received: 'the file',
          why: 'A mounted file stays the one that it was: a new one that is renamed into its place is never seen, without an error.',
          fix: 'mount the folder',
        };
    }
  },
};
