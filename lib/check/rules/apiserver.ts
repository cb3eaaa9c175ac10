import type { Rule } from '../../repository/rule.ts';
import { compareVersions, known, slugOf } from '../../tree/known.ts';

export const apiserverRules: readonly Rule[] = [
  {
    code: 'apiserver-audience-mismatch',
    severity: 'error',
    title: 'the apiserver does not expect tokens of the client that is sent to it',
    page: {
      symptom: 'A login loop in Headlamp; `Unauthorized` for kubectl; the log says `expected audience … got …` or only `invalid bearer token`.',
      cause: 'The client id is not among `audiences`, or the issuer has no entry.',
      fix: 'Make them equal: one entry for each issuer, with the client id of its provider.',
      source: '[kubernetes-sigs/headlamp#4539](https://github.com/kubernetes-sigs/headlamp/issues/4539)',
    },
    *find({ logins, pairs }) {
      const clients = new Map<string, string>();
      for (const { login, client } of pairs.all) {
        const slug = client.slug?.value;
        const id = known(client.clientId?.value);
        if (login.app === 'kube-apiserver' && slug !== undefined && id !== undefined && slug === slugOf(login.issuer?.value)) clients.set(slug, id);
      }
      for (const { url, audiences, at } of logins.issuers) {
        const slug = slugOf(url?.value);
        const id = slug === undefined ? undefined : clients.get(slug);
        if (id === undefined || audiences.some(({ value }) => value === id || known(value) === undefined)) continue;
        yield {
          at: audiences[0] ?? at,
          message: `the apiserver expects the audience ${audiences.map(({ value }) => value).join(', ') || 'of nobody'}, but tokens of ${slug} are for ${id}`,
          expected: id,
          received: audiences.map(({ value }) => value).join(', ') || 'none',
          why: 'The audience of a token is the client id of its provider. Others are refused.',
          fix: `write ${id} into audiences`,
        };
      }
      // What Headlamp sends on must be trusted: same issuer, same client.
      if (logins.issuers.length === 0) return;
      for (const login of logins.all) {
        const issuer = known(login.issuer?.value);
        const id = known(login.clientId?.value);
        if (login.app !== 'headlamp' || issuer === undefined) continue;
        const entry = logins.issuers.find(({ url }) => url?.value === issuer);
        if (entry === undefined)
          yield {
            at: login.issuer!,
            message: `${login.label} sends tokens of ${issuer} to the apiserver, which does not trust that issuer`,
            expected: logins.issuers.map(({ url }) => url?.value ?? '').join(', '),
            received: issuer,
            why: 'Headlamp only carries the token: the apiserver judges it, and passes over an issuer that it does not know.',
            fix: `add a jwt entry with the issuer ${issuer} to the AuthenticationConfiguration`,
          };
        else if (id !== undefined && !entry.audiences.some(({ value }) => value === id || known(value) === undefined))
          yield {
            at: login.clientId!,
            message: `${login.label} is client ${id}, which is no audience of the apiserver`,
            expected: entry.audiences.map(({ value }) => value).join(', '),
            received: id,
            why: 'Headlamp only carries the token: the apiserver judges it.',
            fix: `add ${id} to the audiences of that issuer`,
          };
      }
    },
  },
  {
    code: 'apiserver-feature-gate-gone',
    severity: 'error',
    title: 'the apiserver names a feature gate that is gone',
    why: 'An unknown gate stops the apiserver at its start.',
    page: {
      symptom: 'kube-apiserver does not start after the upgrade: `unrecognized feature gate`.',
      cause: 'The gate was removed after it had become permanent.',
      fix: 'Take it out.',
      source: '[Kubernetes: feature gates](https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/)',
    },
    *find({ logins, versions }) {
      const { kubernetes } = versions;
      if (kubernetes === undefined || compareVersions(kubernetes.numbers, [1, 37]) < 0) return;
      for (const { flags } of logins.apiservers) {
        const gates = flags.get('feature-gates');
        const gone = ['StructuredAuthenticationConfiguration', 'AnonymousAuthConfigurableEndpoints'].find((gate) =>
          new RegExp(`\\b${gate}=`).test(gates?.value ?? ''),
        );
        if (gates === undefined || gone === undefined) continue;
        yield {
          at: gates,
          message: `--feature-gates names ${gone}, which Kubernetes ${kubernetes.text} does not have`,
          expected: 'the gate left out',
          received: gone,
          fix: `take ${gone} out of --feature-gates before the upgrade`,
        };
      }
    },
  },
  {
    code: 'apiserver-file-mount',
    severity: 'error',
    title: 'the apiserver cannot see its file, or not see it change',
    page: {
      symptom: 'kube-apiserver does not start after `kubeadm upgrade`; or changes of the file have no effect.',
      cause: 'kubeadm mounts only pki and the folders of certificates. A single file that is mounted is pinned to its inode.',
      fix: 'Mount the folder by `extraVolumes`.',
      source: '[kubernetes/kubernetes#122091](https://github.com/kubernetes/kubernetes/issues/122091)',
    },
    *find({ logins }) {
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
  },
  {
    code: 'apiserver-flags-and-file',
    severity: 'error',
    title: 'the apiserver has its issuer by flags and by a file',
    why: 'It does not start: authentication-config file and oidc-* flags are mutually exclusive.',
    fix: 'move the flags into the file, and take them away',
    page: {
      symptom: 'kube-apiserver crash-loops: `authentication-config file and oidc-* flags are mutually exclusive`.',
      cause: 'Both are set.',
      fix: 'Keep the file.',
      source:
        '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    },
    *find({ logins }) {
      for (const { flags, at } of logins.apiservers) {
        const flag = [...flags.keys()].find((name) => name.startsWith('oidc-'));
        if (!flags.has('authentication-config') || flag === undefined) continue;
        yield {
          at: flags.get(flag) ?? at,
          message: `kube-apiserver has --authentication-config and --${flag}`,
          expected: 'one of the two',
          received: 'both',
        };
      }
    },
  },
  {
    code: 'rbac-prefix-mismatch',
    severity: 'error',
    title: 'a role is bound to a name that no token can have',
    page: {
      symptom: 'The login works, `kubectl auth whoami` shows the group, and everything is forbidden.',
      cause: 'The subject of the binding lacks the prefix that the apiserver puts before groups, has another one, or names a group that does not exist.',
      fix: 'Write the prefix and the group: `oidc:kubernetes-admins`.',
      source: '[Kubernetes: RBAC, referring to subjects](https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects)',
    },
    *find({ logins, objects, groups }) {
      const issuers = logins.issuers;
      if (issuers.length === 0) return;
      const prefixes = [...new Set(issuers.flatMap(({ groupsPrefix }) => (groupsPrefix === undefined ? [] : [groupsPrefix.value])))];
      // Expressions may make any name.
      if (
        prefixes.length === 0 ||
        issuers.some(
          ({ groupsPrefix, groupsClaim, form, root }) =>
            groupsPrefix === undefined && groupsClaim === undefined && form === 'file' && root.get('claimMappings', 'groups').exists,
        )
      )
        return;
      const bare = (name: string) => name.replace(/^[a-z0-9_.-]+[:#-]/i, '');
      for (const kind of ['ClusterRoleBinding', 'RoleBinding'])
        for (const object of objects.of(kind))
          for (const subject of object.root.get('subjects').items()) {
            const name = subject.get('name');
            const text = known(name.text());
            if (subject.get('kind').text() !== 'Group' || text === undefined || text.startsWith('system:')) continue;
            const prefix = prefixes.find((one) => text.startsWith(one) && (one !== '' || !/^oidc[:#-]/.test(text)));
            if (prefix === undefined) {
              const looksOurs = groups.has(text) || groups.has(bare(text)) || /^oidc[:#-]/.test(text);
              if (!looksOurs) continue;
              const group = groups.has(text) ? text : bare(text);
              yield {
                at: name,
                message: `${kind}/${object.name} names the group ${text}, but the apiserver puts ${prefixes.map((one) => JSON.stringify(one)).join(' or ')} before groups`,
                expected: `${prefixes[0]}${group}`,
                received: text,
                why: 'Names are compared as a whole: nobody is in a group of this name.',
                fix: `write ${prefixes[0]}${group}`,
              };
            } else if (groups.size > 0 && prefix !== '' && !groups.has(text.slice(prefix.length)))
              yield {
                at: name,
                message: `${kind}/${object.name} names the group ${text}, but no blueprint here makes ${text.slice(prefix.length)}`,
                expected: [...groups]
                  .slice(0, 5)
                  .map((one) => prefix + one)
                  .join(', '),
                received: text,
                why: 'Nobody is in it, so nobody gets the role.',
                fix: 'correct the name, or add the group to a blueprint',
              };
          }
    },
  },
];
