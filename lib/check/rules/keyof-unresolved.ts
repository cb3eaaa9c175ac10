import { walk } from '../../tree/walk.ts';
import type { Rule } from '../rule.ts';

/** It finds only what the same file has made before. */
export const keyofUnresolved: Rule = {
  code: 'keyof-unresolved',
  severity: 'error',
  title: 'a !KeyOf names no earlier entry of its file',
  *run({ blueprints }) {
    for (const { entries, byId } of blueprints.all)
      for (const entry of entries)
        for (const { node } of walk(entry.root)) {
          if (node.tag !== '!KeyOf') continue;
          const id = String(node.scalar());
          const target = byId.get(id);
          if (target !== undefined && !target.absent && target.index < entry.index) continue;
          yield {
            at: node,
            message: `!KeyOf ${id} ${target === undefined ? 'names no entry of this file' : target.absent ? 'names an entry that deletes its object' : 'names an entry that comes later'}`,
            expected: `an earlier entry with id: ${id}`,
            received: target === undefined ? 'none' : target.absent ? 'state: absent' : 'a later entry',
            why: 'The whole blueprint is refused, and nothing of it is applied.',
            fix: target === undefined ? `give an entry above the id ${id}, or look the object up with !Find` : 'move the entry that it names above this one',
          };
        }
  },
};
