import { textsOf } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Without retries, one failure is the end. */
export const helmreleaseRetry: Rule = {
  code: 'helmrelease-retry',
  severity: 'warning',
  title: 'a release is never tried again after its first failure',
  *run({ objects, releases }) {
    // Parents often patch all releases: what they add cannot be seen in the files.
    const patched = objects
      .of('Kustomization')
      .some(({ apiVersion, root }) => apiVersion.startsWith('kustomize.toolkit') && textsOf(root.get('spec', 'patches')).includes('HelmRelease'));
    if (patched) return;
    for (const { object } of releases) {
      if (object.kind !== 'HelmRelease') continue;
      const spec = object.root.get('spec');
      const lacking = ['install', 'upgrade'].filter((action) => {
        const node = spec.get(action);
        const retries = node.get('remediation', 'retries').scalar();
        return (
          node.get('strategy', 'name').text() !== 'RetryOnFailure' &&
          !(typeof retries === 'number' && retries !== 0) &&
          node.get('remediation', 'retries').text() === undefined
        );
      });
      if (lacking.length === 0) continue;
      yield {
        at: !spec.get('install').exists ? object.root.get('metadata', 'name') : spec.get('install'),
        message: `HelmRelease/${object.name} does not retry: ${lacking.join(' and ')} have neither a retry strategy nor retries`,
        expected: 'install: { strategy: { name: RetryOnFailure } }, and the same for upgrade',
        received: 'nothing',
        why: 'A Secret that comes a minute late, and the release stays failed until somebody looks.',
        fix: 'write strategy: { name: RetryOnFailure } (Flux 2.7) or remediation: { retries: 3 } for install and upgrade',
      };
    }
  },
};
