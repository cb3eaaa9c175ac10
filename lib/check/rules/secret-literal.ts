import { grafanasOf } from '../../integrations/grafana/read.ts';
import { Reader } from '../../manifest/reader.ts';
import type { Seen } from '../../contract/observed.ts';
import { known } from '../../tree/known.ts';
import { walk } from '../../tree/walk.ts';
import type { Place } from '../rule.ts';
import type { Rule } from '../rule.ts';

/** Whoever reads the repository can log in as the app. */
export const secretLiteral: Rule = {
  code: 'secret-literal',
  severity: 'error',
  title: 'a secret stands in git in plain text',
  *run(repository) {
    const { containers, releases, clients, objects } = repository;
    const told = new Set<string>();
    // A value that two readers see is one finding.
    const once = (at: Place) => {
      const { file, line, column } = (at instanceof Reader ? at.seen(undefined) : (at as Seen<unknown>)).at;
      const place = `${file}:${line}:${column}`;
      if (told.has(place)) return false;
      told.add(place);
      return true;
    };
    const report = (at: Place, what: string) => ({
      at,
      message: `${what} is written in plain text`,
      expected: 'a reference to a Secret',
      received: 'a literal value',
      why: 'Whoever may read the repository, now or in its history, can use it.',
      fix: 'take it from a Secret (External Secrets, SOPS, Sealed Secrets), and make a new value: this one is known',
    });
    for (const { env } of containers)
      for (const { name, value } of env.values())
        if (value !== undefined && secretName.test(name) && isLiteral(value.value)) yield report(value, `the variable ${name}`);
    for (const { layers } of releases)
      for (const layer of layers)
        for (const { key, node } of walk(layer)) if (secretKey.test(key) && isLiteral(node.text()) && once(node)) yield report(node, `the value ${key}`);
    for (const { provider, label } of clients) {
      const secret = provider.field('client_secret');
      if (secret.tag === undefined && isLiteral(secret.text())) yield report(secret, `client_secret of ${label}`);
    }
    for (const { get } of grafanasOf(repository)) {
      const secret = get('auth.generic_oauth', 'client_secret');
      if (secret !== undefined && isLiteral(secret.value) && once(secret)) yield report(secret, 'client_secret of grafana');
    }
    for (const object of objects.of('Secret')) {
      if (object.root.get('sops').exists) continue;
      for (const field of ['stringData', 'data'])
        for (const [key, value] of object.root.get(field).entries())
          if (/(?:client|oidc|oauth|cookie|crypto)[-_.]?\w*[-_.]?secret|secret[-_]?key|password$|token$/i.test(key.slice(0, 253)) && isLiteral(value.text()))
            yield report(value, `${key} of Secret/${object.name}`);
    }
  },
};

const secretName = /CLIENT_SECRET$|COOKIE_SECRET$|CRYPTO_KEY$|^AUTHENTIK_(?:SECRET_KEY|POSTGRESQL__PASSWORD|BOOTSTRAP_(?:PASSWORD|TOKEN))$|^ADMIN_TOKEN$/;
const secretKey = /^(?:client_?secret|oidc_?client_?secret|cookie_?secret|secret_key)$/i;

/** A value that is the secret itself: no variable, no template, no path of a file, no encrypted text. */
function isLiteral(text: string | undefined): boolean {
  const value = known(text);
  return value !== undefined && !/^[a-z][a-z0-9+]*:\/\//.test(value) && !/^(?:file|env|vault|ref\+\w+):|^\/|^\$|^%|^@|^!/.test(value) && value.length > 3;
}
