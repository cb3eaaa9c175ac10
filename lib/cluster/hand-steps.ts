import type { Facts } from '../contract/facts.ts';
import type { HandStep } from '../manifest/hand-step.ts';
import type { SecretBackend, SecretUse } from '../platform/secret-backend.ts';

/**
 * The few things that only a person can do for this cluster to come up, in their order. Each part of the cluster that needs one brings it; what does
 * not apply is not listed.
 *
 * @param under steps of what runs under the apps: they need the namespaces, which come with the first layer
 */
export function handSteps(facts: Facts, backend: SecretBackend, uses: readonly SecretUse[], under: readonly HandStep[]): HandStep[] {
  return [
    ...bootstrap(facts),
    ...(backend.steps?.(uses) ?? []),
    pointFlux(facts),
    ...under,
    ...(facts.idp.existing === undefined ? [firstPassword(facts)] : []),
  ];
}

/** With a path of its own: Flux prunes what is not in its path, and dist holds nothing of Flux itself. */
function bootstrap({ name, gitops: { source } }: Facts): HandStep[] {
  if (source.kind !== 'GitRepository' || source.name !== 'flux-system') return [];
  return [
    {
      text: 'Bootstrap Flux, if it is not there yet',
      commands: [`flux bootstrap git --url=ssh://git@HOST/REPOSITORY --branch=main --path=clusters/${name}`],
    },
  ];
}

function pointFlux({ name, gitops: { source, path } }: Facts): HandStep {
  return {
    text: 'Point Flux at it, once',
    commands: [
      `flux create kustomization pinout --namespace=${source.namespace} --source=${source.kind}/${source.name} --path=${path}/${name}/flux --prune=true --interval=10m`,
    ],
  };
}

function firstPassword({ idp }: Facts): HandStep {
  return { text: `When \`flux get kustomizations\` shows all of them ready, open ${idp.origin}/if/flow/initial-setup/ and set the password of \`akadmin\`` };
}
