import type { OidcContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import { identityGroup, policiesByGroup, type VaultSettings } from './settings.ts';

const json = (value: JsonMap): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * The bodies of all calls that the login script makes, each as a file of JSON, and `targets`, the plain list of policies and groups.
 * The client secret is in none of them: the script adds it from its file.
 */
export function loginData(contract: OidcContract, settings: VaultSettings, facts: Facts): Record<string, string> {
  const { slug, clientId, redirects, scopes, access, roles, tile } = contract;
  const groups = policiesByGroup(roles).map(([group, policies]) => ({ group, policies, name: identityGroup(settings.mount, group) }));
  const listing = { listing_visibility: 'unauth', description: `${tile.name} through authentik` };
  return {
    'mount.json': json({ type: 'oidc', description: listing.description, config: { listing_visibility: 'unauth' } }),
    // What makes the method a tab of the sign-in page.
    'tune.json': json(listing),
    // Each write replaces the whole configuration, and performs discovery first.
    'config.json': json({
      // With its slash, and without /.well-known: compared as text (hashicorp/vault-plugin-auth-jwt#65).
      oidc_discovery_url: issuerOf(facts, slug),
      oidc_client_id: clientId,
      default_role: 'default',
      // OpenBao saves it while the identity provider is down; Vault cannot.
      ...(settings.flavor === 'openbao' ? { skip_jwks_validation: true } : {}),
    }),
    // Writes of roles merge: what is left out keeps the value of before, so everything is said.
    'role.json': json({
      role_type: 'oidc',
      user_claim: settings.userClaim,
      groups_claim: 'groups',
      // Asked for beside openid, which is implied. Without groups the claim is absent, and then every login fails.
      oidc_scopes: scopes.filter((scope) => scope !== 'openid'),
      bound_claims_type: 'string',
      bound_claims: access.kind === 'groups' ? { groups: [...access.groups] } : {},
      claim_mappings: { preferred_username: 'username', name: 'name', email: 'email' },
      allowed_redirect_uris: redirects.filter(({ use }) => use === 'login').map(({ url }) => url),
      // For everyone who signs in: rights come from groups.
      token_policies: ['default'],
      token_ttl: settings.tokenTtl,
      token_max_ttl: settings.tokenMaxTtl,
      // A period would renew for ever.
      token_period: 0,
      verbose_oidc_logging: false,
    }),
    ...Object.fromEntries(Object.entries(settings.policies).map(([name, policy]) => [`policy-${name}.json`, json({ policy })])),
    ...Object.fromEntries(
      groups.flatMap(({ group, policies, name }) => [
        [`group-${name}.json`, json({ type: 'external', policies: [...policies], metadata: { 'managed-by': 'pinout' } })],
        [`alias-${name}.json`, json({ name: group })],
      ]),
    ),
    targets: [...Object.keys(settings.policies).map((name) => `policy ${name}\n`), ...groups.map(({ name }) => `group ${name}\n`)].join(''),
  };
}
