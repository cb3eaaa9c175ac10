import type { Rule } from '../../repository/rule.ts';
import { ingressClassOf, isOtherController } from '../../tree/ingress-class.ts';
import { mentions } from '../../tree/walk.ts';

/** What the settings of the controller call what an annotation asks for: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/ */
const forAll = ['auth-url', 'auth-signin', 'auth-signin-redirect-param', 'auth-method', 'auth-response-headers', 'auth-snippet', 'auth-cache-key'];

/** Annotations by which another controller asks who the user is. */
const asks = /auth|middleware|plugin/i;

/** What pages about a plain nginx set by a snippet of their own. */
const ofSnippets = /\$(?:target_url|redirection_url)\b/;

export const nginxRules: readonly Rule[] = [
  {
    code: 'nginx-auth-ignored',
    severity: 'error',
    needs: [],
    title: 'settings of ingress-nginx for a login are ignored',
    symptom: 'Everyone gets in, without a login.',
    cause:
      '`controller.config` has the name of an annotation, such as `auth-url`. For all hosts the setting is called `global-auth-url`. Or an Ingress has the annotation, and the class of another controller.',
    fix: 'write `global-` before the name, or set the annotation on each Ingress; at another controller, use what that one has',
    source: '[ingress-nginx: ConfigMap](https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#global-auth-url)',
    *find({ edges, releases }) {
      for (const { annotations, block, object } of edges) {
        const at = annotations.get('nginx.ingress.kubernetes.io/auth-url');
        const name = ingressClassOf(block, annotations);
        if (!at.exists || !isOtherController(name) || annotations.keys().some((key) => !key.startsWith('nginx.') && asks.test(key))) continue;
        yield {
          at,
          // Somebody may call the class of ingress-nginx so.
          isSure: /^(?:alb|cilium|gce|tailscale|traefik)$/.test(name!),
          message: `${object.kind}/${object.name} has the annotation auth-url of ingress-nginx, but the class ${name}`,
          why: 'Another controller does not know the annotation, so nothing asks who the user is.',
          expected: `what ${name} has for a login`,
          received: 'nginx.ingress.kubernetes.io/auth-url',
          fix: `guard the host in the way of ${name}, or give it the class of ingress-nginx`,
        };
      }
      for (const { chart, get, object } of releases) {
        const config = get('controller', 'config');
        const url = config.get('auth-url');
        if (chart !== 'ingress-nginx' || !url.exists || config.get('global-auth-url').exists) continue;
        const all = forAll.filter((name) => config.get(name).exists);
        yield {
          at: url,
          message: `${object.kind}/${object.name} has the setting auth-url for all hosts, which ingress-nginx does not know`,
          why: 'The settings of the controller have other names than the annotations of an Ingress. What it does not know it ignores, so nothing asks who the user is.',
          expected: all.map((name) => `global-${name}`).join(', '),
          received: all.join(', '),
          fix: `write ${all.map((name) => `global-${name}`).join(', ')}`,
        };
      }
    },
  },
  {
    code: 'nginx-variable-unknown',
    severity: 'error',
    needs: [],
    title: 'the address of a login has a variable that ingress-nginx does not have',
    why: 'nginx does not start with a variable that nothing sets: the controller refuses the Ingress, or keeps the settings that it had.',
    symptom: '`unknown "target_url" variable` from the admission webhook or in the log of the controller.',
    cause: '`auth-signin` or `auth-url` has `$target_url`, which pages about a plain nginx set by a snippet of their own.',
    fix: 'write `rd=$scheme://$host$escaped_request_uri`',
    source:
      '[ingress-nginx: external authentication](https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#external-authentication)',
    *find({ edges, releases, objects }) {
      const isSet = (name: string): boolean =>
        releases.some(({ chart, layers }) => chart.includes('nginx') && layers.some((layer) => mentions(layer, name))) ||
        objects.of('ConfigMap').some(({ root }) =>
          root
            .get('data')
            .entries()
            .some(([, node]) => node.text()?.includes(name) === true),
        );
      for (const { annotations, object } of edges)
        for (const name of ['auth-signin', 'auth-url']) {
          const at = annotations.get(`nginx.ingress.kubernetes.io/${name}`);
          const variable = ofSnippets.exec(at.text() ?? '')?.[0];
          // Another annotation, or the settings of the controller, may set it.
          const own = annotations.entries().some(([key, node]) => key.endsWith('-snippet') && node.text()?.includes(variable ?? '') === true);
          if (variable === undefined || own || isSet(variable)) continue;
          yield {
            at,
            message: `${object.kind}/${object.name} has ${variable} in ${name}, which ingress-nginx does not set`,
            expected: '$scheme://$host$escaped_request_uri',
            received: variable,
          };
        }
    },
  },
];
