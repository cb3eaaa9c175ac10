import type { Finding } from '../contract/finding.ts';
import { ComposedDocument } from '../manifest/composed.ts';
import type { Tree, TreeObject } from '../tree/tree.ts';

/**
 * Whether a key is there twice, first without a value, in an object that a kustomization changes. A strategic merge patch takes such a key out, and then the
 * other one is alone: tried with kustomize 5.8, and `kustomize build` without a patch refuses the file.
 */
export function isEmptiedByPatch({ file = '', line = 0, path = '' }: Finding, { origin }: Tree, applied: readonly TreeObject[]): boolean {
  if (!applied.some(({ root }) => root.document instanceof ComposedDocument)) return false;
  const lines = (origin.read(origin.pathOf(file)) ?? '').split(/\r?\n/);
  const depth = indentOf(lines[line - 1] ?? '');
  const name = path.split('.').at(-1) ?? '';
  for (let at = line - 2; at >= 0; at--) {
    const text = lines[at]!;
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    if (indentOf(text) < depth) return false;
    if (indentOf(text) !== depth || text.split('#', 1)[0]!.trim() !== `${name}:`) continue;
    const next = lines.slice(at + 1).find((one) => one.trim() !== '' && !one.trimStart().startsWith('#')) ?? '';
    return indentOf(next) <= depth && !next.trimStart().startsWith('- ');
  }
  return false;
}

const indentOf = (text: string): number => text.length - text.trimStart().length;
