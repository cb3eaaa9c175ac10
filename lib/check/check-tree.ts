import type { Finding } from '../contract/finding.ts';
import { layerDeadlock } from './layer-deadlock.ts';
import { promisedBy, providedBy } from './provided.ts';
import { referenceMissing } from './reference-missing.ts';
import { referencesOf } from './references.ts';
import { readTree } from './tree.ts';

/**
 * Checks manifests as they are written, whoever wrote them.
 *
 * @throws PinoutError `path-unreadable`
 */
export function checkTree(paths: readonly string[]): { findings: readonly Finding[]; documents: number } {
  const tree = readTree(paths);
  const references = tree.objects.flatMap(referencesOf);
  const provided = providedBy(tree);
  const broken: Finding[] = tree.broken.map(({ file, line, column, message }) => ({
    code: 'yaml-broken',
    severity: 'error',
    file,
    line,
    column,
    message,
    fix: 'repair the YAML',
    docs: 'docs/rules/yaml-broken.md',
  }));
  return {
    findings: [...broken, ...referenceMissing(references, provided, promisedBy(tree)), ...layerDeadlock(references, provided, tree)],
    documents: tree.documents,
  };
}
