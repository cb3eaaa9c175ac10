import * as crypto from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { kubeadmPatchName } from './kubeadm-patch.ts';
import { mostMebibytes } from '../tree/walk-files.ts';
import type { ManifestFile } from './manifest-files.ts';

export interface Content {
  /** Not read when there is too much of it. */
  readonly text?: string;
  /** Empty for what is not read. */
  readonly hash: string;
  readonly size: number;
  /** What the system said when the file could not be read. */
  readonly error?: string;
}

/** A file's content with its hash, or why there is none. */
export function contentOf({ path, certain, patch, template }: ManifestFile, isHashed = true): Content {
  try {
    const { size } = statSync(path);
    if (size > mostMebibytes * 1024 * 1024) return { hash: '', size };
    const text = textOf(path);
    if (!isHashed) return { text, size, hash: '' };
    const kind = template === true ? 't' : /kustomization(?:\.ya?ml)?$/i.test(path) ? 'k' : certain ? '' : path.endsWith('.json') ? 'j' : 'u';
    return { text, size, hash: kubeadmPatchName(path) + (patch === undefined ? '' : `patch ${JSON.stringify(patch)} `) + kind + digest(text) };
  } catch (error) {
    return { hash: '', size: 0, error: (error as NodeJS.ErrnoException).code ?? 'unreadable' };
  }
}

/** UTF-8 unless a byte order mark says UTF-16, as YAML has it. Node reads a file as text in one call, and as bytes in five. */
function textOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (text.startsWith('\ufffd\ufffd')) {
    const bytes = readFileSync(path);
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le').slice(1);
  }
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** One call since Node 20.12; the long form costs twice as much for small files. */
const digest: (text: string) => string =
  typeof crypto.hash === 'function' ? (text) => crypto.hash('sha256', text, 'base64') : (text) => crypto.createHash('sha256').update(text).digest('base64');
