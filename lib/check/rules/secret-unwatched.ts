import { mentions, textsOf } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** Flux watches what is labelled. */
export const secretUnwatched: Rule = {
  code: 'secret-unwatched',
  severity: 'warning',
  title: 'a changed Secret reaches its release only at the next interval',
  *run({ objects, releases, secrets }) {
    // Some let the controller watch everything.
    const all = objects.all.some(
      ({ kind, root }) =>
        (kind === 'Deployment' || kind === 'Kustomization' || kind === 'FluxInstance') && textsOf(root).includes('watch-configs-label-selector'),
    );
    if (all || releases.some(({ layers, chart }) => chart === 'flux-instance' && layers.some((layer) => mentions(layer, 'watch-configs-label-selector'))))
      return;
    for (const { object } of releases) {
      if (object.kind !== 'HelmRelease') continue;
      for (const one of object.root.get('spec', 'valuesFrom').items()) {
        const name = one.get('name').text();
        const secret = name === undefined || one.get('kind').text() !== 'Secret' ? undefined : secrets.find(object.namespace, name);
        if (secret === undefined) continue;
        const { root, kind } = secret.object;
        const labels =
          kind === 'ExternalSecret'
            ? root.get('spec', 'target', 'template', 'metadata', 'labels')
            : kind === 'Secret'
              ? root.get('metadata', 'labels')
              : kind === 'SealedSecret'
                ? root.get('spec', 'template', 'metadata', 'labels')
                : undefined;
        if (labels === undefined || labels.get('reconcile.fluxcd.io/watch').text() === 'Enabled') continue;
        yield {
          at: one.get('name'),
          message: `HelmRelease/${object.name} takes values from the Secret ${name}, which is not watched`,
          expected: 'the label reconcile.fluxcd.io/watch: Enabled on the Secret',
          received: 'nothing',
          why: 'After a rotation the app keeps the old client secret until the next interval of the release.',
          fix: kind === 'ExternalSecret' ? 'add the label below spec.target.template.metadata.labels' : 'add the label to the Secret',
        };
      }
    }
  },
};
