import type { ApiserverMount } from '../../kubernetes/apiserver-arguments.ts';
import { isImpersonated, readRbac } from '../../kubernetes/read-rbac.ts';
import { bareUsers } from '../../repository/bare-users.ts';
import type { TrustedIssuer } from '../../kubernetes/trusted-issuer.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import type { Objects } from '../../tree/objects.ts';
import { runsAtLeast } from '../../repository/versions.ts';
import { hostOf, known, slugOf } from '../../tree/known.ts';

/** Where a path of the container lies on the node. */
function hostPathOf(path: string, { hostPath, mountPath }: ApiserverMount): string {
  return `${hostPath.replace(/\/$/, '')}${path.slice(mountPath.replace(/\/$/, '').length)}`;
}

/** What kubeadm mounts by itself (cmd/kubeadm/app/phases/controlplane/volumes.go). */
const alwaysMounted = /^\/etc\/kubernetes\/pki\/|^\/etc\/ssl\/|^\/etc\/pki\/|^\/etc\/ca-certificates\/|^\/usr\/(?:local\/)?share\/ca-certificates\//;

/** Groups that are bound while no issuer brings groups at all: RBAC then knows people by their names alone. */
function* withoutGroups(issuers: readonly TrustedIssuer[], objects: Objects, groups: ReadonlySet<string>): Generator<Report> {
  const takesGroups = issuers.some(
    ({ form, root, groupsClaim }) =>
      groupsClaim !== undefined || (form === 'file' && (root.get('claimMappings', 'groups').exists || !root.get('claimMappings').exists)),
  );
  if (takesGroups) return;
  for (const { kind, name, at, binding } of readRbac(objects)) {
    const group = known(name)?.replace(/^[a-z0-9_.-]+[:#-]/i, '');
    if (kind !== 'Group' || group === undefined || name.startsWith('system:') || !(groups.has(group) || groups.has(name))) continue;
    yield {
      at,
      message: `${binding.kind}/${binding.name} names the group ${name}, but kube-apiserver takes no groups from tokens`,
      expected: issuers[0]!.form === 'flags' ? '--oidc-groups-claim=groups, and --oidc-groups-prefix' : 'claimMappings.groups',
      received: 'nothing',
      why: 'Without it kube-apiserver ignores groups: people can sign in, but a role that is bound to a group reaches nobody.',
      fix:
        issuers[0]!.form === 'flags'
          ? 'add --oidc-groups-claim=groups and --oidc-groups-prefix=oidc:'
          : 'add claimMappings.groups with claim: groups and prefix: "oidc:"',
    };
  }
}

const bareIssuer = (url: string): string => url.replace(/^http:/, 'https:').replace(/\/$/, '');

export const apiserverRules: readonly Rule[] = [
  {
    code: 'apiserver-audience-mismatch',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver does not accept tokens of the client that sends them',
    symptom: 'A login loop in Headlamp; `Unauthorized` for kubectl; the log says `expected audience … got …` or only `invalid bearer token`.',
    cause: 'The client id is not in `audiences`, or the issuer has no entry.',
    fix: 'write one entry for each issuer, with the client id of its provider in `audiences`',
    source: '[kubernetes-sigs/headlamp#4539](https://github.com/kubernetes-sigs/headlamp/issues/4539)',
    *find({ logins, pairs }) {
      // Two clusters may each have a client of one slug.
      const clients = new Map<string, Set<string>>();
      // Hosts at which other apps find the clients that are here: one that is none of them may be of another installation.
      const hosts = new Set(
        pairs.all.flatMap(({ login, by }) => (login.verifiesOnly === true || by !== 'client-id' ? [] : (hostOf(login.issuer?.value) ?? []))),
      );
      for (const { login, client } of pairs.all) {
        const slug = client.slug?.value;
        const id = known(client.clientId?.value);
        if (login.verifiesOnly === true && slug !== undefined && id !== undefined && slug === slugOf(login.issuer?.value))
          clients.set(slug, (clients.get(slug) ?? new Set()).add(id));
      }
      for (const { url, audiences, at } of logins.issuers) {
        const slug = slugOf(url?.value);
        const [id, ...others] = slug === undefined ? [] : (clients.get(slug) ?? []);
        if (id === undefined || audiences.some(({ value }) => value === id || others.includes(value) || known(value) === undefined)) continue;
        yield {
          at: audiences[0] ?? at,
          isSure: hosts.size === 0 || hosts.has(hostOf(url?.value) ?? ''),
          message: `kube-apiserver expects the audience ${audiences.map(({ value }) => value).join(', ') || '(none)'}, but tokens of ${slug} have the audience ${id}`,
          expected: id,
          received: audiences.map(({ value }) => value).join(', ') || 'none',
          why: 'The audience of a token is the client id. kube-apiserver refuses tokens with any other audience.',
          fix: `add ${id} to audiences`,
        };
      }
      // What Headlamp sends on must be trusted: same issuer, same client.
      if (logins.issuers.length === 0) return;
      const slugs = new Map(pairs.all.map(({ login, client }) => [login, known(client.slug?.value)]));
      for (const login of logins.all) {
        const issuer = known(login.issuer?.value);
        const id = known(login.clientId?.value);
        if (login.passesTokens !== true || issuer === undefined) continue;
        // Another slug, a missing slash and http have rules of their own, at the end that is wrong.
        const slug = slugs.get(login);
        if (slug !== undefined && slugOf(issuer) !== undefined && slugOf(issuer) !== slug) continue;
        const entry = logins.issuers.find(({ url }) => url !== undefined && bareIssuer(url.value) === bareIssuer(issuer));
        if (entry === undefined)
          yield {
            at: login.issuer!,
            // The apiserver of another cluster may be meant.
            isSure: login.object.ours,
            message: `${login.label} sends tokens of ${issuer} to kube-apiserver, which does not trust that issuer`,
            expected: logins.issuers.map(({ url }) => url?.value ?? '').join(', '),
            received: issuer,
            why: 'The app only passes the token on. kube-apiserver verifies it, and refuses tokens of an issuer that is not configured.',
            fix: `add a jwt entry with the issuer ${issuer} to the AuthenticationConfiguration`,
          };
        else if (id !== undefined && !entry.audiences.some(({ value }) => value === id || known(value) === undefined))
          yield {
            at: login.clientId!,
            message: `${login.label} uses the client id ${id}, which is not an audience of kube-apiserver`,
            expected: entry.audiences.map(({ value }) => value).join(', '),
            received: id,
            why: 'The app only passes the token on. kube-apiserver verifies it, and refuses any other audience.',
            fix: `add ${id} to the audiences of that issuer`,
          };
      }
    },
  },
  {
    code: 'apiserver-feature-gate-gone',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver names a feature gate that was removed',
    why: 'kube-apiserver does not start with an unknown feature gate.',
    symptom: 'kube-apiserver does not start after the upgrade: `unrecognized feature gate`.',
    cause: 'Kubernetes removes a feature gate some releases after the feature became GA.',
    fix: 'remove it from `--feature-gates`',
    source: '[Kubernetes: feature gates](https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/)',
    *find({ logins, versions }) {
      const { kubernetes } = versions;
      if (kubernetes === undefined || runsAtLeast(kubernetes, [1, 37]) !== true) return;
      for (const { flags } of logins.apiservers) {
        const gates = flags.get('feature-gates');
        const gone = ['StructuredAuthenticationConfiguration', 'AnonymousAuthConfigurableEndpoints'].find((gate) =>
          new RegExp(`\\b${gate}=`).test(gates?.value ?? ''),
        );
        if (gates === undefined || gone === undefined) continue;
        yield {
          at: gates,
          message: `--feature-gates names ${gone}, which Kubernetes ${kubernetes.text} does not have`,
          expected: 'no such feature gate',
          received: gone,
          fix: `remove ${gone} from --feature-gates before the upgrade`,
        };
      }
    },
  },
  {
    code: 'apiserver-file-mount',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver cannot see its authentication file, or does not see it change',
    symptom: 'kube-apiserver does not start after `kubeadm upgrade`, or changes to the file have no effect.',
    cause:
      'kube-apiserver runs in a container. kubeadm mounts only the pki and certificate folders into it, and Talos only its own files. A mount of a single file stays on the old inode when the file is replaced.',
    fix: 'mount the folder with `extraVolumes`, or in a static pod with `volumes` and `volumeMounts`',
    source: '[kubernetes/kubernetes#122091](https://github.com/kubernetes/kubernetes/issues/122091)',
    *find({ logins }) {
      const paths = logins.configurations.flatMap(({ path }) => (path?.value.startsWith('/') === true ? [path] : []));
      const readers = logins.apiservers.filter(({ flags }) => flags.has('authentication-config'));
      // With several of either nobody can tell which file is whose.
      const written = paths.length === 1 && readers.length === 1 ? paths[0] : undefined;
      for (const { flags, form, mounts, object } of readers) {
        const flag = flags.get('authentication-config');
        if (flag === undefined || mounts === undefined || known(flag.value) === undefined) continue;
        const covers = ({ mountPath }: { mountPath: string }) => flag.value === mountPath || flag.value.startsWith(`${mountPath.replace(/\/$/, '')}/`);
        // What this file leaves to another one may be mounted there.
        const others = logins.apiservers.flatMap((one) => (one.form === form ? (one.mounts ?? []) : []));
        const covering = mounts.find(covers) ?? (mounts.length === 0 ? others.find(covers) : undefined);
        if (covering === undefined && !alwaysMounted.test(flag.value))
          yield {
            at: flag,
            // A patch that mounts nothing leaves that to another one, which may be anywhere.
            isSure: form !== 'talos' || mounts.length !== 0 || object.ours,
            message: `${flag.value} is not mounted into kube-apiserver`,
            expected: form === 'pod' ? 'a volume and a volumeMount for its folder' : 'an entry in apiServer.extraVolumes for its folder',
            received: mounts.map(({ mountPath }) => mountPath).join(', ') || 'none',
            why: 'kube-apiserver cannot read the file and does not start.',
            fix:
              form === 'pod'
                ? 'add a hostPath volume with the folder of the file (type: DirectoryOrCreate), and a volumeMount with readOnly: true'
                : form === 'talos'
                  ? 'add extraVolumes with the folder of the file as hostPath and mountPath, readonly: true'
                  : 'add extraVolumes with the folder of the file as hostPath and mountPath, readOnly: true, pathType: DirectoryOrCreate',
          };
        else if (covering !== undefined && written !== undefined && hostPathOf(flag.value, covering) !== written.value)
          yield {
            at: written,
            message: `the AuthenticationConfiguration is written to ${written.value}, but kube-apiserver reads ${hostPathOf(flag.value, covering)}`,
            expected: hostPathOf(flag.value, covering),
            received: written.value,
            why: `${covering.mountPath} in the container is ${covering.hostPath} on the node, where no such file exists. kube-apiserver does not start.`,
            fix: `write the file to ${hostPathOf(flag.value, covering)}, or mount its folder there`,
          };
        // Talos writes its files at boot alone (siderolabs/talos v1alpha1_sequencer_tasks.go, WriteUserFiles), and mounts them anew then.
        else if (covering !== undefined && form !== 'talos' && (covering.mountPath === flag.value || covering.pathType === 'File'))
          yield {
            at: covering.at.get('mountPath'),
            severity: 'warning',
            message: `${flag.value} is mounted as a single file`,
            expected: 'its folder',
            received: 'the file',
            why: 'A mount of a single file keeps showing the old file. A new file that is renamed into its place is never seen, and there is no error.',
            fix: 'mount its folder instead',
          };
      }
    },
  },
  {
    code: 'apiserver-flags-and-file',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver has both oidc-* flags and an authentication-config file',
    why: 'kube-apiserver does not start: authentication-config file and oidc-* flags are mutually exclusive.',
    symptom: 'kube-apiserver crash-loops: `authentication-config file and oidc-* flags are mutually exclusive`.',
    cause: 'Both are set.',
    fix: 'move the settings of the flags into the file, and remove the flags',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins }) {
      for (const { flags, at, form, object } of logins.apiservers) {
        const own = form === 'talos-document' ? [...flags.keys()].find((name) => name.startsWith('oidc-') || name === 'authentication-config') : undefined;
        if (own !== undefined)
          yield {
            at: flags.get(own) ?? at,
            message: `KubeAPIServerConfig has the argument ${own}`,
            expected: 'a KubeAuthenticationConfig document',
            received: own,
            why: 'Talos writes the AuthenticationConfiguration itself and refuses arguments that set the same.',
            fix: 'write the issuer into a KubeAuthenticationConfig document, and remove the argument',
          };
        const flag = [...flags.keys()].find((name) => name.startsWith('oidc-'));
        if (own !== undefined || !flags.has('authentication-config') || flag === undefined) continue;
        yield {
          at: flags.get(flag) ?? at,
          // Two patches of one folder may be of two clusters.
          isSure: object.ours || flags.get(flag)?.at.file === flags.get('authentication-config')?.at.file,
          message: `kube-apiserver has both --authentication-config and --${flag}`,
          expected: 'one of the two',
          received: 'both',
        };
      }
    },
  },
  {
    code: 'rbac-prefix-mismatch',
    severity: 'error',
    needs: [],
    title: 'a role is bound to a group that no token can carry',
    symptom: 'The login works, `kubectl auth whoami` shows the group, and everything is forbidden.',
    cause: 'The subject of the binding lacks the prefix that kube-apiserver puts before groups, has another prefix, or names a group that does not exist.',
    fix: 'write the prefix and the group, for example `oidc:kubernetes-admins`',
    source: '[Kubernetes: RBAC, referring to subjects](https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects)',
    *find({ logins: { issuers }, objects, groups, people, releases }) {
      if (issuers.length === 0) return;
      yield* bareUsers(issuers, objects, people);
      const prefixes = [...new Set(issuers.flatMap(({ groupsPrefix }) => (groupsPrefix === undefined ? [] : [groupsPrefix.value])))];
      yield* withoutGroups(issuers, objects, groups);
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
      const isSure = !isImpersonated(objects, releases);
      for (const { kind, name: written, at, binding } of readRbac(objects)) {
        const text = known(written);
        if (kind !== 'Group' || text === undefined || text.startsWith('system:')) continue;
        const prefix = prefixes.find((one) => text.startsWith(one) && (one !== '' || !/^oidc[:#-]/.test(text)));
        if (prefix === undefined) {
          const looksOurs = groups.has(text) || groups.has(bare(text)) || /^oidc[:#-]/.test(text);
          if (!looksOurs) continue;
          const group = groups.has(text) ? text : bare(text);
          yield {
            at,
            isSure: isSure || binding.ours,
            message: `${binding.kind}/${binding.name} names the group ${text}, but the groups prefix of kube-apiserver is ${prefixes.map((one) => JSON.stringify(one)).join(' or ')}`,
            expected: `${prefixes[0]}${group}`,
            received: text,
            why: 'RBAC compares whole names, so this binding matches nobody.',
            fix: `write ${prefixes[0]}${group}`,
          };
        } else if (groups.size > 0 && prefix !== '' && !groups.has(text.slice(prefix.length)))
          yield {
            at,
            // Another repository, or a hand, may make it.
            isSure: binding.ours,
            message: `${binding.kind}/${binding.name} names the group ${text}, but no blueprint here creates ${text.slice(prefix.length)}`,
            expected: [...groups]
              .slice(0, 5)
              .map((one) => prefix + one)
              .join(', '),
            received: text,
            why: 'If no such group exists in authentik, nobody gets the role.',
            fix: 'correct the name, or add the group to a blueprint',
          };
      }
    },
  },
];
