import { appTemplatesOf } from '../../tree/app-template.ts';
import { known } from '../../tree/known.ts';
import type { Rule } from '../rule.ts';

/** A policy that selects no pod protects nothing, and nobody notices. */
export const networkPolicyEmpty: Rule = {
  code: 'network-policy-empty',
  severity: 'error',
  title: 'a NetworkPolicy selects no pod',
  *run(repository) {
    const templates = appTemplatesOf(repository);
    for (const { root, namespace, name } of repository.objects.of('NetworkPolicy')) {
      const apps = templates.get(namespace) ?? [];
      const labels = root.get('spec', 'podSelector', 'matchLabels');
      const instance = labels.get('app.kubernetes.io/instance');
      const controller = labels.get('app.kubernetes.io/controller');
      if (
        apps.length === 0 ||
        [instance, controller].some((one) => one.exists && known(one.text()) === undefined) ||
        (instance.text() === undefined && controller.text() === undefined)
      )
        continue;
      const named = apps.filter((app) => instance.text() === undefined || app.name === instance.text());
      if (named.some(({ controllers }) => controller.text() === undefined || controllers.includes(controller.text()!))) continue;
      const at = named.length === 0 ? instance : controller;
      const expected = (named.length === 0 ? apps.map((app) => app.name) : named.flatMap(({ controllers }) => controllers)).join(' or ');
      yield {
        at,
        message: `NetworkPolicy/${name} selects pods with the label ${String(at.key)}: ${at.text()}, and the namespace ${namespace} has none`,
        expected,
        received: at.text()!,
        why: 'It protects nothing: whoever is in the cluster reaches the app past the identity provider.',
        fix: `write ${expected}`,
      };
    }
  },
};
