import { isLikeName } from '../like-name.ts';
import type { Rule } from '../../../repository/rule.ts';
import { runsAtLeast } from '../../../repository/versions.ts';
import { known } from '../../../tree/known.ts';
import { forAuthentik } from '../repository.ts';
import { groupsOfSentToken } from '../../../repository/sent-token.ts';
import type { Client } from '../read.ts';
import type { MappedScope } from '../read-scopes.ts';

/** Modes in which `sub` is something that people write into settings (authentik/providers/oauth2/constants.py, SubModes). */
const bySub = /^user_(?:username|email|upn)$/;

export const groupsRules: readonly Rule[] = forAuthentik([
  {
    code: 'groups-accessor',
    severity: 'error',
    needs: [],
    title: 'a mapping reads groups from the wrong field for this version of authentik',
    symptom: 'The token has `"groups": []` for everyone, or authentik logs a configuration warning about `ak_groups`.',
    cause:
      "Until 2025.12 a user's groups are `request.user.ak_groups`; `request.user.groups` exists, but is always empty. From 2026.2 on they are `request.user.groups`.",
    fix: 'use the field of your version. `request.user.all_groups()` works in both and also returns parent groups',
    more: '**Why it matters.** It fails silently: the mapping runs and returns nothing.',
    source: '[authentik: release 2026.2](https://docs.goauthentik.io/releases/2026.2)',
    *find({ blueprints, versions }) {
      const { authentik } = versions;
      const renamed = runsAtLeast(authentik, [2026, 2]);
      if (authentik === undefined || renamed === undefined) return;
      for (const model of [
        'authentik_providers_oauth2.scopemapping',
        'authentik_policies_expression.expressionpolicy',
        'authentik_providers_saml.samlpropertymapping',
      ])
        for (const entry of blueprints.of(model)) {
          const expression = entry.field('expression');
          // Neither a comment counts, nor one that asks which of the two there is.
          const text = (expression.text() ?? '')
            .split('\n')
            .filter((line) => !line.trimStart().startsWith('#'))
            .join('\n');
          const old = /\buser\.ak_groups\b/.test(text);
          if (old && /\buser\.(?:groups|all_groups)\b|hasattr|getattr/.test(text)) continue;
          if (renamed ? !old : !/\buser\.groups\b/.test(text)) continue;
          yield {
            at: expression,
            isSure: !renamed,
            message: `${entry.field('name').text() ?? 'a mapping'} reads user.${renamed ? 'ak_groups, the old name of user.groups' : 'groups, which is always empty'} in authentik ${authentik.text}`,
            expected: renamed ? 'user.groups' : 'user.ak_groups',
            received: renamed ? 'user.ak_groups' : 'user.groups',
            why: renamed
              ? 'The field is named groups since 2026.2. The old name logs a warning on each login and will be removed.'
              : "Before 2026.2 this is Django's own relation, which authentik does not use. The list is always empty, without an error.",
            fix: `write request.user.${renamed ? 'groups' : 'ak_groups'}`,
          };
        }
    },
  },
  {
    code: 'groups-claim-duplicate',
    severity: 'warning',
    strict: true,
    title: 'two scope mappings of a provider both return groups',
    why: 'authentik merges the claims of all scopes and appends lists. Each group is in the token twice, and a large token can exceed header limits.',
    symptom: 'Each group is in the token twice.',
    cause: "authentik's own `profile` mapping returns groups, and another mapping does too. authentik merges the claims of all scopes and appends lists.",
    fix: "keep one: either only authentik's own `profile` mapping, or your own `profile` mapping without groups and a `groups` mapping",
    source:
      '[goauthentik/authentik: authentik/providers/oauth2/views/userinfo.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/views/userinfo.py)',
    *find({ clients }) {
      for (const client of clients) {
        const [first, second] = groupsScopesOf(client).filter(({ name, managed, entry }) => entry !== undefined || (name === 'profile' && managed));
        if (first === undefined || second === undefined) continue;
        yield {
          at: second.at,
          message: `${client.label} returns groups twice: in the scopes ${first.name} and ${second.name}`,
          expected: 'one mapping that returns groups',
          received: `${first.name}, ${second.name}`,
          fix: `use your own profile mapping without groups next to ${first.name === 'profile' ? second.name : first.name}, or remove that one`,
        };
      }
    },
  },
  {
    code: 'groups-claim-empty',
    severity: 'error',
    needs: [],
    title: 'the app uses groups, but no scope of the login carries them',
    why: 'The claim is empty or missing for everyone, as if the users were in no group.',
    symptom: 'The token has `"groups": []` or no groups claim, although the user is in the group. Nobody gets a role.',
    cause: 'The app does not request the scope that carries groups, or the provider does not map it. Both are needed.',
    fix: "map a scope `groups` (or authentik's own `profile`) on the provider, and request it in the app",
    more: '**Why it matters.** Nothing logs an error. Look at the claims in the token first.',
    source: '[authentik: property mappings](https://docs.goauthentik.io/add-secure-apps/providers/property-mappings/)',
    *find(repository) {
      const { logins, pairs } = repository;
      const clients = new Map(pairs.all.map(({ login, client }) => [login, client]));
      for (const login of logins.all) {
        const { scopes, label, verifiesOnly, groupsApart } = login;
        const sent = groupsOfSentToken(login, repository);
        const usesGroups = login.usesGroups ?? sent?.at;
        if (usesGroups === undefined || scopes === undefined || groupsApart === true || verifiesOnly === true) continue;
        const asked = new Set(scopes.map(({ value }) => value));
        if ([...asked].some((name) => known(name) === undefined)) continue;
        const client = clients.get(login);
        if (login.groupsMayBeUsers === true && bySub.test(client?.provider.field('sub_mode').text() ?? '')) continue;
        const authentik = [login.issuer, login.slug, ...login.endpoints].some((seen) => seen?.value.includes('/application/o/'));
        if (client === undefined && !authentik) continue;
        const carrying = client?.scopes === undefined || !client.scopesComplete ? ['profile', 'groups'] : groupsScopesOf(client).map(({ name }) => name);
        if (carrying.some((name) => asked.has(name))) continue;
        // A scope of their own, whose mapping was made by hand, may carry them.
        if (client?.scopesComplete !== true && !login.object.ours && [...asked].some((name) => !packagedScopes.has(name))) continue;
        // What git says of authentik's own mapping, authentik's own blueprint says otherwise: the last one applied counts.
        if (asked.has('profile') && client?.scopes?.some(({ name, managed }) => name === 'profile' && managed) === true) continue;
        yield {
          at: usesGroups,
          ...(sent === undefined ? {} : { severity: sent.severity, why: sent.why }),
          // Values that are not here may outrank the scopes.
          isSure: login.release?.hidden !== true,
          message: `${label} ${sent === undefined ? 'uses groups' : 'sends its token to kube-apiserver, which uses groups'}, but ${carrying.length === 0 ? 'no mapping of its provider returns them' : `it requests none of the scopes that carry them (${carrying.join(', ')})`}`,
          expected: carrying.length === 0 ? 'a scope mapping that returns groups' : `${carrying.join(' or ')} among the scopes`,
          received: [...asked].join(' '),
          fix:
            carrying.length === 0
              ? `map the scope groups on the provider in ${client!.provider.blueprint.file}, and request it in the app`
              : `add ${carrying[0]} to the scopes of the app`,
        };
      }
    },
  },
  {
    code: 'group-not-admitted',
    severity: 'warning',
    title: 'the app gives a role to a group that may not use the application',
    why: 'authentik refuses users who are only in this group, before they reach the app.',
    symptom: 'authentik shows "Permission denied" to users whom the app would let in.',
    cause: 'The application has policy bindings, but none for this group or a parent of it.',
    fix: 'bind the group to the application',
    source: '[authentik: manage access to applications](https://docs.goauthentik.io/add-secure-apps/applications/manage_apps/)',
    *find({ pairs, blueprints }) {
      const entries = new Map(
        blueprints.of('authentik_core.group').flatMap((entry) => (entry.field('name').text() === undefined ? [] : [[entry.field('name').text()!, entry]])),
      );
      for (const { login, client } of pairs.all) {
        if (client.admitted === undefined) continue;
        const admitted = new Set(client.admitted.map(({ value }) => value));
        // People are in several groups: the one that lets them in need not be the one that gives them a role.
        const some = login.groups.some(({ value }) => admitted.has(value));
        for (const group of login.groups) {
          const entry = entries.get(group.value);
          if (admitted.has(group.value) || entry === undefined) continue;
          // Members of a child group pass a binding of its parent.
          const parents = [...entry.field('parents').items(), entry.field('parent')].flatMap((one) => {
            const target = blueprints.target(one, entry);
            return target?.kind === 'entry' ? [target.entry.field('name').text()] : target?.kind === 'elsewhere' ? [target.value] : [];
          });
          if (parents.some((name) => name !== undefined && admitted.has(name))) continue;
          yield {
            at: group,
            severity: some ? 'info' : 'warning',
            message: `${login.label} names the group ${group.value}, but its application is bound only to ${[...admitted].join(', ')}`,
            expected: `a policy binding of ${group.value} to the application ${client.label}`,
            received: [...admitted].join(', '),
            fix: `bind the group ${group.value} to the application in ${client.provider.blueprint.file}, or remove it from the app`,
          };
        }
      }
    },
  },
  {
    code: 'group-refused-by-app',
    severity: 'error',
    needs: [],
    title: 'authentik lets a group in, but the app refuses its members',
    why: 'Members sign in at authentik, and then the app refuses them. It looks as if the login were broken.',
    symptom: '"user not a member of one of the required groups", or "user does not belong to a role", for users who signed in at authentik.',
    cause: "The group is bound to the application, but the app's list of allowed groups or its strict role expression does not include it.",
    fix: 'add the group in the app, or remove the binding',
    source:
      '[Grafana: generic OAuth, allowed_groups and role_attribute_strict](https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/configure-authentication/generic-oauth/)',
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        if (client.admitted === undefined) continue;
        for (const { what, groups, at } of login.deciders ?? []) {
          const names = new Set(groups.map(({ value }) => value));
          if ([...names].some((name) => known(name) === undefined)) continue;
          // People may well be in several groups, one to enter and one for the role. Of pinout's own groups, nobody gets in where the app knows none of them.
          const severity = client.admitted.some(({ value }) => names.has(value)) || !login.object.ours ? 'warning' : 'error';
          for (const { value } of client.admitted)
            if (!names.has(value))
              yield {
                at,
                severity,
                message: `the group ${value} is bound to ${client.label}, but ${what} of ${login.label} does not include it`,
                expected: value,
                received: [...names].join(', '),
                fix: [...names].some((name) => isLikeName(name, value))
                  ? `write ${value} in the app`
                  : `add ${value} in the app, or remove its binding from the application`,
              };
        }
      }
    },
  },
]);

/** Scopes of authentik's own mappings without groups. */
const packagedScopes: ReadonlySet<string> = new Set(['openid', 'email', 'offline_access', 'entitlements', 'goauthentik.io/api']);

/** Scopes of a provider whose mapping puts groups into tokens: an own one that says so, and the packaged profile. */
function groupsScopesOf(client: Client): MappedScope[] {
  return (client.scopes ?? []).filter(({ name, managed, entry }) => {
    const expression = entry?.field('expression').text();
    if (expression !== undefined) return /["']groups["']\s*[:\]]/.test(expression);
    // A lookup by scope name may find one of its own.
    return (name === 'profile' && managed) || name === 'groups';
  });
}
