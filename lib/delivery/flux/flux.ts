import type { Facts } from '../../contract/facts.ts';
import type { ManualStep } from '../../manifest/manual-step.ts';
import { deliveryFolder, type Manifest } from '../../manifest/manifest.ts';
import type { Delivery } from '../delivery.ts';
import { valuesFor } from './values-for.ts';
import { helmRelease } from './helm-release.ts';
import { kustomizationName, layerKustomization } from './kustomization.ts';
import { fluxReasons } from './reasons.ts';
import { withoutSubstitution } from './substitution.ts';

type Spec = { readonly url?: string; readonly chart?: { readonly spec?: { readonly chart?: string } }; readonly values?: unknown } | undefined;
const specOf = (object: Manifest): Spec => object['spec'] as Spec;

/** Flux: a HelmRelease for each chart, a Kustomization for each folder. */
export const flux: Delivery = {
  release: helmRelease,
  valuesFor,
  valuesOf: (object) => (object.kind === 'HelmRelease' ? specOf(object)?.values : undefined),
  chartOf(object) {
    if (object.kind === 'OCIRepository') return specOf(object)?.url?.split('/').at(-1);
    return object.kind === 'HelmRelease' ? specOf(object)?.chart?.spec?.chart : undefined;
  },
  layer: layerKustomization,
  layerName: kustomizationName,
  literal: withoutSubstitution,
  kept: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' },
  replaced: { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' },
  watched: { 'reconcile.fluxcd.io/watch': 'Enabled' },
  steps: (facts) => ({ first: bootstrap(facts), last: [pointFlux(facts)] }),
  reasons: fluxReasons,
  look: '`flux get kustomizations`',
};

/** With a path of its own: Flux prunes what is not in its path, and dist holds nothing of Flux itself. */
function bootstrap({ name, gitops: { source } }: Facts): ManualStep[] {
  if (source.kind !== 'GitRepository' || source.name !== 'flux-system') return [];
  return [
    {
      text: 'Bootstrap Flux, if it is not there yet',
      commands: [`flux bootstrap git --url=ssh://git@HOST/REPOSITORY --branch=main --path=clusters/${name}`],
    },
  ];
}

function pointFlux({ name, gitops: { source, path } }: Facts): ManualStep {
  return {
    text: 'Point Flux at it, once',
    commands: [
      `flux create kustomization pinout --namespace=${source.namespace} --source=${source.kind}/${source.name} --path=${path}/${name}/${deliveryFolder} --prune=true --interval=10m`,
    ],
  };
}
