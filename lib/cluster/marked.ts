import { type Added, checkedMetadata, type MetadataInput } from '../contract/metadata.ts';
import { PinoutError } from '../contract/error.ts';
import type { JsonMap, Manifest, Placed } from '../manifest/manifest.ts';

/**
 * Objects with the annotations and labels that the cluster's owner gives to all of a kind, and those that one app gives to its own.
 *
 * @throws PinoutError `metadata-invalid`, `metadata-ineffective`
 */
export function marked(
  placed: readonly Placed[],
  input: MetadataInput | undefined,
  apps: readonly { readonly name: string; readonly metadata: MetadataInput | undefined }[],
): readonly Placed[] {
  return [{ name: 'cluster', metadata: input }, ...apps].reduce<readonly Placed[]>(
    (all, { name, metadata }) => checkedMetadata(metadata, name).reduce((rest, [kind, added]) => step(rest, name, kind, added), all),
    placed,
  );
}

function step(placed: readonly Placed[], app: string, kind: string, added: Added): readonly Placed[] {
  const refuse = (code: 'metadata-ineffective' | 'metadata-invalid', found: string, wanted: string, fix: string): PinoutError =>
    new PinoutError({ code, app, field: `metadata.${kind}`, found, wanted, fix });
  let count = 0;
  const next = placed.map((one): Placed => {
    if ((app !== 'cluster' && one.from !== app) || !isOf(one.object, kind)) return one;
    if (one.copy !== undefined)
      throw refuse(
        'metadata-ineffective',
        `a Secret whose text is copied from ${one.copy}`,
        'no change: the file is encrypted',
        'edit the encrypted file with sops',
      );
    count += 1;
    const before = metadataOf(one.object);
    const metadata: Record<string, unknown> = { ...before };
    for (const field of ['annotations', 'labels'] as const) {
      const own = (before[field] ?? {}) as Readonly<Record<string, string>>;
      const taken = Object.entries(added[field] ?? {}).find(([name, value]) => Object.hasOwn(own, name) && own[name] !== value);
      if (taken !== undefined)
        throw refuse(
          'metadata-invalid',
          `${taken[0]}, which pinout itself writes on ${one.object.kind} ${one.object.metadata.name}`,
          `another key: the login depends on this one`,
          'remove it, or use patches to override it anyway',
        );
      if (added[field] !== undefined) metadata[field] = { ...own, ...added[field] };
    }
    return { ...one, object: withMetadata(one.object, metadata as JsonMap) };
  });
  if (count > 0) return next;
  throw refuse(
    'metadata-ineffective',
    `no ${kind} of ${app === 'cluster' ? 'this cluster' : 'this app'} in dist`,
    'a kind that is written',
    kind === 'Ingress' || kind === 'HTTPRoute' ? `write ${kind === 'Ingress' ? 'HTTPRoute' : 'Ingress'}, or remove it` : 'remove it',
  );
}

/** Of a Secret: what makes it again and again. A value that is made once keeps what it had. */
const isOf = (object: Manifest, kind: string): boolean =>
  object.kind === kind || (kind === 'Secret' && object.kind === 'ExternalSecret' && (object['spec'] as JsonMap)['refreshPolicy'] !== 'CreatedOnce');

function metadataOf(object: Manifest): JsonMap {
  if (object.kind !== 'ExternalSecret') return object.metadata;
  const { target } = object['spec'] as { readonly target?: { readonly template?: { readonly metadata?: JsonMap } } };
  return target?.template?.metadata ?? {};
}

function withMetadata(object: Manifest, metadata: JsonMap): Manifest {
  if (object.kind !== 'ExternalSecret') return { ...object, metadata: metadata as unknown as Manifest['metadata'] };
  const spec = object['spec'] as JsonMap;
  const target = (spec['target'] ?? {}) as JsonMap;
  const template = (target['template'] ?? {}) as JsonMap;
  return {
    ...object,
    spec: { ...spec, target: { ...target, template: { metadata, ...Object.fromEntries(Object.entries(template).filter(([key]) => key !== 'metadata')) } } },
  };
}
