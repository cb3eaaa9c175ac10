// Written by scripts/rules.mjs from the files in rules/. Run: npm run rules
import type { Rule } from './rule.ts';
import { applicationOpen } from './rules/application-open.ts';
import { bindingTargetCount } from './rules/binding-target-count.ts';
import { blueprintKeyExtension } from './rules/blueprint-key-extension.ts';
import { blueprintNameDuplicate } from './rules/blueprint-name-duplicate.ts';
import { blueprintNameMissing } from './rules/blueprint-name-missing.ts';
import { blueprintNameTooLong } from './rules/blueprint-name-too-long.ts';
import { blueprintTagUnknown } from './rules/blueprint-tag-unknown.ts';
import { blueprintUnmounted } from './rules/blueprint-unmounted.ts';
import { blueprintVersionWrong } from './rules/blueprint-version-wrong.ts';
import { clientIdMismatch } from './rules/client-id-mismatch.ts';
import { clientTypeMismatch } from './rules/client-type-mismatch.ts';
import { clientUnknown } from './rules/client-unknown.ts';
import { emailUnverified } from './rules/email-unverified.ts';
import { encryptionKeySet } from './rules/encryption-key-set.ts';
import { fieldTooNew } from './rules/field-too-new.ts';
import { flowMissing } from './rules/flow-missing.ts';
import { grafanaAdminNotAssigned } from './rules/grafana-admin-not-assigned.ts';
import { grafanaEmailLookup } from './rules/grafana-email-lookup.ts';
import { grafanaEndpointWrong } from './rules/grafana-endpoint-wrong.ts';
import { grafanaGroupsPath } from './rules/grafana-groups-path.ts';
import { grafanaRoleCatchAll } from './rules/grafana-role-catch-all.ts';
import { grafanaRoleNotStrict } from './rules/grafana-role-not-strict.ts';
import { grafanaRoleUnknown } from './rules/grafana-role-unknown.ts';
import { grafanaRootUrl } from './rules/grafana-root-url.ts';
import { grantMissing } from './rules/grant-missing.ts';
import { grantTypesMissing } from './rules/grant-types-missing.ts';
import { groupNotAdmitted } from './rules/group-not-admitted.ts';
import { groupRefusedByApp } from './rules/group-refused-by-app.ts';
import { groupUnknown } from './rules/group-unknown.ts';
import { groupsAccessor } from './rules/groups-accessor.ts';
import { groupsClaimDuplicate } from './rules/groups-claim-duplicate.ts';
import { groupsClaimEmpty } from './rules/groups-claim-empty.ts';
import { headlampBaseUrl } from './rules/headlamp-base-url.ts';
import { headlampClusterAdmin } from './rules/headlamp-cluster-admin.ts';
import { headlampExternalScopes } from './rules/headlamp-external-scopes.ts';
import { headlampReplicas } from './rules/headlamp-replicas.ts';
import { headlampUnsafeToken } from './rules/headlamp-unsafe-token.ts';
import { identifiersMissing } from './rules/identifiers-missing.ts';
import { issuerHostUnknown } from './rules/issuer-host-unknown.ts';
import { issuerMismatch } from './rules/issuer-mismatch.ts';
import { issuerModeGlobal } from './rules/issuer-mode-global.ts';
import { issuerNotHttps } from './rules/issuer-not-https.ts';
import { issuerSlashMissing } from './rules/issuer-slash-missing.ts';
import { keyofUnresolved } from './rules/keyof-unresolved.ts';
import { launchUrlHost } from './rules/launch-url-host.ts';
import { launchUrlPercent } from './rules/launch-url-percent.ts';
import { layerDeadlock } from './rules/layer-deadlock.ts';
import { lookupNullsField } from './rules/lookup-nulls-field.ts';
import { nextcloudGroupsUnfiltered } from './rules/nextcloud-groups-unfiltered.ts';
import { nextcloudHookOnce } from './rules/nextcloud-hook-once.ts';
import { nextcloudHttps } from './rules/nextcloud-https.ts';
import { nextcloudPrivateAddress } from './rules/nextcloud-private-address.ts';
import { nextcloudSecretAlone } from './rules/nextcloud-secret-alone.ts';
import { nextcloudUniqueUid } from './rules/nextcloud-unique-uid.ts';
import { offlineAccessMissing } from './rules/offline-access-missing.ts';
import { outpostOwnedTwice } from './rules/outpost-owned-twice.ts';
import { providerShared } from './rules/provider-shared.ts';
import { proxyModeMissing } from './rules/proxy-mode-missing.ts';
import { proxyWithoutOutpost } from './rules/proxy-without-outpost.ts';
import { publicClientWithoutPkce } from './rules/public-client-without-pkce.ts';
import { redirectMissing } from './rules/redirect-missing.ts';
import { redirectUnused } from './rules/redirect-unused.ts';
import { redirectWildcard } from './rules/redirect-wildcard.ts';
import { redirectsEmpty } from './rules/redirects-empty.ts';
import { referenceMissing } from './rules/reference-missing.ts';
import { refreshTokenUnused } from './rules/refresh-token-unused.ts';
import { scopeOpenidMissing } from './rules/scope-openid-missing.ts';
import { scopeUnasked } from './rules/scope-unasked.ts';
import { scopeUnmapped } from './rules/scope-unmapped.ts';
import { signingKeyMissing } from './rules/signing-key-missing.ts';
import { slugInvalid } from './rules/slug-invalid.ts';
import { suppressionInvalid } from './rules/suppression-invalid.ts';
import { unread } from './rules/unread.ts';
import { vaultDefaultRole } from './rules/vault-default-role.ts';
import { vaultDiscoveryUrl } from './rules/vault-discovery-url.ts';
import { vaultLaunchRole } from './rules/vault-launch-role.ts';
import { vaultRedirectMount } from './rules/vault-redirect-mount.ts';
import { vaultRolePolicies } from './rules/vault-role-policies.ts';
import { vaultScopesMissing } from './rules/vault-scopes-missing.ts';
import { vaultUserClaim } from './rules/vault-user-claim.ts';
import { versionOutsideWindow } from './rules/version-outside-window.ts';
import { yamlBroken } from './rules/yaml-broken.ts';

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [
  applicationOpen,
  bindingTargetCount,
  blueprintKeyExtension,
  blueprintNameDuplicate,
  blueprintNameMissing,
  blueprintNameTooLong,
  blueprintTagUnknown,
  blueprintUnmounted,
  blueprintVersionWrong,
  clientIdMismatch,
  clientTypeMismatch,
  clientUnknown,
  emailUnverified,
  encryptionKeySet,
  fieldTooNew,
  flowMissing,
  grafanaAdminNotAssigned,
  grafanaEmailLookup,
  grafanaEndpointWrong,
  grafanaGroupsPath,
  grafanaRoleCatchAll,
  grafanaRoleNotStrict,
  grafanaRoleUnknown,
  grafanaRootUrl,
  grantMissing,
  grantTypesMissing,
  groupNotAdmitted,
  groupRefusedByApp,
  groupUnknown,
  groupsAccessor,
  groupsClaimDuplicate,
  groupsClaimEmpty,
  headlampBaseUrl,
  headlampClusterAdmin,
  headlampExternalScopes,
  headlampReplicas,
  headlampUnsafeToken,
  identifiersMissing,
  issuerHostUnknown,
  issuerMismatch,
  issuerModeGlobal,
  issuerNotHttps,
  issuerSlashMissing,
  keyofUnresolved,
  launchUrlHost,
  launchUrlPercent,
  layerDeadlock,
  lookupNullsField,
  nextcloudGroupsUnfiltered,
  nextcloudHookOnce,
  nextcloudHttps,
  nextcloudPrivateAddress,
  nextcloudSecretAlone,
  nextcloudUniqueUid,
  offlineAccessMissing,
  outpostOwnedTwice,
  providerShared,
  proxyModeMissing,
  proxyWithoutOutpost,
  publicClientWithoutPkce,
  redirectMissing,
  redirectUnused,
  redirectWildcard,
  redirectsEmpty,
  referenceMissing,
  refreshTokenUnused,
  scopeOpenidMissing,
  scopeUnasked,
  scopeUnmapped,
  signingKeyMissing,
  slugInvalid,
  suppressionInvalid,
  unread,
  vaultDefaultRole,
  vaultDiscoveryUrl,
  vaultLaunchRole,
  vaultRedirectMount,
  vaultRolePolicies,
  vaultScopesMissing,
  vaultUserClaim,
  versionOutsideWindow,
  yamlBroken,
];
