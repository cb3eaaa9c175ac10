import { identitySecretOf } from '../../idp/authentik/identity-secret.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Name, key and namespace must fit. */
export const secretMissing: Rule = {
  code: 'secret-missing',
  severity: 'error',
  title: 'a login reads a Secret that is not there',
  *run(repository) {
    const { logins, pairs, secrets, containers } = repository;
    const uses = [
      ...logins.all.flatMap(({ secret, object, label }) =>
        secret === undefined
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
        const secret = identitySecretOf(client, containers);
        return secret === undefined
          ? []
          : [
              {
                ours: client.provider.blueprint.map?.ours === true,
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
    for (const { who, ours, namespace, name, key, at, keyAt } of uses) {
      if (known(name) === undefined) continue;
      const secret = secrets.find(namespace, name);
      if (secret === undefined) {
        const others = secrets.namespacesOf(name).filter((one) => one !== namespace);
        // In what pinout wrote, reference-missing looks at every reference.
        if (ours) continue;
        // A Secret of which nothing is in the tree may come from anywhere.
        if (others.length === 0 && !secrets.managed(namespace)) continue;
        yield {
          at,
          message: `${who} reads the Secret ${name} in ${namespace}, ${others.length > 0 ? `which is only in ${others.join(', ')}` : 'which nothing here brings'}`,
          expected: `a Secret ${name} in ${namespace}`,
          received: others.length > 0 ? others.join(', ') : 'none',
          why: 'A Secret is seen in its own namespace alone. The pod does not start, or runs without the client secret.',
          fix: others.length > 0 ? `bring it into ${namespace} as well, for example by an ExternalSecret` : 'correct the name, or add the Secret',
        };
      } else if (key !== undefined && secret.keys !== undefined && known(key) !== undefined && !secret.keys.has(key))
        yield {
          at: keyAt,
          message: `${who} reads the key ${key} of the Secret ${name}, which has ${[...secret.keys].join(', ') || 'none'}`,
          expected: [...secret.keys].join(', '),
          received: key,
          why: 'The pod does not start: CreateContainerConfigError.',
          fix: `write one of its keys: ${[...secret.keys].join(', ')}`,
        };
    }
  },
};
