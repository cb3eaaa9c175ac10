import { createHash } from 'node:crypto';
import { PinoutError, show } from '../contract/error.ts';
import { groupsOf, type OidcContract } from '../contract/contract.ts';
import { type Facts, issuerOf } from '../contract/facts.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import { claimRules, groupsExpression, type TokenRule, usernameExpression, userRules } from './token-rules.ts';

/** A client whose tokens kube-apiserver accepts, and the app that it belongs to. */
export interface ApiserverClient {
  readonly app: string;
  readonly contract: OidcContract;
}

/** Paths that answer without credentials: kubelet's probes of the static pod, and load balancers, have none. */
const healthPaths = ['/healthz', '/livez', '/readyz'];
/** What `kubeadm join` with a token reads before it has any credentials (kubeadm, app/discovery/token). */
const joinPath = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

/** Most `jwt` entries that kube-apiserver takes (k8s.io/apiserver, pkg/apis/apiserver/validation). */
const maxIssuers = 64;

/**
 * The AuthenticationConfiguration of a cluster: one `jwt` entry for each client.
 *
 * @throws PinoutError `apiserver-clients-many`, `apiserver-email-unverified`, `apiserver-scope-missing`, `group-reserved`
 */
function authenticationConfiguration(clients: readonly ApiserverClient[], facts: Facts): JsonMap {
  const { anonymous, certificateAuthority, prefix, username } = facts.apiserver;
  if (clients.length > maxIssuers)
    throw new PinoutError({
      code: 'apiserver-clients-many',
      app: 'cluster',
      field: 'apps',
      found: `${clients.length} apps whose tokens kube-apiserver should accept`,
      wanted: `at most ${maxIssuers}`,
      fix: 'share one kubectl client: groups decide who has access',
    });
  const rules = (list: readonly TokenRule[]) => list.map(({ expression, message }) => ({ expression, message }));
  return {
    apiVersion: `apiserver.config.k8s.io/${facts.features.authenticationConfiguration}`,
    kind: 'AuthenticationConfiguration',
    ...(anonymous === undefined
      ? {}
      : { anonymous: { enabled: true, conditions: [...healthPaths, ...(anonymous === 'health-and-join' ? [joinPath] : [])].map((path) => ({ path })) } }),
    jwt: clients.map((client) => {
      refuseUnusable(client, facts);
      return {
        issuer: {
          url: issuerOf(facts, client.contract.slug),
          audiences: [client.contract.clientId],
          ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
        },
        claimMappings: { username: { expression: usernameExpression(username, prefix) }, groups: { expression: groupsExpression(prefix) } },
        claimValidationRules: rules(claimRules(client.contract, username)),
        userValidationRules: rules(userRules(prefix)),
      };
    }),
  };
}

/** Comment above the file: it is the same text in every place, because its hash proves which one is in force. */
const comment = [
  'Written by pinout from the apps of this cluster. Do not edit it: change the apps, then run: npm run synth',
  'Every kube-apiserver needs exactly this file: see README.md in this folder.',
];

/** The file as it has to lie on each control-plane node, byte for byte. */
export function authenticationConfigurationText(clients: readonly ApiserverClient[], facts: Facts): string {
  return yamlText(authenticationConfiguration(clients, facts), comment);
}

/** The hash that kube-apiserver's metric `…last_config_info` tells for a file in force (1.34 and newer). */
export function configurationHash(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function refuseUnusable({ app, contract }: ApiserverClient, facts: Facts): void {
  const { username } = facts.apiserver;
  for (const scope of ['groups', username === 'email' ? 'email' : username === 'sub' ? 'openid' : 'profile'] as const)
    if (!contract.scopes.includes(scope))
      throw new PinoutError({
        code: 'apiserver-scope-missing',
        app,
        field: 'scopes',
        found: show(contract.scopes),
        wanted: `a list with '${scope}': kube-apiserver takes ${scope === 'groups' ? 'the groups' : 'the username'} from it`,
        fix: `add '${scope}'`,
      });
  if (username === 'email' && contract.emailVerified !== 'trusted')
    throw new PinoutError({
      code: 'apiserver-email-unverified',
      app,
      field: 'emailVerified',
      found: show(contract.emailVerified),
      wanted:
        "'trusted' when usernames are e-mail addresses: since 2025.10 authentik returns email_verified: false, and kube-apiserver then refuses every token",
      fix: "remove apiserver.username: the default is 'preferred_username'",
    });
  const reserved = groupsOf(contract).find((group) => group.startsWith('system:'));
  if (reserved !== undefined)
    throw new PinoutError({
      code: 'group-reserved',
      app,
      field: 'roles',
      found: show(reserved),
      wanted: "a group whose name does not start with 'system:': such names are reserved for Kubernetes, and the validation rules refuse them",
      fix: "rename the group, for example to 'kubernetes-admins'",
    });
}
