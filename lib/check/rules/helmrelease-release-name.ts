import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Moving it later removes and reinstalls it. */
export const helmreleaseReleaseName: Rule = {
  code: 'helmrelease-release-name',
  severity: 'warning',
  title: 'the name of a release hangs on its namespace',
  *run({ releases }) {
    for (const { object } of releases) {
      if (object.kind !== 'HelmRelease') continue;
      const spec = object.root.get('spec');
      const target = spec.get('targetNamespace');
      if (spec.get('releaseName').exists || !target.exists) continue;
      yield {
        at: target,
        message: `HelmRelease/${object.name} has a targetNamespace and no releaseName`,
        expected: `releaseName: ${object.name}`,
        received: 'nothing',
        why: `The release is then named ${known(target.text()) ?? 'NAMESPACE'}-${object.name}: Services, Secrets and volumes have other names than the settings of the login expect, and a later change reinstalls everything.`,
        fix: `write releaseName with the name that the release has now`,
      };
    }
  },
};
