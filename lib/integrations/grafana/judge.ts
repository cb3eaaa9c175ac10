import { isTrue } from '../../login/is-true.ts';
import { search } from 'jmespath';
import type { Manifests } from '../../tree/manifests.ts';
import type { Claims, CommonStep, Ends, Judge, JudgedEnd, Question } from '../judge.ts';
import { groupNames, groupsReason } from '../questions.ts';
import { findsGroupsItself, type GrafanaSettings, grafanasOf } from './read.ts';

/** What Grafana's own settings say about groups and roles. */
interface GrafanaLogin {
  readonly allowedGroups: readonly string[];
  readonly groupsPath: string;
  /** Without a path: an old Grafana takes the claim `groups` all the same. */
  readonly findsGroups: boolean;
  readonly rolePath: string | undefined;
  readonly strict: boolean;
  readonly skipRoleSync: boolean;
}

const roles = ['None', 'Viewer', 'Editor', 'Admin', 'GrafanaAdmin'];
const unread: readonly CommonStep[] = ['issuer', 'signature', 'audience', 'expiry', 'not before'];

/**
 * What Grafana looks at (grafana/grafana pkg/login/social/connectors/generic_oauth.go, social_base.go): it takes the id_token from the token endpoint and reads it
 * without checking anything in it (`extractFromIDToken`); then `allowed_groups` and the role.
 */
export function judgeGrafana(app: JudgedEnd, manifests: Manifests): Judge {
  const settings = grafanasOf(manifests).find(({ at }) => at === app.at);
  return {
    skips: unread,
    clientSecret: 'taken',
    ask: (claims, ends) => (settings === undefined ? [] : questions(loginOf(app, settings), claims, ends)),
  };
}

function loginOf(app: JudgedEnd, settings: GrafanaSettings): GrafanaLogin {
  const { get } = settings;
  const oauth = (key: string) => get('auth.generic_oauth', key)?.value;
  return {
    allowedGroups: app.access?.value.groups ?? [],
    groupsPath: (oauth('groups_attribute_path') ?? '').trim(),
    findsGroups: findsGroupsItself(settings) === true,
    rolePath: oauth('role_attribute_path'),
    strict: isTrue(oauth('role_attribute_strict')),
    skipRoleSync: isTrue(oauth('skip_org_role_sync')),
  };
}

/** The expression is run once on the token, then once more with an empty list of groups. What userinfo would add is not in the token. */
function questions(login: GrafanaLogin, claims: Claims, ends: Ends): readonly Question[] {
  const groups = groupsOf(login, claims);
  const allowed = login.allowedGroups.length === 0 || login.allowedGroups.some((group) => groups.includes(group));
  // Without groups in the token that comes first.
  const pathMissing = login.groupsPath === '' && !login.findsGroups && groupNames(claims).length > 0;
  const found = role(login, claims);
  const wanted = login.allowedGroups;
  const allowedReason = groupsReason(claims, ends, wanted);
  const roleReason = groupsReason(
    claims,
    ends,
    Object.values(ends.app.roles ?? {}).flatMap((one) => one.map(({ value }) => value)),
  );
  return [
    {
      step: 'allowed_groups',
      passed: allowed,
      detail: allowed ? (wanted.length === 0 ? 'everybody' : `one of ${wanted.join(', ')}`) : 'user not a member of one of the required groups',
      ...(pathMissing
        ? {
            why: `groups_attribute_path is not set: since 11.6 Grafana then finds no groups in any token and refuses everyone; allowed_groups is ${wanted.join(', ')}`,
            fix: 'write groups_attribute_path: groups',
          }
        : { why: `${allowedReason.why}; allowed_groups is ${wanted.join(', ')}`, fix: allowedReason.fix }),
    },
    {
      step: 'role',
      passed: found !== undefined || !login.strict || login.skipRoleSync,
      detail:
        found ??
        (login.strict && !login.skipRoleSync
          ? 'idP did not return a role attribute, but role_attribute_strict is set'
          : 'none from the token: auto_assign_org_role decides'),
      why: `role_attribute_path returns no role: ${roleReason.why}`,
      fix: groups.length === 0 ? roleReason.fix : 'give the group of the user a role in apps/: roles: { Viewer: [ … ] }',
    },
  ];
}

function groupsOf({ groupsPath, findsGroups }: GrafanaLogin, claims: Claims): readonly string[] {
  const found: unknown = groupsPath === '' ? (findsGroups ? claims['groups'] : []) : evaluate(groupsPath, claims);
  return Array.isArray(found) ? found.filter((group): group is string => typeof group === 'string') : typeof found === 'string' ? [found] : [];
}

function role({ rolePath }: GrafanaLogin, claims: Claims): string | undefined {
  if (rolePath === undefined) return undefined;
  for (const source of [claims, { ...claims, groups: [] }]) {
    const found = evaluate(rolePath, source);
    const known = typeof found === 'string' ? roles.find((each) => each.toLowerCase() === found.toLowerCase()) : undefined;
    if (known !== undefined) return known;
  }
  return undefined;
}

function evaluate(path: string, source: Claims): unknown {
  try {
    return search(source, path) as unknown;
  } catch {
    // Grafana logs the error and goes on without a result: contains() of a claim that is missing is one.
    return undefined;
  }
}
