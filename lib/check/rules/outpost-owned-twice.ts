import type { Entry } from '../../idp/authentik/read-blueprints.ts';
import type { Rule } from '../rule.ts';

/** The list is replaced as a whole by each of them. */
export const outpostOwnedTwice: Rule = {
  code: 'outpost-owned-twice',
  severity: 'error',
  title: 'two blueprints own the list of one outpost',
  *run({ blueprints }) {
    const owners = new Map<string, Entry>();
    for (const outpost of blueprints.of('authentik_outposts.outpost')) {
      if (!outpost.field('providers').exists) continue;
      const name = outpost.field('managed').text() ?? outpost.field('name').text() ?? '';
      const first = owners.get(name);
      if (first === undefined) owners.set(name, outpost);
      else
        yield {
          at: outpost.field('providers'),
          message: `the providers of the outpost ${name} are set here and in ${first.blueprint.file}`,
          expected: 'one entry that names all its providers',
          received: 'two',
          why: 'Each apply replaces the whole list: the apps of the other file lose their login, and which one wins is chance.',
          fix: 'bring both lists together in one file',
        };
    }
  },
};
