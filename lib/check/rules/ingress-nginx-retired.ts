import type { Rule } from '../rule.ts';

/** The project ended in March 2026. */
export const ingressNginxRetired: Rule = {
  code: 'ingress-nginx-retired',
  severity: 'warning',
  title: 'ingress-nginx gets no fixes any more',
  *run({ releases, containers }) {
    for (const { chart, source, object } of releases) {
      if (chart !== 'ingress-nginx' || (source !== '' && !source.includes('kubernetes.github.io') && !source.includes('registry.k8s.io'))) continue;
      yield {
        at: !object.root.get('metadata', 'name').exists ? object.root : object.root.get('metadata', 'name'),
        message: 'ingress-nginx is retired: the controller in front of every login gets no fixes',
        expected: 'another controller: Traefik, Envoy Gateway, Cilium Gateway …',
        received: 'ingress-nginx',
        why: 'Its last release is of March 2026. Holes that are found now stay open.',
        fix: 'move to another controller; Traefik reads the annotations of ingress-nginx',
      };
    }
    for (const { image, imageAt, release } of containers) {
      if (release !== undefined || !image.endsWith('ingress-nginx/controller')) continue;
      yield {
        at: imageAt,
        message: 'ingress-nginx is retired: the controller in front of every login gets no fixes',
        expected: 'another controller: Traefik, Envoy Gateway, Cilium Gateway …',
        received: 'ingress-nginx',
        why: 'Its last release is of March 2026. Holes that are found now stay open.',
        fix: 'move to another controller; Traefik reads the annotations of ingress-nginx',
      };
    }
  },
};
