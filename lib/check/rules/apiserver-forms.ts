import { posix } from 'node:path';
import { unquotedIn } from '../../kubernetes/argument-forms.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Rule } from '../../repository/rule.ts';

export const apiserverFormsRules: readonly Rule[] = [
  {
    code: 'apiserver-file-applied',
    severity: 'error',
    needs: [],
    title: 'a configuration file of kube-apiserver is applied as an object',
    why: 'kube-apiserver reads this file from disk; the API has no such object. Applying it fails, and so does everything that is applied with it.',
    symptom:
      'Flux or kubectl says `no matches for kind "AuthenticationConfiguration" in version "apiserver.config.k8s.io/v1": ensure CRDs are installed first`.',
    cause: "The file looks like an object, but kube-apiserver only reads it from disk. The same is true of kubeadm's configuration.",
    fix: 'remove it from the resources, put the file on each control plane node, and name it in `--authentication-config`',
    more: 'Mount its folder into kube-apiserver.',
    source: '[kubernetes/kubernetes#129958](https://github.com/kubernetes/kubernetes/issues/129958)',
    *find(repository) {
      const files = repository.tree.documents.filter(
        ({ root }) => onDisk.has((root.text('apiVersion') ?? '').split('/')[0] ?? '') && root.text('kind') !== undefined,
      );
      const how = files.length === 0 ? () => undefined : appliedFiles(repository);
      for (const { file, root } of files) {
        const kind = root.get('kind');
        const applied = how(file);
        if (applied === undefined) continue;
        yield {
          at: kind,
          // Flux leaves out what .sourceignore names, which is not read here.
          isSure: applied !== 'in a folder of Flux',
          message: `${kind.text()} is ${applied === 'listed' ? 'among the resources of a kustomization' : 'in a folder that Flux applies'}, but the API has no such object`,
          expected: 'a file on the control plane nodes',
          received: 'an object',
        };
      }
    },
  },
  {
    code: 'argument-unquoted',
    severity: 'error',
    needs: [],
    title: 'an argument that ends in a colon has no quotes',
    why: 'YAML reads text that ends in a colon as the key of a map. An argument must be a string, so the container does not start.',
    symptom: 'The static pod is gone and the kubelet logs that it cannot parse the manifest, or Flux says `cannot unmarshal object into Go struct field`.',
    cause: '`- --oidc-groups-prefix=oidc:` is a map with one key. YAML needs quotes around text that ends in a colon or contains a colon before a space.',
    fix: 'quote the whole argument: `- "--oidc-groups-prefix=oidc:"`',
    source: '[kubernetes/kubernetes#97741](https://github.com/kubernetes/kubernetes/issues/97741)',
    *find({ containers, logins }) {
      const pods = containers.flatMap(({ args }) => args.flatMap((arg) => unquotedIn(arg).map(({ unquoted }) => unquoted)));
      const others = logins.apiservers.flatMap(({ form, unquoted }) => (form === 'pod' ? [] : unquoted));
      for (const { at, text } of [...pods, ...others])
        yield {
          at,
          message: `${text} is not quoted, so YAML reads a map instead of a string`,
          expected: `"${text}"`,
          received: 'a map',
          fix: `quote it: "${text}"`,
        };
    },
  },
  {
    code: 'apiserver-flag-unknown',
    severity: 'error',
    needs: [],
    title: 'a flag of the login is none that kube-apiserver has',
    why: 'kube-apiserver ends at a flag that it does not know, and so does the control plane node.',
    symptom: 'kube-apiserver does not start: `Error: unknown flag: --oidc-extra-scope`.',
    cause: 'The flag is one of kubectl oidc-login, or misspelt.',
    fix: 'write one of its flags: `--oidc-issuer-url`, `--oidc-client-id`, `--oidc-username-claim`, `--oidc-username-prefix`, `--oidc-groups-claim`, `--oidc-groups-prefix`, `--oidc-required-claim`, `--oidc-signing-algs`, `--oidc-ca-file`',
    source: '[Kubernetes: kube-apiserver](https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/)',
    *find({ logins }) {
      for (const { flags, form, object } of logins.apiservers)
        for (const [name, value] of flags) {
          if (!name.startsWith('oidc-') || oidcFlags.has(name)) continue;
          yield {
            at: value,
            // Settings of another program may be called so.
            isSure: form !== 'other',
            message: `${object.kind} has the flag --${name}, which kube-apiserver does not know`,
            expected: [...oidcFlags].map((flag) => `--${flag}`).join(', '),
            received: `--${name}`,
          };
        }
    },
  },
];

/** kubernetes/kubernetes pkg/kubeapiserver/options/authentication.go, AddFlags */
const oidcFlags: ReadonlySet<string> = new Set([
  'oidc-issuer-url',
  'oidc-client-id',
  'oidc-ca-file',
  'oidc-username-claim',
  'oidc-username-prefix',
  'oidc-groups-claim',
  'oidc-groups-prefix',
  'oidc-signing-algs',
  'oidc-required-claim',
]);

/** Groups of what is only read from disk. */
const onDisk: ReadonlySet<string> = new Set(['apiserver.config.k8s.io', 'kubeadm.k8s.io']);

/** How Flux or kustomize applies a file: a kustomization lists it, or it lies in a folder of Flux that has no kustomization of its own. */
function appliedFiles({ kustomizations, objects, tree }: Repository): (file: string) => 'listed' | 'in a folder of Flux' | undefined {
  // What lists nothing else builds such a file and applies nothing.
  const objectsIn = new Set(tree.documents.flatMap(({ file, root }) => (onDisk.has((root.text('apiVersion') ?? '').split('/')[0]!) ? [] : [file])));
  const listed = new Set<string>();
  for (const { file, root } of kustomizations.files) {
    const files = root.items('resources').map((one) => posix.join(posix.dirname(file), one.text() ?? ''));
    if (files.some((one) => objectsIn.has(one) || !/\.(?:ya?ml|json)$/.test(one))) for (const one of files) listed.add(one);
  }
  const governed = new Set(kustomizations.files.map(({ file }) => posix.dirname(file)));
  const paths = objects.of('Kustomization').flatMap(({ apiVersion, root }) => {
    const path = root.text('spec', 'path');
    return path === undefined || !apiVersion.startsWith('kustomize.toolkit') ? [] : [posix.normalize(path).replace(/^\.?\/|\/$/g, '')];
  });
  return (file) => {
    if (listed.has(file)) return 'listed';
    for (let folder = posix.dirname(file); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
      if (governed.has(folder)) return undefined;
      if (paths.some((path) => path !== '' && path !== '.' && (folder === path || folder.endsWith(`/${path}`)))) return 'in a folder of Flux';
    }
    return undefined;
  };
}
