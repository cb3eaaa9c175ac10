import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** It sets Host from the URL. */
export const forwardAuthPublicUrl: Rule = {
  code: 'forward-auth-public-url',
  severity: 'error',
  title: 'ingress-nginx asks the outpost by its public name',
  *run({ objects }) {
    for (const object of objects.of('Ingress')) {
      const url = object.root.get('metadata', 'annotations', 'nginx.ingress.kubernetes.io/auth-url');
      const text = known(url.text());
      if (text?.includes('/outpost.goauthentik.io/') !== true || /\.svc\b|^http:\/\/[a-z0-9.-]+:9000\//.test(text)) continue;
      yield {
        at: url,
        message: `Ingress/${object.name} asks the outpost at ${text}`,
        expected: 'http://OUTPOST.NAMESPACE.svc.cluster.local:9000/outpost.goauthentik.io/auth/nginx',
        received: text,
        why: 'nginx sets Host from this URL, so the outpost looks for an app of its own name; and the request goes out and has to come back in.',
        fix: 'write the Service of the outpost, with port 9000',
      };
    }
  },
};
