import type { Reader } from '../../manifest/reader.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Repository } from '../../repository/repository.ts';
import { known } from '../../tree/known.ts';
import { keysOf } from '../keys-of.ts';
import { perTree } from '../../tree/per-tree.ts';
import type { TreeObject } from '../../tree/tree.ts';

export const secretStoresRules: readonly Rule[] = [
  {
    code: 'secret-store-denied',
    severity: 'error',
    needs: ['cluster'],
    title: 'a secret store may not read the Secret that is read through it',
    why: 'External Secrets reads with the ServiceAccount of the store, and the API server denies it. The Secret is never created, and pods that need it do not start.',
    symptom: '`could not get secret data from provider: … secrets "…" is forbidden`; the SecretStore or the ExternalSecret is not ready.',
    cause:
      'A SecretStore with the provider `kubernetes` reads another namespace with a ServiceAccount. The Role there does not allow that Secret, its RoleBinding names another account or Role, or the store names another namespace. Reported when bindings of that ServiceAccount are in the manifests, and for stores that pinout wrote.',
    fix: 'add a Role in the remote namespace that allows `get` on the Secret by name, and bind it to the ServiceAccount of the store',
    source: '[External Secrets: Kubernetes](https://external-secrets.io/latest/provider/kubernetes/)',
    *find(repository) {
      // One Role may name the Secrets of thousands.
      const grants = new Map<TreeObject, ReturnType<typeof grantOf>>();
      for (const { external, store, namespace, account } of kubernetesStores(repository)) {
        const bindings = bindingsOf(repository, account, external.namespace);
        if (bindings.length === 0 && !store.ours) continue;
        const granted = bindings
          .filter((binding) => binding.kind === 'ClusterRoleBinding' || binding.namespace === namespace)
          .map((one) => {
            if (!grants.has(one)) grants.set(one, grantOf(repository, one));
            return grants.get(one);
          });
        if (granted.includes(undefined)) continue;
        for (const data of external.root.items('spec', 'data')) {
          const key = data.get('remoteRef', 'key');
          const name = known(key.text());
          if (name === undefined || granted.some((some) => some!.has(name))) continue;
          yield {
            at: key,
            message: `ExternalSecret/${external.name} reads the Secret ${name} in ${namespace}, but the ServiceAccount ${external.namespace}/${account} may not`,
            expected: `a Role in ${namespace} that allows get on the Secret ${name}, bound to ServiceAccount ${external.namespace}/${account}`,
            received: granted.length === 0 ? 'no RoleBinding there' : 'Roles that do not allow it',
            fix: `add ${name} to the resourceNames of the Role in ${namespace}`,
          };
        }
      }
    },
  },
  {
    code: 'secret-source-missing',
    severity: 'error',
    needs: ['cluster'],
    title: 'an ExternalSecret reads a key that its source does not have',
    why: 'The Secret is never created, and pods that need it do not start.',
    symptom: '`could not get secret data from provider: property … does not exist in data of secret`, or `Secret does not exist`.',
    cause:
      'An ExternalSecret reads a Secret or key in another namespace through a store with the provider `kubernetes`. Reported when the manifests show which keys that Secret has. For objects that pinout wrote, also reported when nothing creates the Secret.',
    fix: 'write the name and the key (property) that the source has',
    source: '[External Secrets: Kubernetes](https://external-secrets.io/latest/provider/kubernetes/)',
    *find(repository) {
      for (const external of repository.objects.of('ExternalSecret')) {
        const spec = external.root.get('spec');
        if (!external.ours || spec.items('data').length === 0 || spec.get('secretStoreRef', 'name').exists) continue;
        yield {
          at: spec,
          message: `ExternalSecret/${external.name} names no store`,
          expected: 'secretStoreRef.name',
          received: 'nothing',
          fix: 'name the store in secretStoreRef, or write dist again: npm run synth',
        };
      }
      for (const { external, namespace } of kubernetesStores(repository))
        for (const data of external.root.items('spec', 'data')) {
          const key = data.get('remoteRef', 'key');
          const property = data.get('remoteRef', 'property');
          const name = known(key.text());
          if (name === undefined) continue;
          const source = repository.secrets.find(namespace, name);
          const wanted = known(property.text());
          if (source === undefined && external.ours)
            yield {
              at: key,
              message: `ExternalSecret/${external.name} reads the Secret ${name} in ${namespace}, which nothing creates`,
              expected: `a Secret ${name} in ${namespace}`,
              received: 'nothing',
            };
          else if (!property.exists && key.exists)
            yield {
              at: key,
              severity: 'warning',
              message: `ExternalSecret/${external.name} reads the whole Secret ${name} as one value, because it names no property`,
              expected: [...(source?.keys ?? ['a key of the Secret'])].join(', '),
              received: 'nothing',
              why: 'The value is then JSON with all keys of the Secret, not the password.',
            };
          else if (wanted !== undefined && source?.keys !== undefined && source.keys.size > 0 && !source.keys.has(wanted))
            yield {
              at: property,
              message: `ExternalSecret/${external.name} reads the key ${wanted} of the Secret ${name}, which has only ${[...source.keys].join(', ')}`,
              expected: [...source.keys].join(', '),
              received: wanted,
            };
        }
    },
  },
  {
    code: 'variable-key-missing',
    severity: 'error',
    needs: ['cluster'],
    title: 'a variable reads a key that its Secret does not have',
    why: 'The pod does not start: CreateContainerConfigError.',
    symptom: "`CreateContainerConfigError: couldn't find key … in Secret …`.",
    cause: 'A variable of a container reads a key that the Secret or ConfigMap does not have. Reported only when the manifests show which keys it has.',
    fix: 'use an existing key, or add this one',
    source: '[Kubernetes: environment variables from a Secret](https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/)',
    *find(repository) {
      const { containers, logins, clients } = repository;
      const id = (namespace: string, name: string, key: string) => `${namespace}/${name}#${key}`;
      // Those are secret-missing.
      const reportedElsewhere = new Set([
        ...logins.all.flatMap(({ secret, object }) => (secret?.key === undefined ? [] : [id(object.namespace, secret.name.value, secret.key.value)])),
        ...clients.flatMap((client) => {
          const secret = client.clientSecret;
          return secret?.key === undefined ? [] : [id(secret.namespace, secret.name, secret.key)];
        }),
      ]);
      for (const { object, env } of containers)
        for (const { name, from } of env.values()) {
          if (
            from === undefined ||
            from.optional === true ||
            known(from.name) === undefined ||
            known(from.key) === undefined ||
            reportedElsewhere.has(id(object.namespace, from.name, from.key))
          )
            continue;
          const keys = keysOf(repository, from.kind, object, from.name);
          if (keys === undefined || keys.size === 0 || keys.has(from.key)) continue;
          yield {
            at: from.seen,
            // Elsewhere a pipeline may add keys.
            isSure: object.ours,
            message: `the variable ${name} of ${object.kind}/${object.name} reads the key ${from.key} of the ${from.kind} ${from.name}, which has only ${[...keys].join(', ')}`,
            expected: [...keys].join(', '),
            received: from.key,
          };
        }
    },
  },
];

