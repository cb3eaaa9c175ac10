import type { UsernameClaim } from '../contract/apiserver.ts';
import type { OidcContract } from '../contract/contract.ts';
import { celText } from './cel-text.ts';

/** A rule of an AuthenticationConfiguration. */
export interface TokenRule {
  readonly expression: string;
  readonly message: string;
}

const scopeOf: Readonly<Record<UsernameClaim, string>> = { preferred_username: 'profile', email: 'email', sub: 'openid' };

/**
 * Expression of the username. It cannot fail, whatever the token holds: mappings are evaluated before any rule, and what goes wrong in
 * one hides the rule's message (k8s.io/apiserver, plugin/pkg/authenticator/token/oidc/oidc.go). A `claim` mapping fails for a missing
 * claim, and lets null through as an empty name.
 */
export function usernameExpression(claim: UsernameClaim, prefix: string): string {
  return `${celText(prefix)} + (has(claims.${claim}) && type(claims.${claim}) == string ? claims.${claim} : '')`;
}

/** Expression of the groups; a `claim` mapping fails for a list with anything but texts, and takes one text for a group. */
export function groupsExpression(prefix: string): string {
  // A claim is `any`, over which CEL refuses to loop; dyn() lets it.
  return `has(claims.groups) && type(claims.groups) == list ? dyn(claims.groups).map(g, type(g) == string, ${celText(prefix)} + g) : []`;
}

const noList = '!has(claims.groups) || type(claims.groups) != list';

/**
 * Rules over the claims of one client's tokens, in the order in which the first false one is reported. kube-apiserver evaluates all of
 * them before it reports any, so none may fail: each later one holds for what an earlier one refuses.
 */
export function claimRules({ slug, access }: OidcContract, username: UsernameClaim): TokenRule[] {
  const provider = `the provider ${slug} in authentik`;
  const admitted = access.kind === 'groups' ? access.groups : undefined;
  return [
    {
      expression: `has(claims.${username}) && type(claims.${username}) == string && claims.${username} != ''`,
      message: `the token has no text in the claim ${username}: the client must ask for the scope ${scopeOf[username]}, and ${provider} must map it; then sign in anew`,
    },
    ...(username === 'email'
      ? [
          {
            expression: 'has(claims.email_verified) && claims.email_verified == true',
            message: `the claim email_verified is not true (authentik says false since 2025.10): ${provider} must map the scope email with email_verified true; then sign in anew`,
          },
        ]
      : []),
    {
      expression: 'has(claims.groups)',
      message: `the token has no claim groups: the client must ask for the scope groups, and ${provider} must map it; then sign in anew`,
    },
    {
      expression: '!has(claims.groups) || type(claims.groups) == list',
      message: `the claim groups is not a list: the scope mapping groups of ${provider} must return a list of group names; then sign in anew`,
    },
    {
      expression: `${noList} || dyn(claims.groups).all(g, type(g) == string && g != '')`,
      message: `the claim groups holds something else than group names: the scope mapping groups of ${provider} must return a list of texts; then sign in anew`,
    },
    ...(admitted === undefined
      ? []
      : [
          {
            expression: `${noList} || size(claims.groups) > 0`,
            message: `the user is in no group: in authentik, make the user a direct member of one of these, then sign in anew: ${shown(admitted)}`,
          },
          {
            expression: `${noList} || dyn(claims.groups).exists(g, g in [${admitted.map(celText).join(', ')}])`,
            message: `the user is in none of the groups that ${slug} admits: in authentik, make the user a direct member of one of these, then sign in anew: ${shown(admitted)}`,
          },
        ]),
  ];
}

/** A message is read in a log line. */
function shown(groups: readonly string[]): string {
  return groups.length <= 10 ? groups.join(', ') : `${groups.slice(0, 10).join(', ')} and ${groups.length - 10} more`;
}

/** Rules over the user that the mappings made: no name that Kubernetes keeps for itself, with or without the prefix. */
export function userRules(prefix: string): TokenRule[] {
  const clean = (name: string) => `!${name}.startsWith('system:') && !${name}.startsWith(${celText(`${prefix}system:`)})`;
  return [
    { expression: clean('user.username'), message: 'names that start with system: belong to Kubernetes itself: rename the user in authentik' },
    {
      expression: `user.groups.all(g, ${clean('g')})`,
      message: 'group names that start with system: belong to Kubernetes itself: rename the group in authentik, or take the user out of it',
    },
  ];
}
