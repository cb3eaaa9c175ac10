import type { Finding } from '../contract/finding.ts';
import { idOf } from './provided.ts';
import type { Reference } from './references.ts';

/** Objects that are used, and that neither the manifests bring nor a README's table promises. */
export function referenceMissing(references: readonly Reference[], provided: ReadonlyMap<string, string>, promised: ReadonlySet<string>): Finding[] {
  return references.flatMap(({ from, kind, namespace, name }): Finding[] => {
    const id = idOf(kind, namespace, name.value);
    if (provided.has(id) || promised.has(id)) return [];
    const where = namespace === '' ? '' : ` in the namespace ${namespace}`;
    return [
      {
        code: 'reference-missing',
        severity: 'error',
        file: name.file,
        line: name.line,
        column: name.column,
        path: name.path,
        message: `${from.kind}/${from.name} uses the ${kind} ${name.value}${where}, which nothing here brings`,
        expected: `the ${kind} ${name.value}${where}`,
        received: 'nothing',
        why: 'The object that needs it waits for ever, and Flux with it.',
        fix: `add the object, or name it in the table of prerequisites if it is there before (| ${kind} | ${namespace} | ${name.value} | … |)`,
        docs: 'docs/rules/reference-missing.md',
      },
    ];
  });
}
