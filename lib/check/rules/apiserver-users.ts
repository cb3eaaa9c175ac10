import { readRbac } from '../../kubernetes/read-rbac.ts';
import type { Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';

/** Rules about who can use an apiserver: by the users' logins, and without them. */
export const apiserverUsersRules: readonly Rule[] = [
  {
    code: 'apiserver-no-issuer',
    severity: 'warning',
    title: 'an app sends tokens to an apiserver that trusts no issuer',
    why: 'Headlamp and kubectl only pass the token on. kube-apiserver verifies it, and without an issuer it refuses every token.',
    symptom: 'The sign-in works, then Headlamp shows the sign-in page again, or kubectl says `Unauthorized`.',
    cause:
      'Headlamp or kubectl logs in by OpenID Connect, but the settings of kube-apiserver in these files have neither `--oidc-issuer-url` nor `--authentication-config`. kubeadm sets neither by default.',
    fix: 'give kube-apiserver an AuthenticationConfiguration, or `--oidc-issuer-url`, `--oidc-client-id`, `--oidc-username-claim` and `--oidc-groups-claim`',
    more: 'How: [kube-apiserver](../tasks/kube-apiserver.md). If the app talks to another apiserver, or a proxy in front of it verifies the token, suppress the finding with that reason.',
    source: '[Kubernetes: OpenID Connect tokens](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens)',
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
    title: 'kube-apiserver accepts tokens without groups, and users then see only Forbidden',
    why: 'A token without groups is accepted, and RBAC then forbids everything. Only the message of a validation rule can say that the groups are missing.',
    symptom: '`Forbidden` for everything, although the sign-in works. The log of kube-apiserver says nothing about groups.',
    cause:
      'The AuthenticationConfiguration takes groups from the token, the RBAC bindings give roles to groups only, and no validation rule of the issuer looks at groups. When the scope, the mapping or the membership is missing, the user is signed in without any group.',
    fix: "add under `claimValidationRules`: `expression: has(claims.groups) && type(claims.groups) == list && size(claims.groups) > 0`, and `message: 'the token has no groups'`",
    more: 'kube-apiserver then refuses the token and logs the message of the rule. People who get their roles by user name and are in no group would be refused too. Leave the rule out if you have such users.',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
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
          message: `kube-apiserver accepts tokens of ${url?.value ?? 'this issuer'} without groups, but every binding here is for a group`,
          expected: 'a claimValidationRule about groups, with a message',
          received: claimRules.length + userRules.length === 0 ? 'no rules' : 'rules about other claims',
        };
      }
    },
  },
  {
    code: 'service-account-token',
    severity: 'warning',
    choice: {
      one: 'Secret holds a cluster-admin token that never expires',
      many: 'Secrets hold cluster-admin tokens that never expire',
    },
    title: 'a Secret holds a cluster-admin token that never expires',
    why: 'A token in a Secret of this type does not expire. Anyone who has copied it is administrator until the Secret is deleted.',
    symptom: 'Nothing, until somebody finds the token in a password manager, a browser or a backup.',
    cause: 'A Secret of the type `kubernetes.io/service-account-token` belongs to an account that is bound to `cluster-admin`.',
    fix: 'let people sign in by OpenID Connect; for an emergency, `kubectl create token ACCOUNT --duration 1h` makes one that expires',
    more: 'Delete the Secret.',
    source: '[Kubernetes: service account token Secrets](https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets)',
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
          message: `Secret/${object.name} holds a token of ${account.text()!} that never expires, and ${binding.kind}/${binding.name} makes that account cluster-admin`,
          expected: 'no Secret of this type',
          received: 'kubernetes.io/service-account-token',
        };
      }
    },
  },
];
