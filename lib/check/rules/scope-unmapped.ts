import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** authentik drops a scope without mapping in silence. */
export const scopeUnmapped: Rule = {
  code: 'scope-unmapped',
  severity: 'error',
  title: 'the app asks for a scope that its provider does not map',
  *run({ pairs }) {
    for (const { login, client } of pairs.all) {
      if (client.scopes === undefined || !client.scopesComplete) continue;
      const mapped = new Set(client.scopes.map(({ name }) => name));
      for (const scope of login.scopes ?? []) {
        const name = known(scope.value);
        if (name === undefined || mapped.has(name)) continue;
        // The packaged profile mapping carries groups, so this one only asks in vain.
        const harmless = name === 'groups' && client.scopes.some((one) => one.name === 'profile' && one.managed);
        yield {
          at: scope,
          severity: harmless ? 'info' : 'error',
          message: `${login.label} asks for the scope ${name}, which ${client.label} does not map`,
          expected: `a mapping of the scope ${name} in property_mappings`,
          received: [...mapped].join(', '),
          why: harmless
            ? 'authentik drops it. Groups come with the scope profile here.'
            : 'authentik drops a scope that it does not map and logs in without its claims.',
          fix: harmless
            ? 'leave the scope out, or map it'
            : `add a mapping of ${name} to property_mappings in ${client.provider.blueprint.file}, or leave the scope out`,
        };
      }
    }
  },
};
