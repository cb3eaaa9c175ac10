import { groupsScopesOf } from '../../idp/authentik/groups-claim.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** Groups must be asked for and mapped. */
export const groupsClaimEmpty: Rule = {
  code: 'groups-claim-empty',
  severity: 'error',
  title: 'the app looks at groups, and no scope that it gets carries them',
  *run({ logins, pairs }) {
    const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
    for (const login of logins.all) {
      const { usesGroups, scopes, label, app } = login;
      // Vault has a rule of its own; the apiserver asks for nothing.
      if (usesGroups === undefined || scopes === undefined || app === 'vault' || app === 'kube-apiserver') continue;
      const asked = new Set(scopes.map(({ value }) => value));
      if ([...asked].some((name) => known(name) === undefined)) continue;
      const client = clients.get(login);
      const authentik = [login.issuer, login.slug, ...login.endpoints].some((seen) => seen?.value.includes('/application/o/'));
      if (client === undefined && !authentik) continue;
      const carrying = client?.scopes === undefined || !client.scopesComplete ? ['profile', 'groups'] : groupsScopesOf(client).map(({ name }) => name);
      if (carrying.some((name) => asked.has(name))) continue;
      yield {
        at: usesGroups,
        message: `${label} looks at groups, but ${carrying.length === 0 ? 'no mapping of its provider carries them' : `it asks for none of the scopes that carry them (${carrying.join(', ')})`}`,
        expected: carrying.length === 0 ? 'a scope mapping that returns groups' : `${carrying.join(' or ')} among the scopes`,
        received: [...asked].join(' '),
        why: 'The claim is empty or missing for everybody, which looks as if the user were in no group.',
        fix:
          carrying.length === 0
            ? `map the scope groups on the provider in ${client!.provider.blueprint.file}, and ask for it`
            : `add ${carrying[0]} to the scopes of the app`,
      };
    }
  },
};
