import type { Rule } from '../../repository/rule.ts';

/** What a Secret of a login takes from where. */
export const secretEndsRules: readonly Rule[] = [
  {
    code: 'client-secret-path',
    severity: 'warning',
    title: 'the path of a file stands where an app takes its client secret',
    why: 'The app takes the text itself for its secret, and sends the path to the identity provider.',
    symptom: '`invalid_client` after the sign-in page, or "client authentication failed".',
    cause:
      'The setting takes the secret, and another one of the app the path of a file with it: `client_secret` and `client_secret_path` of Synapse, `…_CLIENT_SECRET` and `…_CLIENT_SECRET_FILE` of many.',
    fix: 'write the setting that takes a path, or take the secret from a Secret',
    source: '[element-hq/synapse: OpenID Connect](https://github.com/element-hq/synapse/blob/develop/docs/openid.md)',
    *find({ logins }) {
      for (const { secretPath, label } of logins.all)
        if (secretPath !== undefined)
          yield {
            at: secretPath,
            message: `${label} has the path of a file as client secret`,
            expected: 'the secret, or the setting that takes a path',
            received: secretPath.value,
          };
    },
  },
  {
    code: 'client-id-and-secret-swapped',
    severity: 'error',
    needs: [],
    title: 'the client id and the client secret of an app stand in for each other',
    why: 'The app sends its secret as client id, where everybody can read it in the address of the sign-in page, and no provider knows it.',
    symptom: '"The client identifier is missing or invalid" (authentik), or "client not found", with a long random text as client_id in the address.',
    cause: 'In the ExternalSecret the client id is taken from the entry of the secret, and the secret from that of the id.',
    fix: 'swap the two, and make a new client secret: the old one was shown',
    source: '[RFC 6749, section 4.1.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1)',
    *find({ logins, secrets }) {
      for (const { idSecret, secret, object, label } of logins.all) {
        const from = ({ name, key }: NonNullable<typeof secret>) =>
          key === undefined ? undefined : secrets.find(object.namespace, name.value)?.origins.get(key.value);
        const [id, own] = [idSecret === undefined ? undefined : from(idSecret), secret === undefined ? undefined : from(secret)];
        if (id === undefined || own === undefined || kindOf(id.text) !== 'secret' || kindOf(own.text) !== 'id') continue;
        yield {
          at: id.at,
          message: `${label} takes its client id from the entry of a client secret, and its client secret from that of an id`,
          expected: 'the client id from the entry of the id',
          received: 'the two swapped',
        };
      }
    },
  },
];

/** What an entry holds by its own name, `store#entry#property`: the nearest part that says it. */
function kindOf(origin: string): string | undefined {
  const parts = origin.split('#').reverse();
  return parts.map((part) => /(?:^|[/_.-])client[_-]?(id|secret)$/i.exec(part)?.[1]?.toLowerCase()).find((kind) => kind !== undefined);
}
