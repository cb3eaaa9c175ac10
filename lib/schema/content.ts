import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { kubeadmPatchName } from './kubeadm-patch.ts';
import type { ManifestFile } from './manifest-files.ts';

/** A file's content with its hash; nothing for a file that cannot be read. */
export function contentOf({ path, certain }: ManifestFile): { readonly bytes: Buffer; readonly hash: string } | undefined {
  try {
    const bytes = readFileSync(path);
    const kind = /kustomization(?:\.ya?ml)?$/i.test(path) ? 'k' : certain ? '' : 'j';
    return { bytes, hash: kubeadmPatchName(path) + kind + digest(bytes) };
  } catch {
    return undefined;
  }
}

/** One call since Node 20.12; the long form costs twice as much for small files. */
const digest: (bytes: Buffer) => string =
  typeof crypto.hash === 'function' ? (bytes) => crypto.hash('sha1', bytes, 'base64') : (bytes) => crypto.createHash('sha1').update(bytes).digest('base64');
