import type { Rule } from '../rule.ts';

/** A provider without client_secret gets a random one. */
export const clientSecretGenerated: Rule = {
  code: 'client-secret-generated',
  severity: 'warning',
  title: 'authentik makes up the client secret that the app should know',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      const type = client.clientType?.value ?? 'confidential';
      if (client.provider.field('client_secret').exists || type === 'public' || (login.clientType?.value !== 'confidential' && login.secret === undefined))
        continue;
      yield {
        at: client.provider.root.get('attrs'),
        message: `${client.label} has no client_secret, so authentik makes one up`,
        expected: 'client_secret: !File or !Env, from the Secret that the app reads',
        received: 'nothing',
        why: 'The app reads another one from its Secret, until somebody copies it by hand; a new installation makes a new one.',
        fix: 'write client_secret: !File /path/of/the/mounted/secret, or !Env NAME',
      };
    }
  },
};
