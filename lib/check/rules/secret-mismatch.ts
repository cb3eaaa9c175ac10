import { identitySecretOf } from '../../idp/authentik/identity-secret.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** One value, two copies. */
export const secretMismatch: Rule = {
  code: 'secret-mismatch',
  severity: 'error',
  title: 'the two ends take their client secret from different places',
  *run(repository) {
    const { pairs, secrets, containers } = repository;
    for (const { login, client } of pairs.all) {
      if (login.secret?.key === undefined) continue;
      const mine = secrets.find(login.object.namespace, login.secret.name.value);
      const other = identitySecretOf(client, containers);
      const theirs = other === undefined ? undefined : secrets.find(other.namespace, other.name);
      if (mine === undefined || theirs === undefined || other === undefined) continue;
      if (mine.object.root.get('spec', 'dataFrom').items().length > 0 || theirs.object.root.get('spec', 'dataFrom').items().length > 0) {
        const generated = [mine, theirs].every(({ object }) =>
          object.root
            .get('spec', 'dataFrom')
            .items()
            .some((one) => one.get('sourceRef', 'generatorRef').exists),
        );
        if (generated && mine !== theirs)
          yield {
            at: login.secret.name,
            message: `both ends of ${client.label} generate a client secret of their own`,
            expected: 'one generated Secret that both read',
            received: `${mine.namespace}/${mine.name} and ${theirs.namespace}/${theirs.name}`,
            why: 'A generator never gives the same value twice.',
            fix: 'generate once in one namespace, and let both ends read that by an ExternalSecret',
          };
        continue;
      }
      const [a, b] = [mine.origins.get(login.secret.key.value), theirs.origins.get(other.key)];
      if (a === undefined || b === undefined || known(a.text) === undefined || known(b.text) === undefined || a.text === b.text) continue;
      yield {
        at: a.at,
        message: `${login.label} takes its client secret from ${shown(a.text)}, the identity provider from ${shown(b.text)}`,
        expected: shown(b.text),
        received: shown(a.text),
        why: 'The two values differ, and authentik answers invalid_client.',
        fix: `read both from the same place: ${shown(b.text)}`,
      };
    }
  },
};

/** An origin for people: entry and property of a store. */
const shown = (origin: string): string =>
  origin
    .split('#')
    .filter((part) => part !== '')
    .join('/');
