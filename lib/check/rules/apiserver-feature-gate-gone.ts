import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Gates that became a matter of course are removed. */
export const apiserverFeatureGateGone: Rule = {
  code: 'apiserver-feature-gate-gone',
  severity: 'error',
  title: 'the apiserver names a feature gate that is gone',
  *run({ logins, versions }) {
    const { kubernetes } = versions;
    if (kubernetes === undefined || compareVersions(kubernetes.numbers, [1, 37]) < 0) return;
    for (const { flags } of logins.apiservers) {
      const gates = flags.get('feature-gates');
      const gone = ['StructuredAuthenticationConfiguration', 'AnonymousAuthConfigurableEndpoints'].find((gate) =>
        new RegExp(`\\b${gate}=`).test(gates?.value ?? ''),
      );
      if (gates === undefined || gone === undefined) continue;
      yield {
        at: gates,
        message: `--feature-gates names ${gone}, which Kubernetes ${kubernetes.text} does not have`,
        expected: 'the gate left out',
        received: gone,
        why: 'An unknown gate stops the apiserver at its start.',
        fix: `take ${gone} out of --feature-gates before the upgrade`,
      };
    }
  },
};
