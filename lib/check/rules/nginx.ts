import type { Rule } from '../../repository/rule.ts';

/** What the settings of the controller call what an annotation asks for: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
const forAll = ['auth-url', 'auth-signin', 'auth-signin-redirect-param', 'auth-method', 'auth-response-headers', 'auth-snippet', 'auth-cache-key'];

export const nginxRules: readonly Rule[] = [
  {
    code: 'nginx-auth-ignored',
    severity: 'error',
    needs: [],
    title: 'ingress-nginx has settings for a login that it ignores',
    why: 'The settings of the controller have other names than the annotations of an Ingress. What it does not know it ignores, so nothing asks who the user is.',
    symptom: 'Everyone gets in, without a login.',
    cause: '`controller.config` has the name of an annotation, such as `auth-url`. For all hosts the setting is called `global-auth-url`.',
    fix: 'write `global-` before the name, or set the annotation on each Ingress',
    source: '[ingress-nginx: ConfigMap](https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#global-auth-url)',
    *find({ releases }) {
      for (const { chart, get, object } of releases) {
        const config = get('controller', 'config');
        const url = config.get('auth-url');
        if (chart !== 'ingress-nginx' || !url.exists || config.get('global-auth-url').exists) continue;
        const all = forAll.filter((name) => config.get(name).exists);
        yield {
          at: url,
          message: `${object.kind}/${object.name} has the setting auth-url for all hosts, which ingress-nginx does not know`,
          expected: all.map((name) => `global-${name}`).join(', '),
          received: all.join(', '),
          fix: `write ${all.map((name) => `global-${name}`).join(', ')}`,
        };
      }
    },
  },
];
