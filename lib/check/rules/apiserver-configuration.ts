import { validateAuthenticationConfiguration } from '../../kubernetes/validate-authentication-configuration.ts';
import { decodeAuthenticationConfiguration } from '../../kubernetes/decode-authentication-configuration.ts';
import { codeOfRefusal, refused } from '../../kubernetes/code-of-refusal.ts';
import { distance } from 'fastest-levenshtein';
import { walk } from '../../tree/walk.ts';
import type { Rule } from '../../repository/rule.ts';
import { type Running, runsAtLeast } from '../../repository/versions.ts';
import { known } from '../../tree/known.ts';
import { issuersRules } from './issuers.ts';

export const apiserverConfigurationRules: readonly Rule[] = [
  {
    code: 'apiserver-api-version',
    severity: 'error',
    needs: [],
    title: 'this version of Kubernetes does not serve the apiVersion of the AuthenticationConfiguration',
    symptom: 'kube-apiserver does not start: `no kind "AuthenticationConfiguration" is registered for version`.',
    cause: '`v1` exists since Kubernetes 1.34, `v1beta1` since 1.30.',
    fix: 'write the apiVersion that your version of Kubernetes serves',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins, versions }) {
      const { kubernetes } = versions;
      for (const { root } of logins.configurations) {
        const api = root.get('apiVersion');
        const text = api.text()?.split('/')[1];
        const wrong =
          text === 'v1alpha1'
            ? 'v1beta1, or v1 from 1.34 on'
            : text === 'v1' && runsAtLeast(kubernetes, [1, 34]) === false
              ? 'apiserver.config.k8s.io/v1beta1'
              : undefined;
        if (wrong === undefined) continue;
        yield {
          at: api,
          isSure: text !== 'v1alpha1',
          message: `the AuthenticationConfiguration has the version ${text}${kubernetes === undefined ? '' : `, but the cluster runs Kubernetes ${kubernetes.text}`}`,
          expected: wrong,
          received: text ?? 'nothing',
          why:
            text === 'v1alpha1'
              ? 'v1alpha1 is the version of Kubernetes 1.29 and allows one issuer only.'
              : 'Kubernetes has no v1 before 1.34, so kube-apiserver does not start.',
          fix: `write ${wrong}`,
        };
      }
    },
  },
  {
    code: 'apiserver-audience-policy',
    severity: 'error',
    needs: [],
    title: 'several audiences need audienceMatchPolicy: MatchAny',
    why: 'kube-apiserver refuses the file and does not start.',
    symptom: 'kube-apiserver does not start: `audienceMatchPolicy must be MatchAny for multiple audiences`.',
    cause: '`audiences` has more than one entry, and `audienceMatchPolicy` is not `MatchAny`.',
    fix: 'write `audienceMatchPolicy: MatchAny`',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins }) {
      for (const { root } of logins.configurations)
        for (const entry of root.get('jwt').items()) {
          const issuer = entry.get('issuer');
          const count = issuer.get('audiences').items().length;
          // A template fills it in.
          if (issuer.text() !== undefined || issuer.get('audiences').text() !== undefined) continue;
          const policy = issuer.get('audienceMatchPolicy');
          if (count === 0)
            yield {
              at: issuer,
              message: 'the issuer has no audiences',
              expected: 'audiences: [CLIENT-ID]',
              received: 'none',
              fix: 'write audiences: [CLIENT-ID]',
            };
          else if (count > 1 && policy.text() !== 'MatchAny')
            yield {
              at: !policy.exists ? issuer.get('audiences') : policy,
              message: `the issuer has ${count} audiences and no audienceMatchPolicy`,
              expected: 'audienceMatchPolicy: MatchAny',
              received: policy.text() ?? 'nothing',
              fix: 'write audienceMatchPolicy: MatchAny',
            };
        }
    },
  },
  {
    code: 'apiserver-cel-comprehension',
    severity: 'error',
    needs: [],
    title: 'an expression iterates over a claim without dyn()',
    why: 'A claim has the type any, and kube-apiserver does not compile a comprehension over it. It refuses the file.',
    symptom: "kube-apiserver does not start: `expression of type 'any' cannot be range of a comprehension`.",
    cause: 'A claim has the type `any`, and CEL cannot iterate over that. `dyn()` turns it into a value that it can iterate over.',
    fix: 'wrap the claim: `dyn(claims.groups).exists(…)`',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins }) {
      for (const { root } of logins.configurations)
        for (const { key, node } of walk(root.get('jwt'))) {
          if (key !== 'expression' && key !== 'valueExpression') continue;
          const claim = /(?<![\w.(])claims\.\??(\w+)(?:\.orValue\([^)]*\))?\.(exists|all|map|filter|exists_one)\(/.exec(withoutTexts(node.text() ?? ''));
          if (claim === null) continue;
          yield {
            at: node,
            message: `an expression calls ${claim[2]}() on claims.${claim[1]}`,
            expected: `dyn(claims.${claim[1]}).${claim[2]}(…)`,
            received: claim[0],
            fix: `write dyn(claims.${claim[1]}).${claim[2]}(…)`,
          };
        }
    },
  },
  {
    code: 'apiserver-config-invalid',
    severity: 'error',
    needs: [],
    title: 'kube-apiserver refuses its AuthenticationConfiguration',
    why: 'At startup kube-apiserver exits. While it runs, it keeps the old file, and only its log says so.',
    symptom: 'kube-apiserver does not start, or keeps using the old file.',
    cause:
      "The file breaks one of the rules of kube-apiserver, in one field or across fields: two entries with one issuer URL, `claim` and `expression` together, an expression that does not compile or is not `bool`, `claims.email` without `claims.email_verified`. The message is kube-apiserver's own.",
    fix: 'correct the field that the message names',
    more: '`pinout validate` uses the rules of Kubernetes 1.36 unless `--kubernetes` names another version.',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find(repository) {
      const { logins, versions } = repository;
      // What a rule of its own says in plainer words, when it says anything.
      const told = new Map<string, boolean>();
      const isTold = (code: string): boolean => {
        const rule = [...apiserverConfigurationRules, ...issuersRules].find((one) => code !== refused && one.code === code);
        if (rule !== undefined && !told.has(code)) told.set(code, Array.from(rule.find(repository)).length > 0);
        return told.get(code) === true;
      };
      const minor = newestOf(versions.kubernetes) ?? 36;
      const mayBeNewer = versions.kubernetes === undefined || runsAtLeast(versions.kubernetes, [1, 37]) !== false;
      for (const { root, text } of logins.configurations) {
        if (known(text.replaceAll('$(', '')) === undefined) continue;
        // Its version has a rule of its own.
        const decoded = decodeAuthenticationConfiguration(text, Math.max(minor, text.includes('config.k8s.io/v1\n') ? 34 : 30));
        const verdict = 'error' in decoded ? undefined : validateAuthenticationConfiguration(decoded.configuration, Math.max(minor, 30));
        const errors = 'error' in decoded ? [decoded.error] : verdict!.errors;
        for (const { path, what } of verdict?.notEvaluated ?? [])
          yield {
            at: root.get(...path.split(/[.[\]]+/).filter((part) => part !== '')),
            severity: 'info',
            message: `${path} was not evaluated: ${what}`,
            expected: 'an expression that pinout can evaluate',
            received: what,
            why: 'Whether kube-apiserver accepts it is not known.',
            fix: 'try the file on a kube-apiserver of that version before you roll it out',
          };
        for (const error of errors) {
          if (isTold(codeOfRefusal(error))) continue;
          const [, index, rest = ''] = /^jwt\[(\d+)\]\.?([\w.[\]]*)/.exec(error) ?? [];
          const entry = index === undefined ? root : root.get('jwt', Number(index));
          const exact = entry.get(...rest.split(/[.[\]]+/).filter((part) => part !== ''));
          yield {
            at: index === undefined ? root : !exact.exists ? entry : exact,
            isSure: !mayBeNewer || !isNewField(error),
            message: `kube-apiserver refuses the file: ${firstLine(error)}`,
            expected: 'a file that kube-apiserver accepts',
            received: firstLine(error),
          };
        }
      }
    },
  },
  {
    code: 'apiserver-prefix-missing',
    severity: 'error',
    needs: [],
    title: 'a claim mapping has no prefix',
    symptom: 'kube-apiserver does not start: `prefix is required when claim is set`.',
    cause: 'A mapping with `claim` needs `prefix`. A mapping with `expression` must not have one.',
    fix: 'write a prefix next to each claim',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins }) {
      for (const { root } of logins.configurations)
        for (const entry of root.get('jwt').items())
          for (const name of ['username', 'groups']) {
            const mapping = entry.get('claimMappings', name);
            const claim = mapping.get('claim');
            const prefix = mapping.get('prefix');
            const expression = mapping.get('expression').exists;
            if (claim.exists && !prefix.exists)
              yield {
                at: claim,
                message: `claimMappings.${name} has a claim but no prefix`,
                expected: 'prefix: "oidc:"',
                received: 'nothing',
                why: 'kube-apiserver refuses the file and does not start. An empty prefix must be written as "".',
                fix: 'write prefix: "oidc:", and the same prefix in RBAC',
              };
            else if (expression && prefix.exists)
              yield {
                at: prefix,
                message: `claimMappings.${name} has both an expression and a prefix`,
                expected: 'no prefix',
                received: 'a prefix',
                why: 'kube-apiserver refuses the file: the expression has to return the whole name.',
                fix: 'remove the prefix, and add it in the expression',
              };
          }
    },
  },
  {
    code: 'apiserver-system-reachable',
    // It takes somebody who may make groups at the identity provider, and a provider that takes such a name.
    severity: 'warning',
    title: 'a token can name a user or group that starts with system:',
    symptom: 'Nothing, until someone creates the group `system:masters` at the identity provider.',
    cause:
      'kube-apiserver puts no prefix before names from the token, and names that start with `system:` are reserved by convention only. Providers that prefix each group themselves (Dex with GitHub: `org:team`) cannot send one.',
    fix: 'write `prefix: "oidc:"`, or a `userValidationRule` that refuses names that start with `system:`',
    source:
      '[Kubernetes: structured authentication](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration)',
    *find({ logins, clients }) {
      const withOwner = new Set(clients.flatMap(({ issuer, groupsHaveOwner }) => (groupsHaveOwner === true ? [issuer?.value.replace(/\/$/, '')] : [])));
      for (const { userRules, claimRules, usernamePrefix, groupsPrefix, at, url } of logins.issuers) {
        if ([...userRules, ...claimRules].some((rule) => rule.includes('system:'))) continue;
        const open = (prefix: typeof groupsPrefix) =>
          prefix !== undefined && (prefix.value === '' || prefix.value === '-' || 'system:'.startsWith(prefix.value) || prefix.value.startsWith('system:'));
        const groups = open(groupsPrefix) && (url === undefined || !withOwner.has(url.value.replace(/\/$/, '')));
        const user = open(usernamePrefix);
        if (!groups && !user) continue;
        yield {
          at: (groups ? groupsPrefix : usernamePrefix) ?? at,
          message: `${groups ? 'a group' : 'the user name'} in a token may start with system:`,
          expected: 'a prefix, or a userValidationRule that refuses system:',
          received: groups ? 'groups without prefix' : 'usernames without prefix',
          why: `Anyone who may create ${groups ? 'a group named system:masters' : 'a user named system:admin'} at the identity provider can become administrator of the cluster.`,
        };
      }
    },
  },
];

