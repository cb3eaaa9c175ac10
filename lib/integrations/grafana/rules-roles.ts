import { isTrue } from '../../login/is-true.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../../repository/rule.ts';
import { catchAllOf, grafanasOf, findsGroupsItself } from './read.ts';

export const grafanaRolesRules: readonly Rule[] = [
  {
    code: 'grafana-groups-path',
    severity: 'error',
    needs: ['app'],
    title: 'Grafana filters by groups without knowing where they stand',
    why: 'Grafana then finds no groups at all and refuses everybody.',
    fix: 'write groups_attribute_path: groups',
    page: {
      symptom: '"user not a member of one of the required groups", while userinfo shows the group.',
      cause: 'With `allowed_groups` alone Grafana extracts no groups since 11.6; it must be told where they stand, although the answer is obvious.',
      fix: 'Write `groups_attribute_path: groups`.',
      source:
        '[grafana/grafana: pkg/login/social/connectors/generic_oauth.go](https://github.com/grafana/grafana/blob/main/pkg/login/social/connectors/generic_oauth.go)',
    },
    *find(repository) {
      for (const settings of grafanasOf(repository)) {
        const { get, node } = settings;
        const allowed = get('auth.generic_oauth', 'allowed_groups') ?? node('auth.generic_oauth', 'allowed_groups')?.located('');
        const path = get('auth.generic_oauth', 'groups_attribute_path');
        if (allowed === undefined || (path !== undefined && path.value.trim() !== '')) continue;
        const isOld = findsGroupsItself(settings) === true;
        yield {
          at: path ?? allowed,
          ...(isOld ? { severity: 'warning' as const, why: 'Until 11.5 Grafana finds groups without it; from 11.6 on it refuses everybody.' } : {}),
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
    title: 'Grafana gives a role to whoever matches nothing',
    why: 'Grafana asks the id token first, with an empty list of groups when it has none; a role at the end then always wins and userinfo is never asked.',
    page: {
      symptom: 'Everybody is Viewer, administrators too, without an error.',
      cause: 'The expression ends in a role for everybody else. When the id token has no groups, that role is taken before userinfo is asked.',
      fix: 'Name the groups for each role, leave the end open, and set `role_attribute_strict: true`.',
      source: '[grafana/grafana#106686](https://github.com/grafana/grafana/issues/106686)',
    },
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        const role = path === undefined || !/\bgroups\b/.test(path.value) ? undefined : catchAllOf(path.value);
        if (path === undefined || role === undefined || role === 'None') continue;
        yield {
          at: path,
          severity: /admin|editor/i.test(role) ? 'warning' : 'info',
          message: `role_attribute_path ends in '${role}' for everybody else`,
          expected: 'an expression that gives nothing to others, and role_attribute_strict: true',
          received: `|| '${role}'`,
          fix: `take || '${role}' away, name the groups that get it, and write role_attribute_strict: true`,
        };
      }
    },
  },
  {
    code: 'grafana-role-not-strict',
    severity: 'info',
    strict: true,
    title: 'Grafana lets people in whom no role expression matches',
    why: 'A missing claim then looks like a role.',
    fix: 'write role_attribute_strict: true',
    page: {
      symptom: 'People without a role in the expression are Viewer.',
      cause: '`role_attribute_strict` is off, so Grafana falls back to its default role.',
      fix: 'Write `role_attribute_strict: true`.',
      source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    },
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        const strict = get('auth.generic_oauth', 'role_attribute_strict');
        if (path === undefined || isTrue(strict?.value) || catchAllOf(path.value) !== undefined) continue;
        yield {
          at: strict ?? path,
          message: 'role_attribute_strict is not true: whoever gets no role from the expression gets the default one',
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
    title: 'Grafana demands a role and has nothing to find one by',
    why: 'Strict refuses everyone for whom no role is found, and nothing says how to find one.',
    fix: 'write role_attribute_path with the groups of each role',
    page: {
      symptom: 'Nobody can log in: "IdP did not return a role attribute".',
      cause: 'The setting is strict and the expression is missing.',
      fix: 'Write `role_attribute_path`.',
      source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    },
    *find(repository) {
      for (const { get } of grafanasOf(repository)) {
        const strict = get('auth.generic_oauth', 'role_attribute_strict');
        if (
          strict === undefined ||
          !isTrue(strict.value) ||
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
    code: 'grafana-role-unknown',
    severity: 'error',
    needs: [],
    title: 'the role expression gives a role that Grafana does not have',
    why: 'Grafana ignores a role that it does not know, or refuses the login when the setting is strict.',
    fix: 'write one of its roles',
    page: {
      symptom: '"invalid role value", or everybody has the default role.',
      cause: 'The expression ends in a word that is no role of Grafana.',
      fix: 'Write `None`, `Viewer`, `Editor`, `Admin` or `GrafanaAdmin`.',
      source: '[Grafana: generic OAuth](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    },
    *find(repository) {
      const roles = new Set(['none', 'viewer', 'editor', 'admin', 'grafanaadmin']);
      for (const { get } of grafanasOf(repository)) {
        const path = get('auth.generic_oauth', 'role_attribute_path');
        if (path === undefined || known(path.value) === undefined) continue;
        for (const [, role = ''] of path.value.matchAll(/&&\s*'([^']*)'/g))
          if (!roles.has(role.toLowerCase()))
            yield {
              at: path,
              message: `role_attribute_path gives the role '${role}'`,
              expected: "'None', 'Viewer', 'Editor', 'Admin' or 'GrafanaAdmin'",
              received: `'${role}'`,
            };
      }
    },
  },
];
