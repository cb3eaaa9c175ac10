import type { AuthenticationConfiguration } from '../kubernetes/authentication-configuration.ts';
import type { User } from './claims.ts';
import type { Step, Verdict } from './step.ts';

/** A line that leaves no token in the Authorization header: the request has no credentials, and may go on without any. */
export function anonymousVerdict({ anonymous: settings }: AuthenticationConfiguration): Verdict {
  const allowed = settings === undefined || (settings.enabled === true && (settings.conditions ?? []).length === 0);
  const step: Step = { step: 'bearer token', status: 'failed', detail: 'there is no token after "Bearer "' };
  const reason = 'the line starts with a space, so the Authorization header has no token and the request has no credentials';
  const fix = 'send the token without a leading space';
  if (!allowed) return { accepted: false, error: 'Unauthorized', user: null, steps: [step], why: reason, fix };
  const user = { username: 'system:anonymous', uid: '', groups: ['system:unauthenticated'], extra: {} };
  return { accepted: true, error: null, user, steps: [step], why: `${reason}: the request continues as system:anonymous`, fix };
}

/** The groups that kube-apiserver adds to a user of a token (k8s.io/apiserver pkg/authentication/group, authenticated_group_adder.go). */
export function withAuthenticated(user: User): User {
  const known = user.groups.some((group) => group === 'system:authenticated' || group === 'system:unauthenticated');
  return { ...user, groups: known ? user.groups : [...user.groups, 'system:authenticated'] };
}
