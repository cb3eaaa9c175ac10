import type { LoginEnd } from '../../../login/login-end.ts';
import type { Rule } from '../../../repository/rule.ts';
import { known } from '../../../tree/known.ts';
import type { MappedScope } from '../read-scopes.ts';
import type { Client } from '../read.ts';
import { forAuthentik } from '../repository.ts';

export const mappingValuesRules: readonly Rule[] = forAuthentik([
  {
    code: 'mapping-value-type',
    severity: 'error',
    needs: [],
    title: 'a scope mapping returns a value of the wrong type',
    symptom: 'The groups of a user are one string, such as `"admins,users"`, and nobody gets a role, or the claims of a scope are missing.',
    cause: 'The expression joins the groups into a string, or does not return a dictionary of claims. authentik ignores anything else.',
    fix: 'return a dictionary, with a list for groups: `return {"groups": [group.name for group in request.user.groups.all()]}`',
    source:
      '[goauthentik/authentik: authentik/providers/oauth2/views/userinfo.py](https://github.com/goauthentik/authentik/blob/main/authentik/providers/oauth2/views/userinfo.py)',
    *find({ blueprints, pairs }) {
      const readers = new Map(
        pairs.all
          .filter(({ login }) => asksForList(login))
          .flatMap(({ login, client }) => (client.scopes ?? []).map((scope) => ({ login, scope, isReplaced: hasListLater(scope, login, client) })))
          // The one that gets the text decides.
          .sort((a, b) => Number(b.isReplaced) - Number(a.isReplaced))
          .map((one) => [one.scope.entry, one] as const),
      );
      for (const entry of blueprints.of('authentik_providers_oauth2.scopemapping')) {
        const expression = entry.field('expression');
        const text = known(expression.text())
          ?.slice(0, 10_000)
          .replaceAll(/^[ \t]*#.*$/gm, '');
        if (text === undefined) continue;
        const name = entry.field('name').text() ?? entry.field('scope_name').text() ?? '';
        const joined = groupsAsText(text);
        const returned = noDictionary(text);
        if (returned !== undefined)
          yield {
            at: expression,
            message: `the scope mapping ${name} returns ${returned} instead of a dictionary of claims`,
            expected: 'return {"CLAIM": …}',
            received: returned,
            why: 'authentik ignores a value that is not a dictionary, and only its log says so. The claim is missing for everyone.',
            fix: 'return a dictionary with the name of the claim',
          };
        else if (joined !== undefined) {
          const { login, isReplaced } = readers.get(entry) ?? {};
          yield {
            at: expression,
            isSure: login !== undefined && isReplaced !== true,
            message: `the scope mapping ${name} returns the groups as one string`,
            expected: '"groups": [group.name for group in …]',
            received: joined,
            why:
              login === undefined
                ? 'Most apps expect a list of groups, not a string.'
                : isReplaced === true
                  ? `The list of authentik's own profile mapping replaces the string for ${login.label}. Without that mapping it finds no group.`
                  : `${login.label} expects a list of groups, and finds no group in a string.`,
            fix: 'return a list of names',
          };
        }
      }
    },
  },
]);

/** kube-apiserver takes one text for one group. */
const asksForList = ({ usesGroups, verifiesOnly }: LoginEnd): boolean => usesGroups !== undefined && verifiesOnly !== true;

/**
 * Whether authentik's own mapping of `profile`, which has the groups as a list, replaces the text: claims are merged in the order of the scopes' names, and
 * of two types the later one wins (goauthentik/authentik, authentik/providers/oauth2/views/userinfo.py: get_claims; deepmerge, always_merger).
 */
function hasListLater({ name }: MappedScope, { scopes }: LoginEnd, client: Client): boolean {
  const isAsked = scopes === undefined || scopes.some(({ value }) => value === 'profile');
  return name < 'profile' && isAsked && (client.scopes ?? []).some((one) => one.name === 'profile' && one.managed);
}

/** What makes the value of `groups` a text. */
function groupsAsText(text: string): string | undefined {
  const direct = /["']groups["'] ?: ?((?:["'][^"'\n]{0,20}["']\.join\(|str\(|json\.dumps\(|f["']|["'][^"'\n]{0,200}["'] ?[,}]))/.exec(text)?.[1];
  if (direct !== undefined) return direct.replace(/\($/, '(…)').replace(/ ?[,}]$/, '');
  const variable = /["']groups["'] ?: ?(\w+) ?[,}]/.exec(text)?.[1];
  const given = variable === undefined ? undefined : text.split('\n').find((line) => line.trim().startsWith(`${variable} = `));
  return given !== undefined && /= ?["'][^"'\n]{0,20}["']\.join\(/.test(given) ? given.trim() : undefined;
}

/** A list or a text that the expression itself returns; functions inside it may return what they like. */
function noDictionary(text: string): string | undefined {
  if (/\bdef |\blambda\b/.test(text)) return undefined;
  // One of several returns may be for who is nobody.
  const returns = text.split('\n').filter((line) => /^[ \t]*return\b/.test(line));
  const kind = returns.length > 1 ? undefined : /^[ \t]*return[ \t]+(\[|f?["']|str\()/.exec(returns[0] ?? '')?.[1];
  return kind === undefined ? undefined : kind === '[' ? 'a list' : 'a text';
}
