import { search } from 'jmespath';
import { Reader } from '../manifest/reader.ts';
import type { SourceDocument } from '../manifest/source.ts';
import type { AppCheck } from './explain-app.ts';

/** What Grafana's own settings say about groups and roles. */
export interface GrafanaLogin {
  readonly allowedGroups: readonly string[];
  readonly groupsPath: string;
  readonly rolePath: string | undefined;
  readonly strict: boolean;
  readonly skipRoleSync: boolean;
}

/** Reads them out of the first HelmRelease with generic OAuth, of either chart. */
export function readGrafanaLogin(documents: readonly SourceDocument[]): GrafanaLogin | undefined {
  for (const document of documents) {
    const values = Reader.of(document).get('spec', 'values');
    for (const grafana of [values, values.get('grafana')]) {
      const oauth = grafana.get('grafana.ini', 'auth.generic_oauth');
      if (!oauth.exists) continue;
      const list = oauth.get('allowed_groups');
      const items = list.items().flatMap((item) => item.text() ?? []);
      const isTrue = (key: string) => oauth.get(key).scalar() === true || oauth.get(key).text() === 'true';
      return {
        allowedGroups: items.length > 0 ? items : (list.text() ?? '').split(/[\s,]+/).filter((group) => group !== ''),
        groupsPath: oauth.get('groups_attribute_path').text() ?? '',
        rolePath: oauth.get('role_attribute_path').text(),
        strict: isTrue('role_attribute_strict'),
        skipRoleSync: isTrue('skip_org_role_sync'),
      };
    }
  }
  return undefined;
}

const roles = ['None', 'Viewer', 'Editor', 'Admin', 'GrafanaAdmin'];

/**
 * Grafana's questions about groups and role, as pkg/login/social/connectors asks them of the id_token: the expression once on the token, then
 * once more with an empty list of groups. What userinfo would add is not in the token.
 */
export function grafanaChecks(login: GrafanaLogin, claims: Readonly<Record<string, unknown>>): readonly AppCheck[] {
  const groups = groupsOf(login, claims);
  const hint =
    groups.length === 0 ? 'the token has no groups: the scope groups was not asked for, or the user is in none' : `the groups are ${groups.join(', ')}`;
  const allowed = login.allowedGroups.length === 0 || login.allowedGroups.some((group) => groups.includes(group));
  const found = role(login, claims);
  return [
    {
      step: 'allowed_groups',
      passed: allowed,
      detail: allowed
        ? login.allowedGroups.length === 0
          ? 'everybody'
          : `one of ${login.allowedGroups.join(', ')}`
        : 'user not a member of one of the required groups',
      why: `${hint}; allowed_groups is ${login.allowedGroups.join(', ')}`,
      fix: 'put the user into one of these groups, or name the group in roles or access in apps/; direct groups count, not their parents',
    },
    {
      step: 'role',
      passed: found !== undefined || !login.strict || login.skipRoleSync,
      detail:
        found ??
        (login.strict && !login.skipRoleSync
          ? 'idP did not return a role attribute, but role_attribute_strict is set'
          : 'none from the token: auto_assign_org_role decides'),
      why: `role_attribute_path gives no role: ${hint}`,
      fix: 'give the group of the user a role in apps/: roles: { Viewer: [ … ] }',
    },
  ];
}

function groupsOf({ groupsPath }: GrafanaLogin, claims: Readonly<Record<string, unknown>>): readonly string[] {
  const found: unknown = groupsPath === '' ? claims['groups'] : evaluate(groupsPath, claims);
  return Array.isArray(found) ? found.filter((group): group is string => typeof group === 'string') : typeof found === 'string' ? [found] : [];
}

function role({ rolePath }: GrafanaLogin, claims: Readonly<Record<string, unknown>>): string | undefined {
  if (rolePath === undefined) return undefined;
  for (const source of [claims, { ...claims, groups: [] }]) {
    const found = evaluate(rolePath, source);
    const known = typeof found === 'string' ? roles.find((each) => each.toLowerCase() === found.toLowerCase()) : undefined;
    if (known !== undefined) return known;
  }
  return undefined;
}

function evaluate(path: string, source: Readonly<Record<string, unknown>>): unknown {
  try {
    return search(source, path) as unknown;
  } catch {
    // Grafana logs the error and goes on without a result: contains() of a claim that is missing is one.
    return undefined;
  }
}
