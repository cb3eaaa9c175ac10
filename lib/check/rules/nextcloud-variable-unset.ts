import { providerCommandsOf } from '../../integrations/nextcloud/read.ts';
import type { Rule } from '../rule.ts';

/** The shell makes empty text of it. */
export const nextcloudVariableUnset: Rule = {
  code: 'nextcloud-variable-unset',
  severity: 'error',
  title: 'the set-up of user_oidc uses a variable that nothing sets',
  *run(repository) {
    for (const { options, container, script } of providerCommandsOf(repository)) {
      if (container.hidden) continue;
      const set = setIn(script.text() ?? '');
      for (const [option, seen] of options)
        for (const [, name = ''] of seen.value.matchAll(/\$\{?([A-Z_][A-Z0-9_]*)\}?/g)) {
          if (container.env.has(name) || set.has(name)) continue;
          yield {
            at: seen,
            message: `--${option} is $${name}, which neither the environment of nextcloud nor the script sets`,
            expected: `${name} in nextcloud.extraEnv`,
            received: 'nothing',
            why: 'The option becomes empty: the provider is made without it, or not at all.',
            fix: `set ${name} in nextcloud.extraEnv, or correct the name`,
          };
        }
    }
  },
};

/** Variables that a script sets, or has a default for. A line with `read` may set any that it names before a `=`. */
function setIn(script: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, set, filled] of script.matchAll(/(?<![^\s;])(?:export[ \t]+)?([A-Z_][A-Z0-9_]*)=|\$\{([A-Z_][A-Z0-9_]*):?[-+]/g)) names.add((set ?? filled)!);
  for (const line of script.split('\n'))
    if (/(?:^|[\s;])read\s/.test(line)) for (const [, name] of line.matchAll(/(?<![A-Z0-9_])([A-Z_][A-Z0-9_]*)=/g)) names.add(name!);
  return names;
}
