import * as crypto from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { kubeadmPatchName } from './kubeadm-patch.ts';
import { mostMebibytes } from '../tree/walk-files.ts';
import type { ManifestFile } from './manifest-files.ts';

export interface Content {
  /** Not read when there is too much of it. */
  readonly bytes?: Buffer;
  /** Empty for what is not read. */
  readonly hash: string;
  readonly size: number;
  /** What the system said when the file could not be read. */
  readonly error?: string;
}

/** A file's content with its hash, or why there is none. */
export function contentOf({ path, certain, patch, template }: ManifestFile): Content {
  try {
    const { size } = statSync(path);
    if (size > mostMebibytes * 1024 * 1024) return { hash: '', size };
    const bytes = readFileSync(path);
    const kind = template === true ? 't' : /kustomization(?:\.ya?ml)?$/i.test(path) ? 'k' : certain ? '' : path.endsWith('.json') ? 'j' : 'u';
    return { bytes, size, hash: kubeadmPatchName(path) + (patch === undefined ? '' : `patch ${JSON.stringify(patch)} `) + kind + digest(bytes) };
  } catch (error) {
    return { hash: '', size: 0, error: (error as NodeJS.ErrnoException).code ?? 'unreadable' };
  }
}

/** One call since Node 20.12; the long form costs twice as much for small files. */
const digest: (bytes: Buffer) => string =
  typeof crypto.hash === 'function' ? (bytes) => crypto.hash('sha256', bytes, 'base64') : (bytes) => crypto.createHash('sha256').update(bytes).digest('base64');
