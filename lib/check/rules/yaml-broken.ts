import { brokenTextsOf } from '../model/broken-texts.ts';
import type { Rule } from '../rule.ts';

/** Files, and texts inside them, that are no YAML and no templates of it either. */
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
    for (const { message, reader, templated, ...at } of brokenTextsOf(tree.objects))
      if (!templated)
        yield {
          at,
          message: `${at.path} is no YAML: ${message}`,
          why: `${reader} takes nothing of it, and no other rule has judged it.`,
          fix: 'repair the YAML of this text',
        };
  },
};
