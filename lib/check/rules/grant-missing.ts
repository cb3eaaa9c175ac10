import type { Rule } from '../rule.ts';

/** A provider answers only the grants on its list. */
export const grantMissing: Rule = {
  code: 'grant-missing',
  severity: 'error',
  title: 'the provider lacks a grant that the app needs',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      if (client.grants === undefined || client.grants.length === 0 || login.app === 'kube-apiserver') continue;
      const grants = new Set(client.grants.map(({ value }) => value));
      const needed = [
        'authorization_code',
        ...(login.refresh !== undefined && login.scopes?.some(({ value }) => value === 'offline_access') === true ? ['refresh_token'] : []),
      ];
      for (const grant of needed)
        if (!grants.has(grant) && !(grant === 'authorization_code' && grants.has('hybrid')))
          yield {
            at: client.provider.field('grant_types'),
            message: `${client.label} does not allow the grant ${grant}, which ${login.label} uses`,
            expected: grant,
            received: [...grants].join(', '),
            why: grant === 'refresh_token' ? 'The user is thrown out when the access token ends.' : 'authentik refuses the request to sign in.',
            fix: `add ${grant} to grant_types`,
          };
    }
  },
};
