import type { Rule } from '../../repository/rule.ts';
import { anyCase } from '../../tree/any-case.ts';
import { walk } from '../../tree/walk.ts';
import { groupsOf } from './read.ts';
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
  {
    code: 'argo-cd-dex-off',
    severity: 'error',
    needs: [],
    title: 'Argo CD signs in by Dex, which its chart leaves out',
    why: 'With dex.config Argo CD offers the sign-in, and passes it on to its own Dex. With dex.enabled: false there is none.',
    symptom: 'The button for the sign-in leads to an error 502, or the log says `dial tcp: lookup argocd-dex-server: no such host`.',
    cause: 'The values have `configs.cm.dex.config` and `dex.enabled: false`.',
    fix: 'take out `dex.enabled: false`, or write `oidc.config` in place of `dex.config`',
    source: '[argoproj/argo-helm: charts/argo-cd/templates/dex](https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd/templates/dex)',
    *find(repository) {
      for (const { dexOff, setting } of argoCdsOf(repository)) {
        const connectors = setting('dex.config')?.embedded() ?? [];
        if (dexOff === undefined || setting('oidc.config') !== undefined || !connectors.some((config) => config.items('connectors').length > 0)) continue;
        yield { at: dexOff, message: 'Argo CD has dex.config, and dex.enabled is false', expected: 'true, or oidc.config', received: 'false' };
      }
    },
  },
  {
    code: 'argo-cd-dex-groups',
    severity: 'error',
    needs: [],
    title: 'Argo CD gives roles to groups, and its Dex passes on none',
    why: 'The connector oidc of Dex leaves out groups unless it is told to take them.',
    symptom: 'The login works, but nobody has the roles of `policy.csv`.',
    cause: '`policy.csv` names groups, and no connector in `dex.config` has `insecureEnableGroups: true`.',
    fix: 'add `insecureEnableGroups: true` to `config` of the connector, and the scope that carries the groups',
    source: '[dexidp/dex: connector/oidc/oidc.go](https://github.com/dexidp/dex/blob/master/connector/oidc/oidc.go)',
    *find(repository) {
      for (const one of argoCdsOf(repository)) {
        if (one.setting('oidc.config') !== undefined) continue;
        // A subject is what Dex makes of the connector and the user: a long word.
        const groups = groupsOf(one).filter(({ value }) => !/^[\w-]{24,}$/.test(value));
        const connectors = (one.setting('dex.config')?.embedded() ?? []).flatMap((config) => config.items('connectors'));
        const passesNone = connectors.every(
          (each) =>
            each.text('type') === 'oidc' &&
            !anyCase(each.get('config'), 'insecureEnableGroups').exists &&
            !anyCase(each.get('config'), 'claimModifications').exists,
        );
        if (groups.length === 0 || connectors.length === 0 || !passesNone) continue;
        const names = [...new Set(groups.map(({ value }) => value))];
        yield {
          at: connectors[0]!.get('config'),
          message: `policy.csv of Argo CD names ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' and more' : ''}, and its Dex passes on no groups`,
          expected: 'insecureEnableGroups: true',
          received: 'nothing',
        };
      }
    },
  },
];
