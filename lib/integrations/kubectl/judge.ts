import type { Judge } from '../judge.ts';

/** kubelogin verifies the token with go-oidc, which never takes HS256 (int128/kubelogin pkg/oidc/client/verify.go); what it may do is asked of kube-apiserver. */
export function judgeKubectl(): Judge {
  return {
    skips: [],
    clientSecret: 'refused',
    ask: () => [{ step: 'access', passed: true, detail: 'kube-apiserver decides: also run pinout explain with its AuthenticationConfiguration' }],
  };
}
