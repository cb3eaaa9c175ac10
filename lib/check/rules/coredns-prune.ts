import { corefilesOf } from '../../tree/inside-addresses.ts';
import type { Rule } from '../rule.ts';

/** It prunes what leaves git. */
export const corednsPrune: Rule = {
  code: 'coredns-prune',
  severity: 'error',
  title: 'Flux may delete the DNS of the cluster',
  *run({ objects, tree }) {
    const flux = objects
      .of('Kustomization')
      .some(({ apiVersion, root }) => apiVersion.startsWith('kustomize.toolkit') && root.get('spec', 'prune').scalar() === true);
    for (const { object } of corefilesOf(objects)) {
      if (object.name !== 'coredns' || object.namespace !== 'kube-system' || !object.applied || (!flux && tree.objects.length > 1)) continue;
      if (object.root.get('metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/prune').text() === 'disabled') continue;
      yield {
        at: object.root.get('metadata', 'name'),
        severity: flux ? 'error' : 'warning',
        message: 'the ConfigMap kube-system/coredns is not protected from pruning',
        expected: 'kustomize.toolkit.fluxcd.io/prune: disabled',
        received: 'nothing',
        why: 'When the file moves or goes, Flux deletes the ConfigMap, and with it every name in the cluster.',
        fix: 'add the annotation kustomize.toolkit.fluxcd.io/prune: disabled',
      };
    }
  },
};
