import type { Observed } from '../../contract/observed.ts';
import type { Claims, Ends, Judge, Question } from '../judge.ts';
import { groupNames, groupsReason } from '../questions.ts';

/**
 * What Vault and OpenBao look at: the token by RS256 unless `jwt_supported_algs` says otherwise, then bound claims (hashicorp/vault-plugin-auth-jwt
 * path_config.go, claims.go `validateBoundClaims`), then the groups for the policies.
 */
export function judgeVault(): Judge {
  return {
    skips: [],
    algorithms: ['RS256'],
    clientSecret: 'refused',
    ask: (claims, ends) => [bound(claims, ends), policies(claims, ends.app)],
  };
}

function bound(claims: Claims, ends: Ends): Question {
  const step = 'bound claims';
  const wanted = ends.app.access?.value.kind === 'groups' ? (ends.app.access.value.groups ?? []) : [];
  if (wanted.length === 0) return groupsClaim(claims, ends);
  const found = claims['groups'];
  const refuse = (words: string): Question => ({ step, passed: false, detail: `error validating claims: ${words}`, ...groupsReason(claims, ends, wanted) });
  if (found === undefined || found === null) return refuse('claim "groups" is missing');
  if (typeof found === 'object' && !Array.isArray(found)) return refuse('received claim is not a string, bool, int or list');
  const fits = groupNames(claims).some((group) => wanted.includes(group));
  return fits
    ? { step, passed: true, detail: `groups has one of ${wanted.join(', ')}` }
    : refuse('claim "groups" does not match any associated bound claim values');
}

// Nothing is bound, but with groups_claim the claim has to be there and a list (path_login.go, createIdentity).
function groupsClaim(claims: Claims, ends: Ends): Question {
  const found = claims['groups'];
  if (Array.isArray(found)) return { step: 'groups claim', passed: true, detail: 'a list' };
  const words = found === undefined || found === null ? '"groups" claim not found in token' : '"groups" claim could not be converted to string list';
  return { step: 'groups claim', passed: typeof found === 'string', detail: typeof found === 'string' ? 'one name' : words, ...groupsReason(claims, ends, []) };
}

function policies(claims: Claims, app: Observed): Question {
  const names = groupNames(claims);
  const held = Object.entries(app.roles ?? {}).filter(([, groups]) => groups.some(({ value }) => names.includes(value)));
  return { step: 'role', passed: true, detail: held.map(([policy]) => policy).join(', ') || 'none' };
}
