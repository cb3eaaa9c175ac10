import { clusterRoleName, roleIn } from '../../contract/cluster-role.ts';
import { oidc, type OidcContract } from '../../contract/contract.ts';
import { PinoutError, show } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { dnsLabel, slugName } from '../../contract/names.ts';
import { loginRedirect } from '../../contract/redirect.ts';
import { noPage } from '../../contract/tile.ts';
import type { KubectlOptions } from './options.ts';

/**
 * Where kubelogin listens for the login code: the first port that is free (int128/kubelogin, pkg/cmd). The path is empty, and authentik
 * compares the text, so there is no slash at the end.
 */
const kubeloginRedirects = ['http://localhost:8000', 'http://localhost:18000'] as const;

/**
 * The contract of kubectl: a public client, because its settings lie on everybody's laptop.
 *
 * @throws PinoutError of the contract's constructors, `cluster-role-invalid`, `name-invalid`, `role-empty`
 */
export function kubectlContracts(options: KubectlOptions, facts: Facts): readonly [OidcContract] {
  const slug = slugName(options.name ?? 'kubectl', { app: 'kubectl', field: 'name' });
  const at = { app: slug, field: 'name' };
  const roles: Record<string, readonly string[]> = {};
  for (const [role, groups] of Object.entries(options.roles ?? {})) roles[clusterRoleName(role, { app: slug, field: `roles.${show(role)}` })] = groups;
  for (const [namespace, held] of Object.entries(options.namespaces ?? {})) {
    dnsLabel(namespace, { app: slug, field: 'namespaces' });
    const uses = Object.entries(held);
    if (uses.length === 0)
      throw new PinoutError({
        code: 'role-empty',
        app: slug,
        field: `namespaces.${namespace}`,
        found: show(held),
        wanted: 'an object from ClusterRole to a list of groups',
        fix: `write namespaces: { '${namespace}': { edit: ['${namespace}'] } }, or remove the namespace`,
      });
    for (const [role, groups] of uses) roles[roleIn(namespace, clusterRoleName(role, { app: slug, field: `namespaces.${namespace}` }))] = groups;
  }
  const email = facts.apiserver.username === 'email';
  const fields = {
    slug,
    clientType: 'public' as const,
    redirects: kubeloginRedirects.map((url) => loginRedirect(url, at)),
    scopes: ['openid', 'profile', ...(email ? (['email'] as const) : []), 'groups', 'offline_access'] as const,
    // kube-apiserver refuses an e-mail address as username unless it is said to be verified.
    ...(email ? { emailVerified: 'trusted' as const } : {}),
    tile: { name: 'kubectl', section: 'Cluster', ...options.tile, launchUrl: noPage },
  };
  if (Object.keys(roles).length > 0) return [oidc({ ...fields, roles, ...(options.access === undefined ? {} : { access: options.access }) })];
  return [oidc({ ...fields, access: options.access! })];
}
