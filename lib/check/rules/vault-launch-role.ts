import type { Rule } from '../rule.ts';

/** There is no such parameter. */
export const vaultLaunchRole: Rule = {
  code: 'vault-launch-role',
  severity: 'warning',
  title: "a launch URL passes a role that Vault's page does not read",
  *run({ clients }) {
    for (const { launchUrl, label } of clients) {
      if (launchUrl === undefined || !/[?&]role=/.test(launchUrl.value.slice(Math.max(0, launchUrl.value.indexOf('/ui/vault/auth?'))))) continue;
      yield {
        at: launchUrl,
        message: `the launch URL of ${label} passes role=, which Vault's sign-in page ignores`,
        expected: '/ui/vault/auth?with=oidc%2F, and default_role in the method',
        received: launchUrl.value,
        why: 'The page knows with, namespace and redirect_to. The role comes from default_role.',
        fix: 'take role= away and set default_role',
      };
    }
  },
};
