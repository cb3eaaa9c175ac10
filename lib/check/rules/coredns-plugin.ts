import { corefilesOf } from '../../tree/inside-addresses.ts';
import type { Rule } from '../rule.ts';

/** Its migration knows a fixed list of plugins. */
export const corednsPlugin: Rule = {
  code: 'coredns-plugin',
  severity: 'warning',
  title: 'kubeadm cannot migrate this CoreDNS configuration',
  *run({ objects }) {
    for (const { text, object } of corefilesOf(objects)) {
      if (object.name !== 'coredns' || (object.namespace !== 'kube-system' && object.namespace !== '')) continue;
      for (const plugin of ['template', 'k8s_gateway']) {
        if (!new RegExp(`^[ \\t]*${plugin}\\b`, 'm').test(text)) continue;
        yield {
          at: object.root.get('data', 'Corefile'),
          message: `the Corefile of kube-system/coredns uses the plugin ${plugin}`,
          expected: 'hosts or rewrite',
          received: plugin,
          why: 'kubeadm upgrade refuses a Corefile with plugins that its migration does not know (CoreDNSUnsupportedPlugins), and the name of authentik is all that you wanted to change.',
          fix: 'use rewrite name exact HOST SERVICE, or hosts with fallthrough; run k8s_gateway as a Deployment of its own',
        };
      }
    }
  },
};
