import type { Rule } from '../rule.ts';

/** Order counts in valuesFrom. */
export const targetPathOrder: Rule = {
  code: 'target-path-order',
  severity: 'warning',
  title: 'whole values come after a single one and may undo it',
  *run({ releases }) {
    for (const { object } of releases) {
      if (object.kind !== 'HelmRelease') continue;
      let single = false;
      for (const one of object.root.get('spec', 'valuesFrom').items()) {
        if (one.get('targetPath').exists) {
          single = true;
          continue;
        }
        if (!single) continue;
        yield {
          at: one,
          message: `HelmRelease/${object.name}: whole values from ${one.get('kind').text() ?? ''} ${one.get('name').text() ?? ''} come after a targetPath`,
          expected: 'references with targetPath last',
          received: 'before',
          why: 'References are merged in their order: the same key in the later one overwrites what targetPath had put there.',
          fix: 'move the references with targetPath to the end',
        };
      }
    }
  },
};
