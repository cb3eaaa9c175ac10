import type { Rule } from '../../repository/rule.ts';
import { walk } from '../../tree/walk.ts';
import { argoCdsOf } from './settings.ts';

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
  {
    code: 'argo-cd-rbac-email',
    severity: 'warning',
    title: 'Argo CD gives a role to an e-mail address, but does not look at e-mail addresses',
    why: 'RBAC compares the subject of the token and the claims in `scopes`, by default the groups. A line for an e-mail address never matches, and the user signs in without that role.',
    symptom: 'The login works, but the list of applications is empty, or the user may only read.',
    cause: '`policy.csv` has a line such as `g, user@example.org, role:admin`, and `scopes` in argocd-rbac-cm does not include `email`.',
    fix: "set `scopes: '[groups, email]'` in argocd-rbac-cm (`configs.rbac.scopes` in the chart)",
    more: 'The rule is silent where a provider uses the e-mail address as subject, as authentik does with `sub_mode: user_email`.',
    source: '[Argo CD: RBAC configuration](https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/)',
    *find(repository) {
      const { logins, pairs } = repository;
      const bySubject = new Set(pairs.all.filter(({ client }) => client.subject?.value.includes('email') === true).map(({ login }) => login.object));
      const signIn = new Set(logins.all.filter(({ app }) => app === 'argo-cd').map(({ object }) => object));
      for (const { object, policies, rbacScopes } of argoCdsOf(repository)) {
        const compared = (rbacScopes ?? '[groups]').match(/[\w:-]+/g) ?? [];
        if (!signIn.has(object) || bySubject.has(object) || compared.some((claim) => !['groups', 'roles'].includes(claim))) continue;
        const lines = policies.flatMap((policy) =>
          (policy.text() ?? '').split('\n').map((line) => {
            const [kind, subject = '', role] = line.split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
            return { policy, kind, subject, role };
          }),
        );
        for (const { policy, kind, subject, role } of lines) {
          if (kind !== 'g' || !/^[^\s@]+@[^\s@]+$/.test(subject)) continue;
          // The same role for a group or for a subject: then the line for the address is left over.
          if (lines.some((other) => other.kind === 'g' && other.role === role && !other.subject.includes('@'))) continue;
          yield {
            at: policy,
            message: `policy.csv gives a role to ${subject}, but Argo CD compares only ${compared.join(' and ')}`,
            expected: "scopes: '[groups, email]'",
            received: rbacScopes === undefined ? 'no scopes, so groups alone' : `scopes: ${rbacScopes}`,
          };
        }
      }
    },
  },
  {
    code: 'argo-cd-logout-variable',
    severity: 'warning',
    title: 'Argo CD does not fill in a variable of its logout URL',
    why: 'The identity provider gets the name in braces as the address, and refuses it.',
    symptom: 'After signing out, the identity provider says that the redirect URI is invalid.',
    cause: '`logoutURL` in `oidc.config` has a variable in braces that Argo CD does not know.',
    fix: 'use `{{token}}` and `{{logoutRedirectURL}}`, the only two variables',
    source: '[argoproj/argo-cd: server/logout/logout.go](https://github.com/argoproj/argo-cd/blob/master/server/logout/logout.go)',
    *find(repository) {
      for (const { setting } of argoCdsOf(repository))
        for (const config of setting('oidc.config')?.embedded() ?? []) {
          const at = config.get('logoutURL');
          const unknown = [...(at.text() ?? '').matchAll(/\{\{(\w{1,60})\}\}/g)]
            .map(([, name = '']) => name)
            .find((name) => !['token', 'logoutRedirectURL'].includes(name));
          if (unknown === undefined) continue;
          yield {
            at,
            message: `logoutURL of Argo CD has the variable {{${unknown}}}, which Argo CD does not fill in`,
            expected: '{{token}} and {{logoutRedirectURL}} alone',
            received: `{{${unknown}}}`,
          };
        }
    },
  },
];
