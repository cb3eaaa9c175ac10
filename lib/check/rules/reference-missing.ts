import { idOf, promisedBy, providedBy } from '../../tree/provided.ts';
import { referencesOf } from '../../tree/references.ts';
import type { Rule } from '../rule.ts';

/** Objects that what pinout wrote uses, and that neither the manifests bring nor a README's table promises. */
export const referenceMissing: Rule = {
  code: 'reference-missing',
  severity: 'error',
  title: 'an object uses another one that nothing brings',
  *run({ tree, objects }) {
    const provided = providedBy(objects);
    const promised = promisedBy(tree);
    for (const object of objects.all) {
      // In other people's repositories charts, operators and hands bring most of what is used: only our own output is complete.
      if (!object.ours || !object.applied) continue;
      for (const { from, kind, namespace, name } of referencesOf(object)) {
        const id = idOf(kind, namespace, name.value);
        if (provided.has(id) || promised.has(id)) continue;
        const where = namespace === '' ? '' : ` in the namespace ${namespace}`;
        yield {
          at: name,
          message: `${from.kind}/${from.name} uses the ${kind} ${name.value}${where}, which nothing here brings`,
          expected: `the ${kind} ${name.value}${where}`,
          received: 'nothing',
          why: 'The object that needs it waits for ever, and Flux with it.',
          fix: `add the object; if you bring it, say so in the cluster's source: prerequisites: [{ kind: '${kind}', ${namespace === '' ? '' : `namespace: '${namespace}', `}name: '${name.value}' }]`,
        };
      }
    }
  },
};
