import { compareVersions } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** v1 came with 1.34. */
export const apiserverApiVersion: Rule = {
  code: 'apiserver-api-version',
  severity: 'error',
  title: 'this Kubernetes does not know the version of the file',
  *run({ logins, versions }) {
    const { kubernetes } = versions;
    for (const root of logins.configurations) {
      const api = root.get('apiVersion');
      const text = api.text()?.split('/')[1];
      const wrong =
        text === 'v1alpha1'
          ? 'v1beta1, or v1 from 1.34 on'
          : kubernetes !== undefined && text === 'v1' && compareVersions(kubernetes.numbers, [1, 34]) < 0
            ? 'apiserver.config.k8s.io/v1beta1'
            : undefined;
      if (wrong === undefined) continue;
      yield {
        at: api,
        severity: text === 'v1alpha1' ? 'warning' : 'error',
        message: `AuthenticationConfiguration is ${text}${kubernetes === undefined ? '' : ` for Kubernetes ${kubernetes.text}`}`,
        expected: wrong,
        received: text ?? 'nothing',
        why: text === 'v1alpha1' ? 'It is the version of 1.29, which knows one issuer.' : 'It is not registered before 1.34: the apiserver does not start.',
        fix: `write ${wrong}`,
      };
    }
  },
};
