import type { Observed } from '../../contract/observed.ts';
import type { Claims, Ends, Judge, JudgedEnd, Question } from '../judge.ts';
import { decidedByProvider, groupNames, groupsReason } from '../questions.ts';

/**
 * What user_oidc looks at (nextcloud/user_oidc lib/Controller/LoginController.php `code`): times, issuer and audience, the claim of the user id, and groups only when the
 * provider restricts the login to those that match the regular expression (`getSyncGroupsOfToken`). The keys come from the JWKS, so HS256 has none.
 */
export function judgeNextcloud(app: JudgedEnd): Judge {
  const setting = (name: string) => app.container?.env.get(`PINOUT_OIDC_${name}`)?.value?.value;
  const restricted = setting('RESTRICT') === '1';
  const uid = setting('USER_ID') ?? 'preferred_username';
  return {
    skips: [],
    clientSecret: 'refused',
    ask: (claims, ends) => [userId(claims, uid), restricted ? whitelist(claims, ends) : decidedByProvider('Nextcloud', claims, ends), role(claims, ends.app)],
  };
}

function userId(claims: Claims, claim: string): Question {
  const found = claims[claim];
  if (typeof found === 'string' && found !== '') return { step: 'user id', passed: true, detail: `${claim} is ${JSON.stringify(found)}` };
  return {
    step: 'user id',
    passed: false,
    detail: 'Failed to provision the user',
    why: `the token has no ${claim}, the claim for the user id`,
    fix: `map the scope that carries ${claim}: profile carries preferred_username`,
  };
}

function whitelist(claims: Claims, ends: Ends): Question {
  const step = 'access';
  const { app } = ends;
  if (app.access === undefined) return { step, passed: undefined, detail: 'pinout did not write the regular expression for groups and does not evaluate it' };
  const wanted = app.access.value.groups ?? [];
  // A text is taken apart at its commas (ProvisioningService.php).
  const names = groupNames(claims).flatMap((name) => (Array.isArray(claims['groups']) ? [name] : name.split(',').map((part) => part.trim())));
  if (names.some((group) => wanted.includes(group))) return { step, passed: true, detail: `one of ${wanted.join(', ')}` };
  return { step, passed: false, detail: 'You do not have permission to log in to this instance.', ...groupsReason(claims, ends, wanted) };
}

function role(claims: Claims, app: Observed): Question {
  const names = groupNames(claims);
  const held = Object.entries(app.roles ?? {}).filter(([, groups]) => groups.some(({ value }) => names.includes(value)));
  return { step: 'role', passed: true, detail: held.map(([name]) => name).join(', ') || 'none' };
}
