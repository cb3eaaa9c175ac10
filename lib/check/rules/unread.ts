import { posix } from 'node:path';
import { brokenTextsOf } from '../model/broken-texts.ts';
import type { Rule } from '../rule.ts';

/** Files that no rule has judged, by folder and reason. */
export const unread: Rule = {
  code: 'unread',
  severity: 'info',
  title: 'files that could not be read were not judged',
  *run({ tree }) {
    const groups = new Map<string, { why: string; files: string[] }>();
    for (const { file, why } of tree.unread) {
      const key = `${posix.dirname(file)} ${why}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { why, files: [file] });
      else group.files.push(file);
    }
    for (const { why, files } of groups.values())
      yield {
        at: { file: files[0]! },
        message: files.length === 1 ? `not read: ${why}` : `${files.length} files of ${posix.dirname(files[0]!)} were not read: ${why}`,
        why: 'What is not read is not judged: a clean result says nothing about it.',
        fix: 'render templates first and check the result, or check the folder that is applied',
      };
    for (const { reader, templated, message, ...at } of brokenTextsOf(tree.objects))
      if (templated)
        yield {
          at,
          message: `${at.path} was not read: template, and no YAML yet (${message})`,
          why: `${reader} reads what becomes of it. What is not read is not judged.`,
          fix: 'render templates first and check the result',
        };
  },
};
