import type { ManualStep } from '../../manifest/manual-step.ts';
import type { ManualFile } from '../../manifest/manifest.ts';
import { kubernetesMount, loginName, loginRole, tokenAudience } from './login-objects.ts';
import { groupPrefix, type VaultSettings } from './settings.ts';

/** Everything that the Job may do, and nothing else: it never reads a secret. */
function loginPolicy(settings: VaultSettings): string {
  const { mount, policies } = settings;
  const rule = (path: string, ...capabilities: string[]) => `path "${path}" {\n  capabilities = [${capabilities.map((one) => `"${one}"`).join(', ')}]\n}\n`;
  return [
    '# The method itself. Everything below sys/auth is for sudo alone.\n',
    rule(`sys/auth/${mount}`, 'create', 'read', 'update', 'sudo'),
    rule(`sys/auth/${mount}/tune`, 'create', 'read', 'update', 'sudo'),
    '# Its configuration and its one role.\n',
    rule(`auth/${mount}/config`, 'create', 'read', 'update'),
    rule(`auth/${mount}/role/default`, 'create', 'read', 'update'),
    ...(Object.keys(policies).length === 0 ? [] : ['# The policies that the app file writes out.\n']),
    ...Object.keys(policies).map((name) => rule(`sys/policies/acl/${name}`, 'create', 'read', 'update')),
    '# Its own groups, by their prefix, and what makes them stand for groups of authentik.\n',
    rule('identity/group/name', 'list'),
    rule(`identity/group/name/${groupPrefix(mount)}*`, 'create', 'read', 'update', 'delete'),
    rule('identity/group-alias', 'create', 'update'),
  ].join('\n');
}

/** Files for the one step by hand: with a root token, so that the Job can log in and do what its policy says. */
export function bootstrapFiles(slug: string, namespace: string, settings: VaultSettings): ManualFile[] {
  const cli = settings.flavor === 'openbao' ? 'bao' : 'vault';
  const role = loginRole(slug);
  return [
    { path: `${slug}/login-policy.hcl`, text: loginPolicy(settings) },
    {
      path: `${slug}/bootstrap.sh`,
      text: `#!/bin/sh
# Run once, in this folder, with the address of the server and a root token (or one that may do this) in the environment of ${cli}.
# Run it again when login-policy.hcl has changed. Revoke the root token afterwards: ${cli} token revoke -self
set -eu
${cli} read sys/auth/${kubernetesMount} >/dev/null 2>&1 || ${cli} auth enable -path=${kubernetesMount} kubernetes
${cli} write auth/${kubernetesMount}/config kubernetes_host=https://kubernetes.default.svc
${cli} policy write ${role} login-policy.hcl
${cli} write auth/${kubernetesMount}/role/${role} \\
  bound_service_account_names=${loginName(slug)} bound_service_account_namespaces=${namespace} audience=${tokenAudience} \\
  token_policies=${role} token_ttl=10m token_max_ttl=10m
`,
    },
  ];
}

/** The same for the page of the cluster: keys, the Job's own login, and a way in without authentik. */
export function bootstrapSteps(slug: string, namespace: string, service: string, { flavor, policies }: VaultSettings, cluster: string): ManualStep[] {
  const cli = flavor === 'openbao' ? 'bao' : 'vault';
  const pod = `${service.replace(/-active$/, '')}-0`;
  return [
    {
      text: `Initialise and unseal ${slug}, and keep its keys outside the cluster. It is sealed again after each restart of its pod`,
      commands: [`kubectl -n ${namespace} exec -it ${pod} -- ${cli} operator init`, `kubectl -n ${namespace} exec -it ${pod} -- ${cli} operator unseal`],
    },
    {
      text: `In \`${cluster}/manual/${slug}/\`, with the root token, give the login Job of ${slug} its policy. Create a break-glass userpass account for the day when authentik is down. Only then revoke the root token`,
      commands: [
        `kubectl -n ${namespace} port-forward service/${service} 8200 &`,
        `export ${flavor === 'openbao' ? 'BAO' : 'VAULT'}_ADDR=http://127.0.0.1:8200`,
        `${cli} login`,
        'sh bootstrap.sh',
        `${cli} auth enable userpass`,
        `${cli} write auth/userpass/users/keeper token_policies=${Object.keys(policies)[0] ?? 'default'} password=-`,
        `${cli} token revoke -self`,
      ],
    },
  ];
}
