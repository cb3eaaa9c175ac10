import { PinoutError, show } from '../contract/error.ts';
import { isLiteral } from '../contract/option-error.ts';
import { plain } from '../contract/open-shape.ts';
import { object, text } from '../contract/shape.ts';
import { cdk8s } from './cdk8s.ts';
import { withoutLiteralSecrets } from './literal-secrets.ts';
import { strategicMerge } from './strategic-merge.ts';
import type { Json, JsonMap, Manifest, Placed } from '../manifest/manifest.ts';

/** A change of objects that pinout writes. */
export interface PatchInput {
  /** All objects of a kind, or those of a name or in a namespace. */
  readonly target: { readonly kind: string; readonly name?: string; readonly namespace?: string };
  /**
   * What is merged in as kustomize does it (objects merge, `null` deletes, lists of named things of Kubernetes' own kinds merge by their names, others are
   * replaced), or a list of JSON Patch steps (RFC 6902).
   */
  readonly patch: JsonMap | readonly JsonPatchStep[];
}

/** A step of a JSON Patch. */
export interface JsonPatchStep {
  readonly op: 'add' | 'remove' | 'replace' | 'copy' | 'move' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: Json;
}

/** Shape of a patch. */
export const patchShape = object<PatchInput>({
  target: object<PatchInput['target']>({ kind: text, name: text, namespace: text }),
  patch: plain,
});

/**
 * Applies the owner's patches, in their order. One that finds nothing, or changes nothing, is a mistake.
 *
 * @throws PinoutError `patch-ineffective`, `patch-invalid`, `secret-literal`
 * @example patched(placed, [{ target: { kind: 'Ingress' }, patch: { metadata: { annotations: { 'example.org/team': 'home' } } } }])
 */
export function patched(placed: readonly Placed[], patches: readonly PatchInput[] = []): readonly Placed[] {
  return patches.reduce((all, one, index) => step(all, readable(one, index), refusalAt(index)), placed);
}

/** One object with the patches that are for it. Whether a patch finds anything at all is judged by `patched`. */
export function patchedObject(placed: Placed, patches: readonly PatchInput[] = []): Placed {
  return patches.reduce((one, given, index) => {
    const { target, patch } = readable(given, index);
    return matches(one, target) && one.copy === undefined ? { ...one, object: changed(one.object, patch, refusalAt(index)) } : one;
  }, placed);
}

type Refuse = (code: 'patch-ineffective' | 'patch-invalid', at: string, found: string, wanted: string, fix: string) => PinoutError;

const refusalAt =
  (index: number): Refuse =>
  (code, at, found, wanted, fix) =>
    new PinoutError({ code, app: 'cluster', field: `patches[${index}].${at}`, found, wanted, fix });

/** A patch whose values are no secrets. */
function readable({ target, patch }: PatchInput, index: number): PatchInput {
  // eslint-disable-next-line no-restricted-syntax -- no object, but what looks for secrets in objects is to look here
  const data: Manifest = { apiVersion: 'v1', kind: 'patch', metadata: { name: `patches[${index}]` }, patch };
  return { target, patch: withoutLiteralSecrets({ folder: 'configs', from: 'cluster', object: data }).object['patch'] as PatchInput['patch'] };
}

const matches = ({ object: { kind, metadata } }: Placed, target: PatchInput['target']): boolean =>
  kind === target.kind && (target.name ?? metadata.name) === metadata.name && (target.namespace ?? metadata.namespace) === metadata.namespace;

function changed(object: Manifest, patch: PatchInput['patch'], refuse: Refuse): Manifest {
  if (Array.isArray(patch)) return byJsonPatch(object, patch as readonly JsonPatchStep[], refuse);
  const merged = strategicMerge(object as unknown as JsonMap, patch as JsonMap);
  if (merged !== undefined) return merged as unknown as Manifest;
  throw refuse('patch-invalid', 'patch', 'a patch that deletes the object', 'a change to it: other objects refer to it', 'remove $patch: delete');
}

function step(placed: readonly Placed[], { target, patch }: Partial<PatchInput>, refuse: Refuse): readonly Placed[] {
  if (target?.kind === undefined)
    throw refuse(
      'patch-invalid',
      'target',
      'no kind',
      'the kind of the objects to change, and optionally a name or namespace',
      "write target: { kind: 'Ingress', name: 'grafana' }",
    );
  if (!Array.isArray(patch) && !isLiteral(patch))
    throw refuse(
      'patch-invalid',
      'patch',
      'neither an object nor a list',
      'an object to merge, or a list of JSON Patch operations',
      'write patch: { metadata: { labels: { … } } }',
    );
  const found = placed.filter((one) => matches(one, target));
  const near = placed.filter(({ object: { kind } }) => kind === target.kind).map(({ object: { metadata } }) => `${metadata.namespace ?? ''}/${metadata.name}`);
  if (found.length === 0)
    throw refuse(
      'patch-ineffective',
      'target',
      show(target),
      near.length === 0
        ? `a kind in dist: ${[...new Set(placed.map(({ object: { kind } }) => kind))].sort().join(', ')}`
        : `one of ${near.slice(0, 12).join(', ')}`,
      'correct the target, or remove the patch: it changes nothing',
    );
  const copied = found.find(({ copy }) => copy !== undefined);
  if (copied !== undefined)
    throw refuse(
      'patch-ineffective',
      'target',
      `an object whose text is copied from ${copied.copy!}`,
      'no change: the file is encrypted',
      'edit the encrypted file with sops',
    );
  const next = new Map(found.map((one) => [one, { ...one, object: changed(one.object, patch, refuse) }] as const));
  if ([...next].every(([before, after]) => JSON.stringify(before.object) === JSON.stringify(after.object)))
    throw refuse(
      'patch-ineffective',
      'patch',
      `a patch that changes nothing in ${found.length} ${found.length === 1 ? 'object' : 'objects'}`,
      'a change',
      'remove it',
    );
  for (const [before, { object: after }] of next)
    if (
      after.kind !== before.object.kind ||
      after.metadata?.name !== before.object.metadata.name ||
      after.metadata.namespace !== before.object.metadata.namespace
    )
      throw refuse(
        'patch-invalid',
        'patch',
        'a patch that renames the object',
        'an unchanged kind, name and namespace: other objects refer to them',
        'remove the name from the patch',
      );
  return placed.map((one) => next.get(one) ?? one);
}

function byJsonPatch(before: Manifest, steps: readonly JsonPatchStep[], refuse: Refuse): Manifest {
  const { JsonPatch } = cdk8s();
  const made = steps.map(({ op, path, from, value }) => {
    if (op === 'add') return JsonPatch.add(path, value);
    if (op === 'remove') return JsonPatch.remove(path);
    if (op === 'replace') return JsonPatch.replace(path, value);
    if (op === 'copy') return JsonPatch.copy(from ?? '', path);
    if (op === 'move') return JsonPatch.move(from ?? '', path);
    if (op === 'test') return JsonPatch.test(path, value);
    throw refuse(
      'patch-invalid',
      'patch',
      `op ${show(op)}`,
      'one of add, remove, replace, copy, move, test',
      "write { op: 'add', path: '/metadata/labels/team', value: 'home' }",
    );
  });
  try {
    return JsonPatch.apply(structuredClone(before), ...made) as Manifest;
  } catch {
    throw refuse(
      'patch-invalid',
      'patch',
      `operations that cannot be applied to ${before.kind}/${before.metadata.name}`,
      'existing paths (for add, an existing parent)',
      'check the object in dist, and correct the path',
    );
  }
}
