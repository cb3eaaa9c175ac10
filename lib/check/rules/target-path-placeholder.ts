import type { Rule } from '../rule.ts';

/** The placeholder may win. */
export const targetPathPlaceholder: Rule = {
  code: 'target-path-placeholder',
  severity: 'warning',
  title: 'a value stands where a Secret is to be put',
  *run({ releases }) {
    for (const { object, layers } of releases) {
      if (object.kind !== 'HelmRelease') continue;
      const inline = object.root.get('spec', 'values');
      for (const one of object.root.get('spec', 'valuesFrom').items()) {
        const path = one.get('targetPath').text();
        if (path === undefined || layers.length === 0) continue;
        const keys = path.split(/(?<!\\)\./).flatMap((part) =>
          part
            .replaceAll('\\.', '.')
            .replace(/\[(\d+)\]/g, '\u0000$1')
            .split('\u0000'),
        );
        const value = inline.get(...keys);
        if (!value.exists) continue;
        yield {
          at: value,
          message: `HelmRelease/${object.name} has a value at ${path}, which valuesFrom fills as well`,
          expected: 'no value there',
          received: 'a value',
          why: 'Inline values are merged once more at the end: at a scalar, or when the reference is not the first, the placeholder wins over the Secret.',
          fix: `take the value at ${path} out of spec.values`,
        };
      }
    }
  },
};
