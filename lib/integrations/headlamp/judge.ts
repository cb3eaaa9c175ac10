import type { Judge } from '../judge.ts';

/**
 * Headlamp verifies the token with go-oidc, which takes the algorithms that the issuer announces and never HS256, and puts it into a cookie
 * (kubernetes-sigs/headlamp backend/cmd/headlamp.go). From then on kube-apiserver judges it with every request.
 */
export function judgeHeadlamp(): Judge {
  return {
    skips: [],
    clientSecret: 'refused',
    ask: () => [{ step: 'access', passed: true, detail: 'kube-apiserver decides: also run pinout explain with its AuthenticationConfiguration' }],
  };
}
