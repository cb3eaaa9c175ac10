import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Controllers drop old versions. */
export const apiVersionRemoved: Rule = {
  code: 'api-version-removed',
  severity: 'error',
  title: 'an object has an apiVersion that is not served any more',
  *run({ objects, versions }) {
    const { flux } = versions;
    for (const object of objects.all) {
      const gone = removed.find(([api, kinds]) => object.apiVersion === api && (kinds.length === 0 || kinds.includes(object.kind)));
      if (gone === undefined) continue;
      const [, , instead, since] = gone;
      const sure = since === undefined || (flux !== undefined && compareVersions(flux.numbers, since) >= 0);
      if (since !== undefined && flux !== undefined && !sure) continue;
      yield {
        at: object.root.get('apiVersion'),
        severity: sure ? 'error' : 'warning',
        message: `${object.kind}/${object.name} is ${object.apiVersion}`,
        expected: instead,
        received: object.apiVersion,
        why:
          since === undefined
            ? 'It is not served any more: the object is refused, and with it all that is applied together.'
            : `It was removed in Flux ${since.join('.')}: the object is refused, and with it all that is applied together.`,
        fix: `write apiVersion: ${instead}`,
      };
    }
  },
};

/** Version, kinds (all when none), what to write, and the Flux that dropped it. */
const removed: readonly (readonly [string, readonly string[], string, (readonly number[])?])[] = [
  ['external-secrets.io/v1beta1', [], 'external-secrets.io/v1'],
  ['helm.toolkit.fluxcd.io/v2beta1', [], 'helm.toolkit.fluxcd.io/v2', [2, 7]],
  ['helm.toolkit.fluxcd.io/v2beta2', [], 'helm.toolkit.fluxcd.io/v2', [2, 8]],
  ['kustomize.toolkit.fluxcd.io/v1beta1', [], 'kustomize.toolkit.fluxcd.io/v1', [2, 8]],
  ['kustomize.toolkit.fluxcd.io/v1beta2', [], 'kustomize.toolkit.fluxcd.io/v1', [2, 8]],
  ['networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], 'networking.k8s.io/v1'],
  ['extensions/v1beta1', ['Ingress'], 'networking.k8s.io/v1'],
  ['traefik.containo.us/v1alpha1', [], 'traefik.io/v1alpha1'],
  ['cert-manager.io/v1alpha2', [], 'cert-manager.io/v1'],
];
