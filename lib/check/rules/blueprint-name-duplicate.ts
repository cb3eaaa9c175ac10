import { posix } from 'node:path';
import type { Blueprint } from '../../idp/authentik/read-blueprints.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** The name of a blueprint is unique in authentik. */
export const blueprintNameDuplicate: Rule = {
  code: 'blueprint-name-duplicate',
  severity: 'error',
  title: 'two blueprints have one name',
  *run({ blueprints }) {
    const names = new Map<string, Blueprint>();
    for (const blueprint of blueprints.all) {
      const name = blueprint.root.get('metadata', 'name');
      const text = known(name.text());
      if (text === undefined) continue;
      // Folders beside each other are often stages of one repository.
      const key = `${posix.dirname(blueprint.file)} ${text}`;
      const first = names.get(key);
      if (first === undefined) names.set(key, blueprint);
      else
        yield {
          at: name,
          message: `two blueprints are named ${text}: this one and one in ${first.file}`,
          expected: 'a name of its own',
          received: text,
          why: 'The second one cannot be saved, so it is never applied.',
          fix: 'give one of them another metadata.name',
        };
    }
  },
};
