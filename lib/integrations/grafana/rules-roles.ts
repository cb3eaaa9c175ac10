import { isTrue } from '../../login/is-true.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import { catchAllOf, grafanasOf, findsGroupsItself } from './read.ts';

/** A role of Grafana where JMESPath expects a value. */
const unquoted = /(?:^|&&|\|\|)\s{0,20}(GrafanaAdmin|Admin|Editor|Viewer|None)\s{0,20}(?=$|\|\||&&|\))/;

export const grafanaRolesRules: readonly Rule[] = [
  {
    code: 'grafana-groups-path',
    severity: 'error',
    needs: ['app'],
    title: 'Grafana has allowed_groups but no groups_attribute_path',
    why: 'Grafana then finds no groups and refuses everyone.',
    symptom: '"user not a member of one of the required groups", while userinfo shows the group.',
    cause: 'Since 11.6 Grafana extracts groups only if `groups_attribute_path` is set.',
    fix: 'write `groups_attribute_path: groups`',
    source:
      '[grafana/grafana: pkg/login/social/connectors/generic_oauth.go](https://github.com/grafana/grafana/blob/main/pkg/login/social/connectors/generic_oauth.go)',
    *find(repository) {
      for (const settings of grafanasOf(repository)) {
        const { get, node } = settings;
        const allowed = get('auth.generic_oauth', 'allowed_groups') ?? node('auth.generic_oauth', 'allowed_groups')?.located('');
        const path = get('auth.generic_oauth', 'groups_attribute_path');
        if (allowed === undefined || (path !== undefined && path.value.trim() !== '')) continue;
        const isOld = findsGroupsItself(settings) === true;
        yield {
          at: path ?? allowed,
          isSure: !isOld,
          ...(isOld ? { why: 'Up to 11.5 Grafana finds groups without it. Since 11.6 it refuses everyone.' } : {}),
          message: 'allowed_groups is set, but groups_attribute_path is not',
          expected: 'groups_attribute_path: groups',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'grafana-role-catch-all',
    severity: 'info',
    choice: { one: 'Grafana gives a role to everyone who can sign in', many: 'Grafanas give a role to everyone who can sign in' },
    title: "Grafana's role expression ends in a role for everyone",
    why: 'Grafana evaluates the expression on the id token first, with empty groups if it has none. A role at the end then always matches, and Grafana never reads groups from userinfo.',
    symptom: 'Everyone is Viewer, even administrators, and there is no error.',
    cause: 'The expression ends in a role for everyone else. If the id token has no groups, Grafana uses that role and does not read userinfo.',
    fix: 'name the groups for each role, remove the role at the end, and set `role_attribute_strict: true`',
    source: '[grafana/grafana#106686](https://github.com/grafana/grafana/issues/106686)',
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        const role = path === undefined || !/\bgroups\b/.test(path.value) ? undefined : catchAllOf(path.value);
        if (path === undefined || role === undefined || role === 'None') continue;
        yield {
          at: path,
          severity: /admin|editor/i.test(role) ? 'warning' : 'info',
          message: `role_attribute_path ends in '${role}' for everyone else`,
          expected: 'an expression without a role at the end, and role_attribute_strict: true',
          received: `|| '${role}'`,
          fix: `remove || '${role}', name the groups that get it, and write role_attribute_strict: true`,
        };
      }
    },
  },
  {
    code: 'grafana-role-not-strict',
    severity: 'info',
    strict: true,
    title: 'Grafana lets in users for whom the role expression returns nothing',
    why: 'Users without a matching group get the default role instead of being refused.',
    symptom: 'Users for whom the expression returns no role are Viewer.',
    cause: '`role_attribute_strict` is off, so Grafana falls back to its default role.',
    fix: 'write `role_attribute_strict: true`',
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        const strict = get('auth.generic_oauth', 'role_attribute_strict');
        if (path === undefined || isTrue(strict?.value) || catchAllOf(path.value) !== undefined) continue;
        yield {
          at: strict ?? path,
          message: 'role_attribute_strict is not true: users for whom the expression returns no role get the default role',
          expected: 'role_attribute_strict: true',
          received: strict?.value ?? 'nothing',
        };
      }
    },
  },
  {
    code: 'grafana-role-path-missing',
    severity: 'error',
    needs: ['app'],
    title: 'Grafana has role_attribute_strict but no role_attribute_path',
    why: 'With role_attribute_strict, Grafana refuses users without a role, and without an expression nobody gets one.',
    symptom: 'Nobody can log in: "IdP did not return a role attribute".',
    cause: '`role_attribute_strict` is true and the expression is missing.',
    fix: 'write `role_attribute_path` with the groups of each role',
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const strict = get('auth.generic_oauth', 'role_attribute_strict');
        if (
          strict === undefined ||
          !isTrue(strict.value) ||
          // Then Grafana asks for no role (pkg/login/social/connectors/generic_oauth.go: UserInfo).
          isTrue(get('auth.generic_oauth', 'skip_org_role_sync')?.value) ||
          get('auth.generic_oauth', 'role_attribute_path') !== undefined ||
          get('auth.generic_oauth', 'org_mapping') !== undefined
        )
          continue;
        yield {
          at: strict,
          message: 'role_attribute_strict is true, but there is no role_attribute_path',
          expected: 'role_attribute_path',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'grafana-role-section',
    severity: 'warning',
    title: 'the role expression is in a section that Grafana does not read',
    why: 'Grafana reads the settings of this login in the section [auth.generic_oauth] alone. At each sign-in everyone gets the default role (auto_assign_org_role), which is Viewer: nobody is Admin, and a role that was given by hand is taken away.',
    symptom: 'Everyone is Viewer, even administrators, and there is no error.',
    cause: '`role_attribute_path` stands in `auth.generic_oauth.group_mapping`, which many examples have. Grafana has no such section.',
    fix: 'move it to `auth.generic_oauth`',
    source:
      '[grafana/grafana: pkg/services/ssosettings/strategies/oauth_strategy.go](https://github.com/grafana/grafana/blob/main/pkg/services/ssosettings/strategies/oauth_strategy.go)',
    *find(repository) {
      const section = 'auth.generic_oauth.group_mapping';
      for (const { get, node } of grafanasOf(repository)) {
        const key = ['role_attribute_path', 'org_mapping'].find((one) => node(section, one) !== undefined);
        if (key === undefined || isTrue(get('auth.generic_oauth', 'skip_org_role_sync')?.value)) continue;
        if (['role_attribute_path', 'org_mapping'].some((one) => get('auth.generic_oauth', one) !== undefined)) continue;
        yield { at: node(section, key)!, message: `${key} is in the section ${section}`, expected: `${key} in auth.generic_oauth`, received: section };
      }
    },
  },
  {
    code: 'grafana-role-quoted',
    severity: 'error',
    needs: [],
    title: 'a role in the role expression is without quotes',
    why: 'JMESPath takes a word without quotes for the name of a claim, which the token does not have: nobody gets the role.',
    symptom: 'Everyone has the default role, or "IdP did not return a role attribute" if role_attribute_strict is true.',
    cause:
      "The expression has `&& Editor` instead of `&& 'Editor'`. Or it is one role alone: Grafana takes off the quotes around a whole value of its file (not of a variable), so `role_attribute_path = 'Admin'` becomes `Admin`.",
    fix: 'put the role in quotes, and one role alone in quotes of both kinds: `"\'Admin\'"` in Grafana\'s file, which is `"\\"\'Admin\'\\""` in YAML',
    source:
      '[go-ini/ini: parser.go, hasSurroundedQuote](https://github.com/go-ini/ini/blob/main/parser.go), [JMESPath: raw string literals](https://jmespath.org/specification.html#raw-string-literals)',
    *find(repository) {
      for (const { env, get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        if (path === undefined || known(path.value) === undefined || isTrue(get('auth.generic_oauth', 'skip_org_role_sync')?.value)) continue;
        const isOfFile = !env.has('GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH');
        const text = path.value.trim();
        const role = unquoted.exec(isOfFile ? text.replace(/^'(\w{1,50})'$/, '$1') : text)?.[1];
        if (role === undefined) continue;
        const isAlone = text.replaceAll("'", '') === role;
        // The mapping has a role for everyone (pkg/login/social/connectors/org_role_mapper.go, MapOrgRoles).
        if (isAlone && get('auth.generic_oauth', 'org_mapping')?.value.includes('*:') === true) continue;
        yield {
          at: path,
          isSure: isAlone && isTrue(get('auth.generic_oauth', 'role_attribute_strict')?.value),
          message: `role_attribute_path has the role ${role} without quotes, which is the name of a claim`,
          expected: isAlone && isOfFile ? `"'${role}'"` : `'${role}'`,
          received: text === `'${role}'` ? `'${role}', of which Grafana takes off the quotes` : role,
          fix: isAlone && isOfFile ? `write "\\"'${role}'\\"", or skip_org_role_sync: true` : `write '${role}'`,
        };
      }
    },
  },
  {
    code: 'grafana-role-unknown',
    severity: 'error',
    needs: [],
    title: 'the role expression returns a role that Grafana does not have',
    why: 'Grafana ignores an unknown role, or refuses the login if role_attribute_strict is true.',
    symptom: '"invalid role value", or everyone has the default role.',
    cause: 'The expression returns a word that is not a Grafana role.',
    fix: "write one of Grafana's roles",
    more: 'They are `None`, `Viewer`, `Editor`, `Admin` and `GrafanaAdmin`.',
    source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find(repository) {
      const roles = new Set(['none', 'viewer', 'editor', 'admin', 'grafanaadmin']);
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        if (path === undefined || known(path.value) === undefined || isTrue(get('auth.generic_oauth', 'skip_org_role_sync')?.value)) continue;
        // What is compared is no role.
        for (const [, role = ''] of path.value.matchAll(/&&\s*'([^']*)'(?!\s{0,10}[=!<>])/g))
          if (!roles.has(role.toLowerCase()))
            yield {
              at: path,
              message: `role_attribute_path returns the unknown role '${role}'`,
              expected: "'None', 'Viewer', 'Editor', 'Admin' or 'GrafanaAdmin'",
              received: `'${role}'`,
            };
      }
    },
  },
];