/** The newest minor version that may run: what that one refuses is refused by the older ones. */
function newestOf(running: Running | undefined): number | undefined {
  const [, minor, patch = 0] = running?.range.below ?? [];
  return minor === undefined ? undefined : patch > 0 ? minor : minor - 1;
}

/** An expression without what stands in its quotes. */
const withoutTexts = (expression: string): string => expression.replaceAll(/'[^'\n]*'|"[^"\n]*"/g, "''");

/** The server quotes the whole value, which may be a hundred thousand characters. */
function firstLine(error: string): string {
  const line = error.split('\n', 1)[0]!;
  return line.length > 2_000 ? `${line.slice(0, 300)} … ${line.slice(-300)}` : line;
}

/** Fields of an AuthenticationConfiguration up to Kubernetes 1.36. */
const fields =
  'jwt issuer url discoveryURL audiences audienceMatchPolicy certificateAuthority egressSelectorType claimValidationRules claimMappings userValidationRules claim requiredValue expression message username groups uid extra prefix key valueExpression anonymous enabled conditions path'.split(
    ' ',
  );

/** Whether a field is refused that a later version may have: no slip of the keyboard for one that is known. */
function isNewField(error: string): boolean {
  const name = /unknown field "(?:[^"]{0,200}\.)?(\w{1,60})"/.exec(error)?.[1];
  return name !== undefined && fields.every((one) => distance(one, name) > 2);
}
