import { createHash } from 'node:crypto';
import type { Placed } from '../manifest/manifest.ts';

/** Longest name of a file without `.yaml`. File systems take 255 bytes, archives and Windows less. */
const longest = 200;

/** Names that mean something else in a folder. A namespace of such a name gets a suffix with a dot, which no namespace has. */
const taken = new Set(['cluster', 'kustomization']);

/**
 * The file of an object in its folder: `<namespace>.yaml`, or `cluster.yaml` for what names no namespace. An encrypted Secret has a
 * file of its own, `<namespace>.<name>.sops.yaml`, because its text is copied as it is.
 *
 * The name depends on nothing but the object. An object therefore never moves when another one is added.
 */
export function fileOf({ object, copy }: Placed): string {
  const { name, namespace } = object.metadata;
  const stem = namespace === undefined ? 'cluster' : taken.has(namespace) ? `${namespace}.namespace` : namespace;
  if (copy === undefined) return `${stem}.yaml`;
  const full = `${stem}.${name.replace(/[^A-Za-z0-9._-]/g, '-')}`;
  // No cut or replaced name is ever another one's: the hash is of the whole.
  const safe = full.length <= longest && full === `${stem}.${name}`.toLowerCase();
  return `${safe ? full : `${full.slice(0, longest)}-${hash(`${stem}\0${name}`)}`}.sops.yaml`;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