interface Use {
  readonly external: TreeObject;
  readonly store: TreeObject;
  /** Where the store reads. */
  readonly namespace: string;
  readonly account: string;
}

/** ExternalSecrets that read another namespace of this cluster as a ServiceAccount of their own. */
function* kubernetesStores({ objects }: Repository): Generator<Use> {
  for (const external of objects.of('ExternalSecret')) {
    const ref = external.root.get('spec', 'secretStoreRef');
    const name = ref.text('name');
    if (name === undefined || (ref.text('kind') ?? 'SecretStore') !== 'SecretStore') continue;
    const store = objects.find('SecretStore', external.namespace, name);
    const provider = store?.root.get('spec', 'provider', 'kubernetes');
    const namespace = known(provider?.text('remoteNamespace') ?? 'default');
    const account = known(provider?.text('auth', 'serviceAccount', 'name'));
    // Another API server, or another namespace of accounts: not of this tree.
    if (store === undefined || provider?.exists !== true || namespace === undefined || account === undefined) continue;
    if (provider.get('server', 'url').exists || provider.get('auth', 'serviceAccount', 'namespace').exists) continue;
    yield { external, store, namespace, account };
  }
}

function bindingsOf(repository: Repository, account: string, namespace: string): readonly TreeObject[] {
  const { general, byAccount } = allBindings(repository);
  return [...(byAccount.get(`${namespace}/${account}`) ?? []), ...general];
}

/** Bindings of all ServiceAccounts, and those of each. */
const allBindings = perTree(({ objects }: Repository) => {
  const general: TreeObject[] = [];
  const byAccount = new Map<string, TreeObject[]>();
  for (const binding of objects.of('RoleBinding', 'ClusterRoleBinding')) {
    const subjects = binding.root.items('subjects');
    if (subjects.some((one) => one.text('kind') === 'Group' && /^system:(?:serviceaccounts|authenticated)/.test(one.text('name') ?? ''))) {
      general.push(binding);
      continue;
    }
    for (const subject of subjects) {
      if (subject.text('kind') !== 'ServiceAccount') continue;
      const account = `${subject.text('namespace')}/${subject.text('name')}`;
      const known = byAccount.get(account);
      if (known === undefined) byAccount.set(account, [binding]);
      else if (known.at(-1) !== binding) known.push(binding);
    }
  }
  return { general, byAccount };
});

/** Secrets that a binding grants; undefined when its role is not in the tree and may come from elsewhere. */
function grantOf({ objects }: Repository, binding: TreeObject): ReturnType<typeof readable> | undefined {
  const ref = binding.root.get('roleRef');
  const kind = ref.text('kind') ?? '';
  const name = ref.text('name');
  const role = name === undefined ? undefined : objects.find(kind, kind === 'Role' ? binding.namespace : '', name);
  if (role !== undefined) return role.root.get('aggregationRule').exists ? undefined : readable(role.root.items('rules'));
  return binding.ours ? readable([]) : undefined;
}

/** Names of Secrets that rules allow to read. */
function readable(rules: readonly Reader[]): { readonly has: (name: string) => boolean } {
  const named = new Set<string | undefined>();
  let all = false;
  for (const rule of rules) {
    const texts = (field: string) => rule.items(field).map((one) => one.text());
    const has = (field: string, wanted: string) => texts(field).some((one) => one === wanted || one === '*');
    if (!has('apiGroups', '') || !has('resources', 'secrets') || !has('verbs', 'get')) continue;
    const names = texts('resourceNames');
    all ||= names.length === 0;
    for (const name of names) named.add(name);
  }
  return { has: (name) => all || named.has(name) };
}
