import type { Rule } from '../rule.ts';

/** Without one, tokens are signed with the client secret. */
export const signingKeyMissing: Rule = {
  code: 'signing-key-missing',
  severity: 'error',
  title: 'a provider has no signing key',
  *run({ clients, pairs }) {
    const strict = new Set(pairs.all.filter(({ login }) => login.app !== 'grafana').map(({ client }) => client));
    const paired = new Set(pairs.all.map(({ client }) => client));
    for (const client of clients) {
      const key = client.provider.field('signing_key');
      if (key.exists && (key.tag !== undefined || (key.scalar() !== null && key.scalar() !== ''))) continue;
      yield {
        at: !key.exists ? client.provider.root.get('attrs') : key,
        // Grafana alone does not look at signatures: the login works and the mistake shows at the next app.
        severity: paired.has(client) && !strict.has(client) ? 'warning' : 'error',
        message: `${client.label} has no signing_key`,
        expected: 'signing_key: a certificate of authentik',
        received: !key.exists ? 'nothing' : 'null',
        why: 'Tokens are then signed by HS256 with the client secret, and the key set is empty: whoever checks signatures refuses them.',
        fix: 'write signing_key: !Format ["%s", !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]]',
      };
    }
  },
};
