import { readRbac } from '../../kubernetes/read-rbac.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';

/** What may or may not be done with an apiserver by its users' logins, and beside them. */
export const apiserverUsersRules: readonly Rule[] = [
  {
    code: 'apiserver-no-issuer',
    severity: 'warning',
    title: 'an app sends tokens to an apiserver that trusts no issuer',
    why: 'Headlamp and kubectl only carry the token: kube-apiserver judges it, and without an issuer it refuses every one.',
    fix: 'give kube-apiserver an AuthenticationConfiguration, or --oidc-issuer-url, --oidc-client-id, --oidc-username-claim and --oidc-groups-claim',
    page: {
      symptom: 'The sign-in works, then Headlamp shows the sign-in page again, or kubectl says `Unauthorized`.',
      cause:
        'Headlamp or kubectl log in by OpenID Connect, and the settings of kube-apiserver that are here have neither `--oidc-issuer-url` nor `--authentication-config`. kubeadm sets none by itself.',
      fix: 'Set one up ([kube-apiserver](../tasks/kube-apiserver.md)). If another apiserver is meant, or a proxy in front of it takes the token, suppress this and say so.',
      source: '[Kubernetes: OpenID Connect tokens](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens)',
    },
    *find({ logins, tree }) {
      const { apiservers, configurations, issuers } = logins;
      if (apiservers.length === 0 || configurations.length > 0 || issuers.length > 0 || tree.broken.length > 0) return;
      if (apiservers.some(({ flags }) => flags.has('authentication-config') || flags.has('authentication-token-webhook-config-file'))) return;
      const [first] = apiservers;
      for (const { passesTokens, fetchesTokens, label, at, issuer } of logins.all)
        if ((passesTokens ?? fetchesTokens) === true)
          yield {
            at: issuer ?? at,
            message: `${label} sends its tokens to the apiserver of ${first!.file}, which trusts no issuer`,
            expected: issuer === undefined ? 'an issuer' : `the issuer ${issuer.value}`,
            received: 'none',
          };
    },
  },
  {
    code: 'apiserver-says-no-reason',
    severity: 'info',
    choice: {
      one: 'issuer of kube-apiserver has no rule that tells a user without groups why everything is forbidden',
      many: 'issuers of kube-apiserver have no rule that tells a user without groups why everything is forbidden',
    },
    title: 'kube-apiserver accepts tokens without groups, and gives no reason for what follows',
    why: 'A token without groups is accepted, and RBAC then forbids everything: only the message of a rule says that the groups are missing.',
    fix: "add under claimValidationRules: expression: has(claims.groups) && type(claims.groups) == list && size(claims.groups) > 0, and message: 'the token has no groups'",
    page: {
      symptom: '`Forbidden` for everything, although the sign-in works. The log of kube-apiserver says nothing about groups.',
      cause:
        'The AuthenticationConfiguration takes groups from the token, bindings of the tree give roles to groups alone, and no rule of that issuer looks at groups. When the scope, the mapping or the membership is missing, the user gets in with no group at all.',
      fix: "Add `claimValidationRules` with a message, for example `expression: has(claims.groups) && type(claims.groups) == list && size(claims.groups) > 0`. The token is then refused, and the log says the rule's own words.",
      more: 'People who get their roles by name and are in no group would be refused too: leave the rule out for them.',
      source:
        '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    },
    *find({ logins, objects }) {
      const subjects = readRbac(objects).filter(({ name }) => known(name) !== undefined && !name.startsWith('system:'));
      for (const { form, root, claimRules, userRules, groupsPrefix, usernamePrefix, url } of logins.issuers) {
        const groups = root.get('claimMappings', 'groups');
        const prefix = known(groupsPrefix?.value);
        if (form !== 'file' || !groups.exists || prefix === undefined || [...claimRules, ...userRules].some((rule) => rule.includes('groups'))) continue;
        const ofUsers = known(usernamePrefix?.value) ?? prefix;
        // Who has a role by name may well have no group.
        if (subjects.some(({ kind, name }) => kind === 'User' && name.startsWith(ofUsers))) continue;
        if (!subjects.some(({ kind, name }) => kind === 'Group' && name.startsWith(prefix))) continue;
        yield {
          at: groups,
          message: `tokens of ${url?.value ?? 'this issuer'} without groups are accepted, and every binding here asks for a group`,
          expected: 'a rule about groups, with a message',
          received: claimRules.length + userRules.length === 0 ? 'no rules' : 'rules about other claims',
        };
      }
    },
  },
  {
    code: 'service-account-token',
    severity: 'warning',
    choice: {
      one: 'Secret holds a token of a cluster-admin that never ends',
      many: 'Secrets hold tokens of a cluster-admin that never end',
    },
    title: 'a token that never ends opens the whole cluster',
    why: 'A token in a Secret of this type has no expiry. Whoever has copied it once is administrator until the Secret is deleted.',
    fix: 'let people sign in by OpenID Connect; for an emergency, kubectl create token ACCOUNT --duration 1h makes one that ends',
    page: {
      symptom: 'Nothing, until somebody finds the token in a password manager, a browser or a backup.',
      cause: 'A Secret of the type `kubernetes.io/service-account-token` belongs to an account that is bound to `cluster-admin`.',
      fix: 'Delete the Secret. Make short tokens with `kubectl create token`.',
      source: '[Kubernetes: service account token Secrets](https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets)',
    },
    *find({ objects }) {
      for (const object of objects.of('Secret')) {
        const account = object.root.get('metadata', 'annotations', 'kubernetes.io/service-account.name');
        if (object.root.get('type').text() !== 'kubernetes.io/service-account-token' || account.text() === undefined) continue;
        const binding = objects.of('ClusterRoleBinding').find(
          ({ root }) =>
            root.get('roleRef', 'name').text() === 'cluster-admin' &&
            root
              .get('subjects')
              .items()
              .some(
                (one) =>
                  one.get('kind').text() === 'ServiceAccount' &&
                  one.get('name').text() === account.text() &&
                  [object.namespace, undefined].includes(one.get('namespace').text()),
              ),
        );
        if (binding === undefined) continue;
        yield {
          at: account,
          message: `Secret/${object.name} holds a token of ${account.text()!} that never ends, and ${binding.kind}/${binding.name} makes that account cluster-admin`,
          expected: 'no Secret of this type',
          received: 'kubernetes.io/service-account-token',
        };
      }
    },
  },
];
