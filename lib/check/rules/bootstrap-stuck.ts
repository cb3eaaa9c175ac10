import { simulateBootstrap } from '../bootstrap/simulate.ts';
import type { Rule } from '../rule.ts';

/** An empty cluster that never gets there: the first install, and the one after a disaster. */
export const bootstrapStuck: Rule = {
  code: 'bootstrap-stuck',
  severity: 'error',
  title: 'an empty cluster with Flux would never come up',
  *run(repository) {
    for (const { stuck } of simulateBootstrap(repository))
      for (const { layer, object, how, why } of stuck) {
        // Rules of their own say these, with the place of the reference: layer-deadlock, sops-undecrypted.
        if (how === 'circle' || how === 'mount' || how === 'encrypted') continue;
        yield {
          at: (object ?? layer).root.get('kind'),
          // Others bring CRDs and namespaces before Flux comes, by a script of their own: worth knowing, and no fault.
          severity: layer.ours ? 'error' : 'info',
          message: `Kustomization/${layer.name} never becomes ready on an empty cluster: ${object === undefined ? '' : `${object.kind}/${object.name} `}${why}`,
          expected: 'an order in which everything that an object needs comes with an earlier Kustomization',
          why: 'Flux tries every object of a Kustomization before it applies one: one whose CRD or namespace is not there holds back all the others, those that would bring it included.',
          fix:
            how === 'twice'
              ? 'take one of the two out'
              : `move ${object?.kind}/${object?.name} into a Kustomization that dependsOn the one which brings what it needs, with wait: true there`,
        };
      }
  },
};
