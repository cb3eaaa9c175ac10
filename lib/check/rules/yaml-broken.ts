import type { Rule } from '../rule.ts';

/** Files that are no YAML, and no templates of it either. */
export const yamlBroken: Rule = {
  code: 'yaml-broken',
  severity: 'error',
  title: 'a file is no YAML',
  *run({ tree }) {
    for (const { message, file, line, column } of tree.broken)
      yield {
        at: { file, line, column, path: '', value: undefined },
        message,
        why: 'Neither Flux nor a check reads the rest of the file.',
        fix: 'repair the YAML',
      };
  },
};
