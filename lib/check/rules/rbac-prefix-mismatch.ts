import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** RBAC compares whole names, with their prefix. */
export const rbacPrefixMismatch: Rule = {
  code: 'rbac-prefix-mismatch',
  severity: 'error',
  title: 'a role is bound to a name that no token can have',
  *run({ logins, objects, blueprints }) {
    const issuers = logins.issuers;
    if (issuers.length === 0) return;
    const prefixes = [...new Set(issuers.flatMap(({ groupsPrefix }) => (groupsPrefix === undefined ? [] : [groupsPrefix.value])))];
    // Expressions may make any name.
    if (
      prefixes.length === 0 ||
      issuers.some(
        ({ groupsPrefix, groupsClaim, form, root }) =>
          groupsPrefix === undefined && groupsClaim === undefined && form === 'file' && root.get('claimMappings', 'groups').exists,
      )
    )
      return;
    const groups = new Set(blueprints.of('authentik_core.group').flatMap((entry) => entry.field('name').text() ?? []));
    const bare = (name: string) => name.replace(/^[a-z0-9_.-]+[:#-]/i, '');
    for (const kind of ['ClusterRoleBinding', 'RoleBinding'])
      for (const object of objects.of(kind))
        for (const subject of object.root.get('subjects').items()) {
          const name = subject.get('name');
          const text = known(name.text());
          if (subject.get('kind').text() !== 'Group' || text === undefined || text.startsWith('system:')) continue;
          const prefix = prefixes.find((one) => text.startsWith(one) && (one !== '' || !/^oidc[:#-]/.test(text)));
          if (prefix === undefined) {
            const looksOurs = groups.has(text) || groups.has(bare(text)) || /^oidc[:#-]/.test(text);
            if (!looksOurs) continue;
            const group = groups.has(text) ? text : bare(text);
            yield {
              at: name,
              message: `${kind}/${object.name} names the group ${text}, but the apiserver puts ${prefixes.map((one) => JSON.stringify(one)).join(' or ')} before groups`,
              expected: `${prefixes[0]}${group}`,
              received: text,
              why: 'Names are compared as a whole: nobody is in a group of this name.',
              fix: `write ${prefixes[0]}${group}`,
            };
          } else if (groups.size > 0 && prefix !== '' && !groups.has(text.slice(prefix.length)))
            yield {
              at: name,
              message: `${kind}/${object.name} names the group ${text}, but no blueprint here makes ${text.slice(prefix.length)}`,
              expected: [...groups]
                .slice(0, 5)
                .map((one) => prefix + one)
                .join(', '),
              received: text,
              why: 'Nobody is in it, so nobody gets the role.',
              fix: 'correct the name, or add the group to a blueprint',
            };
        }
  },
};
