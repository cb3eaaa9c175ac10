import type { Rule } from '../rule.ts';

/** One excludes the other. */
export const apiserverFlagsAndFile: Rule = {
  code: 'apiserver-flags-and-file',
  severity: 'error',
  title: 'the apiserver has its issuer by flags and by a file',
  *run({ logins }) {
    for (const { flags, at } of logins.apiservers) {
      const flag = [...flags.keys()].find((name) => name.startsWith('oidc-'));
      if (!flags.has('authentication-config') || flag === undefined) continue;
      yield {
        at: flags.get(flag) ?? at,
        message: `kube-apiserver has --authentication-config and --${flag}`,
        expected: 'one of the two',
        received: 'both',
        why: 'It does not start: authentication-config file and oidc-* flags are mutually exclusive.',
        fix: 'move the flags into the file, and take them away',
      };
    }
  },
};
