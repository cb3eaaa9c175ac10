import type { Rule } from '../../repository/rule.ts';
import { walk } from '../../tree/walk.ts';

export const argoCdRules: readonly Rule[] = [
  {
    code: 'argo-cd-secret-label',
    severity: 'error',
    needs: [],
    title: 'Argo CD does not read the Secret with its client secret',
    why: 'Argo CD reads only Secrets with the label app.kubernetes.io/part-of: argocd. Otherwise it sends the literal reference as the client secret.',
    symptom: 'The login fails with `invalid_client`, and the log says `config referenced …, but key does not exist in secret`.',
    cause: '`clientSecret: $NAME:KEY` names a Secret without the label `app.kubernetes.io/part-of: argocd`.',
    fix: 'add the label `app.kubernetes.io/part-of: argocd` to the Secret, or to the template that creates it',
    more: 'For an ExternalSecret, set it in `target.template.metadata.labels`.',
    source: '[Argo CD: user management](https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/#alternative)',
    *find({ logins, secrets, kustomizations }) {
      // Labels of a kustomization are laid over everything in it.
      if (kustomizations.files.some(({ root }) => root.get('commonLabels').exists || root.get('labels').exists)) return;
      for (const { app, secret, object } of logins.all) {
        if (app !== 'argo-cd' || secret === undefined || secret.name.value === 'argocd-secret') continue;
        const found = secrets.find(object.namespace, secret.name.value);
        if (found === undefined || !['Secret', 'ExternalSecret', 'SealedSecret'].includes(found.object.kind)) continue;
        if ([...walk(found.object.root)].some(({ key, node }) => key === 'app.kubernetes.io/part-of' && node.text() === 'argocd')) continue;
        yield {
          at: secret.name,
          message: `argo-cd reads ${secret.name.value}, which does not have the label app.kubernetes.io/part-of: argocd`,
          expected: 'app.kubernetes.io/part-of: argocd',
          received: `${found.object.kind} without the label`,
        };
      }
    },
  },
];
