import { defined } from '../tree/defined.ts';
import type { Manifests } from '../tree/manifests.ts';
import { type LoginEnd, issuerOf, oidcEnd } from '../login/login-end.ts';
import type { ApiserverArguments } from './apiserver-arguments.ts';
import { apiserverArgumentsOf } from './read-apiserver-arguments.ts';
import { authenticationConfigurationsOf, type ConfigurationFile, trustedByFile } from './read-authentication-configuration.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** What the kube-apiservers of a tree are told about logins, wherever it is written. */
export interface Apiservers {
  readonly configurations: readonly ConfigurationFile[];
  readonly arguments: readonly ApiserverArguments[];
  readonly issuers: readonly TrustedIssuer[];
  /** Their ends of logins. */
  readonly ends: readonly LoginEnd[];
}

/** Reads kube-apiserver's end of each login: AuthenticationConfigurations, and flags in every form in which they are given. */
export function readApiservers({ tree, containers }: Pick<Manifests, 'tree' | 'containers'>): Apiservers {
  const configurations = authenticationConfigurationsOf(tree.documents);
  const given = apiserverArgumentsOf(tree.documents, containers);
  const issuers = [...configurations.flatMap(trustedByFile), ...given.flatMap(trustedByFlags)];
  return { configurations, arguments: given, issuers, ends: issuers.map(endOf) };
}

function trustedByFlags({ flags, object, root }: ApiserverArguments): TrustedIssuer[] {
  const url = flags.get('oidc-issuer-url');
  if (url === undefined) return [];
  const clientId = flags.get('oidc-client-id');
  return [
    {
      form: 'flags',
      object,
      root,
      at: url,
      url,
      audiences: clientId === undefined ? [] : [clientId],
      userRules: [],
      claimRules: [],
      ...defined({
        usernamePrefix: flags.get('oidc-username-prefix'),
        groupsPrefix: flags.get('oidc-groups-prefix') ?? (flags.has('oidc-groups-claim') ? { ...url, value: '' } : undefined),
        usernameClaim: flags.get('oidc-username-claim'),
        groupsClaim: flags.get('oidc-groups-claim'),
      }),
    },
  ];
}

/** The apiserver asks for nothing: it judges tokens that others got. Only its issuer, audience and groups can agree or not. */
function endOf(issuer: TrustedIssuer): LoginEnd {
  const { access, usernamePrefix, groupsPrefix } = issuer;
  const groups = (access?.value.groups ?? []).map((value) => ({ ...access!, value }));
  return oidcEnd({
    app: 'kube-apiserver',
    verifiesOnly: true,
    object: issuer.object,
    at: issuer.at,
    groups,
    access,
    prefixes: defined({ username: usernamePrefix, groups: groupsPrefix }),
    deciders: groups.length > 0 ? [{ what: 'a claimValidationRule', groups, at: groups[0]! }] : undefined,
    clientId: issuer.audiences.length === 1 ? issuer.audiences[0] : undefined,
    ...issuerOf(issuer.url, 'issuer'),
    usesGroups: issuer.groupsClaim,
    needsVerifiedEmail: issuer.usernameClaim?.value === 'email' ? issuer.usernameClaim : undefined,
  });
}
