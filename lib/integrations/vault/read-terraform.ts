import type { Reader } from '../../manifest/reader.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { terraformResources } from '../../tree/terraform/resources.ts';
import { fileObject } from '../../tree/tree.ts';
import { ofNode, type VaultMethod } from './node-settings.ts';

/** OIDC methods of Vault that Terraform writes (hashicorp/terraform-provider-vault, docs/resources/jwt_auth_backend.md); those for JWT have no client. */
export function vaultMethodsInTerraform(manifests: Pick<Manifests, 'tree'>): VaultMethod[] {
  const all = terraformResources(manifests);
  const of = (type: string) => all.filter((one) => one.get('type').text() === type);
  const roles = of('vault_jwt_auth_backend_role');
  const methods = of('vault_jwt_auth_backend').filter((one) => one.get('oidcDiscoveryUrl').exists && one.get('oidcClientId').exists);
  return methods.map((one): VaultMethod => {
    const object = { ...fileObject(one), name: one.get('path').text() ?? '' };
    const own = methods.length === 1 ? roles : roles.filter((role) => isOf(role, one));
    return { object, config: ofNode(object, one, names), roles: own.map((role) => ofNode(object, role, names)), groups: [] };
  });
}

/** A role names its method by the path, or by the resource that has it. */
function isOf(role: Reader, method: Reader): boolean {
  const [backend, address] = [role.get('backend').text() ?? '', method.get('address').text() ?? ''];
  return backend === method.get('path').text() || backend.startsWith(`\${${address}.`) || backend.startsWith(`\${${address}[`);
}

const names: Readonly<Record<string, string>> = Object.fromEntries(
  'oidc_discovery_url oidc_client_id oidc_client_secret oidc_scopes default_role allowed_redirect_uris groups_claim bound_claims bound_subject token_policies user_claim'
    .split(' ')
    .map((name) => [name, name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())]),
);
