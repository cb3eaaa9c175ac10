import { distance } from 'fastest-levenshtein';
import { referencesOf } from '../../tree/references.ts';
import { idOf, promisedBy, providedBy } from '../../tree/provided.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import type { Container } from '../../tree/containers.ts';
import { known } from '../../tree/known.ts';
import type { SecretObject } from '../../tree/secret-object.ts';
import type { TreeObject } from '../../tree/tree.ts';

export const referencesRules: readonly Rule[] = [
  {
    code: 'secret-missing',
    severity: 'error',
    needs: [],
    title: 'a login reads a Secret or key that does not exist',
    symptom: "`CreateContainerConfigError: secret … not found` or `couldn't find key`.",
    cause: 'Nothing in the manifests creates a Secret with this name, key and namespace.',
    fix: 'use the same name, key and namespace on both sides. For a Secret that you create yourself, correct its `keys` in `prerequisites` if those are wrong',
    source: '[Kubernetes: Secrets](https://kubernetes.io/docs/concepts/configuration/secret/)',
    *find(repository) {
      const { logins, pairs, secrets } = repository;
      const uses = [
        ...logins.all.flatMap(({ secret, object, label, container }) =>
          secret === undefined || isOptional(container, secret.name.value, secret.key?.value)
            ? []
            : [
                {
                  who: label,
                  ours: object.ours,
                  namespace: object.namespace,
                  name: secret.name.value,
                  key: secret.key?.value,
                  at: secret.name,
                  keyAt: secret.key ?? secret.name,
                },
              ],
        ),
        ...[...new Set(pairs.all.map(({ client }) => client))].flatMap((client) => {
          const secret = client.clientSecret;
          return secret === undefined
            ? []
            : [
                {
                  ours: secret.ours,
                  who: `the identity provider, for ${client.label},`,
                  namespace: secret.namespace,
                  name: secret.name,
                  key: secret.key,
                  at: secret.at,
                  keyAt: secret.at,
                },
              ];
        }),
      ];
      yield* misspelt(repository);
      for (const { who, ours, namespace, name, key, at, keyAt } of uses) {
        if (known(name) === undefined) continue;
        // Values of a chart do not say where it is installed.
        if (namespace === '') continue;
        const secret = secrets.find(namespace, name);
        if (secret === undefined) {
          const others = secrets.namespacesOf(name).filter((one) => one !== namespace);
          // In what pinout wrote, reference-missing looks at every reference.
          if (ours) continue;
          // The namespace of one that is filled in later may be this one.
          if (others.some((one) => known(one) === undefined)) continue;
          // A Secret of which nothing is in the tree may come from anywhere.
          if (secrets.mayBring(namespace, name) || (others.length === 0 && !secrets.managed(namespace))) continue;
          const meant = others.length > 0 ? undefined : secrets.namesIn(namespace).find((one) => isNear(one, name));
          // It may have been made by hand, by Terraform, or by a chart: a name that stands beside it, or elsewhere, makes a mistake likely, and not sure.
          if (others.length === 0 && meant === undefined) continue;
          yield {
            at,
            severity: 'warning',
            message: `${who} reads the Secret ${name} in the namespace ${namespace}, ${others.length > 0 ? `which exists only in ${others.join(', ')}` : 'which nothing here creates'}`,
            expected: `a Secret ${name} in ${namespace}`,
            received: others.length > 0 ? others.join(', ') : 'none',
            why: 'A pod can read only Secrets in its own namespace. Without it the pod does not start, or runs without the client secret.',
            fix: others.length > 0 ? `create it in ${namespace} as well, for example with an ExternalSecret` : `write ${meant!}, or add the Secret ${name}`,
          };
        } else if (key !== undefined && secret.keys !== undefined && known(key) !== undefined && !secret.keys.has(key))
          yield {
            at: keyAt,
            message: `${who} reads the key ${key} of the Secret ${name}, which has ${[...secret.keys].join(', ') || 'no keys'}`,
            expected: [...secret.keys].join(', '),
            received: key,
            why: 'The pod does not start: CreateContainerConfigError.',
            fix: `write one of its keys: ${[...secret.keys].join(', ')}`,
          };
      }
    },
  },
  {
    code: 'reference-missing',
    severity: 'error',
    needs: ['cluster'],
    title: 'an object refers to another object that nothing creates',
    why: 'The object that needs it may wait forever, and so may Flux.',
    symptom: 'A pod stays in `ContainerCreating`, an ExternalSecret says `could not get secret`, or a Kustomization waits until its timeout.',
    cause:
      'An object refers to a Secret, ConfigMap, namespace, issuer, ingress class, ServiceAccount or source that the manifests do not create and that no README lists as a prerequisite.',
    fix: 'add the object',
    more: "If you create it yourself, list it in the cluster's source and run `npm run synth`:\n\n```ts\nprerequisites: [{ kind: 'Secret', namespace: 'monitoring', name: 'grafana-admin', keys: ['admin-user', 'admin-password'] }],\n```\n\n`dist/<cluster>/README.md` then lists it. In a repository that pinout did not write, a row in a table `| Kind | Namespace | Name | Why |` in any README.md below the checked path has the same effect.\n\n**Why it matters.** Flux applies a folder and waits until it is ready. An object that waits for something missing never is.",
    *find({ tree, objects }) {
      const provided = providedBy(objects);
      const promised = promisedBy(tree);
      for (const object of objects.all) {
        // In other people's repositories charts, operators and hands bring most of what is used: only our own output is complete.
        if (!object.ours || !object.applied) continue;
        for (const { from, kind, namespace, name } of referencesOf(object)) {
          const id = idOf(kind, namespace, name.value);
          if (provided.has(id) || promised.has(id)) continue;
          const where = namespace === '' ? '' : ` in the namespace ${namespace}`;
          yield {
            at: name,
            message: `${from.kind}/${from.name} refers to the ${kind} ${name.value}${where}, which nothing here creates`,
            expected: `the ${kind} ${name.value}${where}`,
            received: 'nothing',
            fix: `add the object; if you create it yourself, list it in the cluster's source: prerequisites: [{ kind: '${kind}', ${namespace === '' ? '' : `namespace: '${namespace}', `}name: '${name.value}' }]`,
          };
        }
      }
    },
  },
];

