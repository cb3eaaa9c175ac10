import { walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** An unknown tag is a syntax error there. */
export const blueprintTagUnknown: Rule = {
  code: 'blueprint-tag-unknown',
  severity: 'error',
  title: 'a blueprint has a tag that authentik does not know',
  *run({ blueprints }) {
    for (const { root } of blueprints.all)
      for (const { node } of walk(root)) {
        const tag = node.tag;
        if (tag === undefined || tags.has(tag) || tag.startsWith('!!')) continue;
        const near = [...tags].find((one) => one.toLowerCase() === tag.toLowerCase());
        yield {
          at: node,
          message: `${tag} is no tag of authentik's blueprints`,
          expected: near ?? [...tags].join(', '),
          received: tag,
          why: 'The file does not parse, so it is not listed and nothing says why but the log of the worker.',
          fix: near === undefined ? 'use one of the tags of the documentation' : `write ${near}`,
        };
      }
  },
};

/** authentik/blueprints/v1/common.py */
const tags = new Set([
  '!KeyOf',
  '!Find',
  '!FindObject',
  '!Env',
  '!File',
  '!Context',
  '!Format',
  '!If',
  '!Condition',
  '!Enumerate',
  '!Index',
  '!Value',
  '!AtIndex',
  '!ParseJSON',
]);
