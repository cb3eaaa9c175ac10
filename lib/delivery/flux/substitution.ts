import { PinoutError } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import type { Placed } from '../../manifest/manifest.ts';

const annotation = 'kustomize.toolkit.fluxcd.io/substitute';

/**
 * Keeps Flux' variable substitution away from text that only looks like a variable. Objects that hold `${` are marked, so that a
 * postBuild that somebody adds later does not empty them.
 *
 * @throws PinoutError `substitution-hazard` when the cluster says that substitution is on: Flux would replace the text.
 */
export function withoutSubstitution(placed: Placed, facts: Pick<Facts, 'gitops'>): Placed {
  if (!/(?<!\$)\$\{/.test(JSON.stringify(placed.object))) return placed;
  const { object } = placed;
  if (facts.gitops.substitution === 'on')
    throw new PinoutError({
      code: 'substitution-hazard',
      app: placed.from,
      field: `${object.kind}/${object.metadata.name}`,
      found: 'text with ${ in it',
      wanted: 'none, because gitops.substitution is on: Flux replaces it with a variable of that name, or with nothing',
      fix: "write $${ where the braces are meant literally, or set gitops: { substitution: 'off' }",
    });
  return { ...placed, object: { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [annotation]: 'disabled' } } } };
}
