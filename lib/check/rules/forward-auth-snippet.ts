import type { Rule } from '../rule.ts';

/** Snippets are off by default. */
export const forwardAuthSnippet: Rule = {
  code: 'forward-auth-snippet',
  severity: 'warning',
  title: 'forward-auth needs a snippet that ingress-nginx refuses',
  *run({ objects, releases }) {
    const allowed = releases.some((release) => release.get('controller', 'allowSnippetAnnotations').scalar() === true);
    if (allowed) return;
    for (const object of objects.of('Ingress')) {
      const snippet = object.root.get('metadata', 'annotations', 'nginx.ingress.kubernetes.io/auth-snippet');
      if (!snippet.exists) continue;
      yield {
        at: snippet,
        message: `Ingress/${object.name} has an auth-snippet, which ingress-nginx does not take by default`,
        expected: 'auth-proxy-set-headers with a ConfigMap',
        received: 'auth-snippet',
        why: 'The Ingress is refused, or the snippet is left out and the outpost does not know the host.',
        fix: 'set X-Forwarded-Host by the annotation auth-proxy-set-headers: NAMESPACE/CONFIGMAP',
      };
    }
  },
};
