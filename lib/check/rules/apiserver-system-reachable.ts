import type { Rule } from '../rule.ts';

/** Nothing but your own rules protects those names. */
export const apiserverSystemReachable: Rule = {
  code: 'apiserver-system-reachable',
  severity: 'error',
  title: 'a token can say that it is a user or group of the system',
  *run({ logins }) {
    for (const { userRules, claimRules, usernamePrefix, groupsPrefix, groupsClaim, usernameClaim, at, form, root } of logins.issuers) {
      if ([...userRules, ...claimRules].some((rule) => rule.includes('system:'))) continue;
      const open = (prefix: typeof groupsPrefix) =>
        prefix !== undefined && (prefix.value === '' || prefix.value === '-' || 'system:'.startsWith(prefix.value) || prefix.value.startsWith('system:'));
      const expression = (name: string) => {
        const text = form === 'file' ? root.get('claimMappings', name, 'expression').text() : undefined;
        return text !== undefined && !/^\s*["'][^"']+["']\s*\+/.test(text) && !/\bmap\(\s*\w+\s*,\s*["'][^"']+["']\s*\+/.test(text);
      };
      const groups = (groupsClaim !== undefined && open(groupsPrefix)) || expression('groups');
      const user = (usernameClaim !== undefined && open(usernamePrefix)) || expression('username');
      if (!groups && !user) continue;
      yield {
        at: (groups ? groupsPrefix : usernamePrefix) ?? at,
        message: `${groups ? 'a group' : 'a user'} of a token may be named system:…`,
        expected: 'a prefix, or a userValidationRule that refuses system:',
        received: groups ? 'groups without prefix' : 'usernames without prefix',
        why: `Whoever may make ${groups ? 'a group named system:masters' : 'a user named system:admin'} in authentik is administrator of the cluster.`,
        fix: 'write prefix: "oidc:", or a userValidationRule that refuses names that start with system:',
      };
    }
  },
};