/**
 * Containers that take a whole Secret which is not here, beside one with settings of a login that nothing else reads: its name is most likely meant. Without that
 * Secret nothing tells that they log in at all.
 */
function* misspelt({ containers, secrets }: Repository): Generator<Report> {
  const missing = containers.flatMap((container) =>
    container.object.ours || container.object.namespace === '' || mayMakeSecrets(container)
      ? []
      : container.whole
          .filter(({ value }) => known(value) !== undefined && secrets.find(container.object.namespace, value) === undefined)
          .map((name) => ({ container, name })),
  );
  if (missing.length === 0) return;
  const readers = new Map<string, Set<unknown>>();
  for (const { object, env, whole } of containers)
    for (const name of [...whole.map(({ value }) => value), ...[...env.values()].flatMap(({ from }) => from?.name ?? [])]) {
      const key = `${object.namespace}/${name}`;
      readers.set(key, (readers.get(key) ?? new Set()).add(object.root));
    }
  const isReadBesides = (key: string, { root }: TreeObject): boolean => [...(readers.get(key) ?? [])].some((one) => one !== root);
  for (const { container, name } of missing) {
    const { namespace, kind } = container.object;
    if (secrets.mayBring(namespace, name.value)) continue;
    const meant = secrets
      .namesIn(namespace)
      .find((one) => isNear(one, name.value) && !isReadBesides(`${namespace}/${one}`, container.object) && holdsLogin(secrets.find(namespace, one)));
    if (meant === undefined) continue;
    yield {
      at: name,
      severity: 'warning',
      message: `${kind} ${namespace}/${container.object.name} reads the Secret ${name.value}, which nothing here creates`,
      expected: meant,
      received: name.value,
      why: `The Secret ${meant} holds settings of a login, and no other app here reads it. A pod does not start without a Secret that it names.`,
      fix: `write ${meant}, or add the Secret ${name.value}`,
    };
  }
}

/** A chart may make Secrets of its values, under names that are not known. */
const mayMakeSecrets = ({ release }: Container): boolean =>
  release !== undefined && (release.chart !== 'app-template' || release.get('secrets').exists || release.get('rawResources').exists);

const holdsLogin = (secret: SecretObject | undefined): boolean => [...(secret?.keys ?? [])].some((key) => /CLIENT_?(?:ID|SECRET)|OIDC|OPENID|OAUTH/i.test(key));

/** Whether a pod that names a key starts without it. */
const isOptional = (container: Container | undefined, name: string, key: string | undefined): boolean =>
  [...(container?.env.values() ?? [])].some(({ from }) => from?.optional === true && from.name === name && from.key === key);

/** What people put before or behind the name of an app, and what says nothing of another Secret beside it. */
const isFiller = (part: string): boolean => /^-?(?:app-?)?(?:secrets?|creds?|credentials?|env|values|s)?-?$/.test(part);

/** Names that one takes for each other: one is the other with such a word, or a few letters differ. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length > 3 && ((long.startsWith(short) && isFiller(long.slice(short.length))) || (long.endsWith(short) && isFiller(long.slice(0, -short.length)))))
    return true;
  return Math.min(one.length, other.length) > 4 && distance(one.slice(0, 100), other.slice(0, 100)) <= 2;
}
