// Written by scripts/rules.mjs from the files in rules/. Run: npm run rules
import type { Rule } from './rule.ts';
import { actualFailOpen } from './rules/actual-fail-open.ts';
import { actualSecondUser } from './rules/actual-second-user.ts';
import { apiVersionRemoved } from './rules/api-version-removed.ts';
import { apiserverApiVersion } from './rules/apiserver-api-version.ts';
import { apiserverAudienceMismatch } from './rules/apiserver-audience-mismatch.ts';
import { apiserverAudiencePolicy } from './rules/apiserver-audience-policy.ts';
import { apiserverCelComprehension } from './rules/apiserver-cel-comprehension.ts';
import { apiserverConfigInvalid } from './rules/apiserver-config-invalid.ts';
import { apiserverEmailUnverified } from './rules/apiserver-email-unverified.ts';
import { apiserverFeatureGateGone } from './rules/apiserver-feature-gate-gone.ts';
import { apiserverFileMount } from './rules/apiserver-file-mount.ts';
import { apiserverFlagsAndFile } from './rules/apiserver-flags-and-file.ts';
import { apiserverPrefixMissing } from './rules/apiserver-prefix-missing.ts';
import { apiserverSystemReachable } from './rules/apiserver-system-reachable.ts';
import { appEndUnread } from './rules/app-end-unread.ts';
import { applicationIncomplete } from './rules/application-incomplete.ts';
import { applicationOpen } from './rules/application-open.ts';
import { backendMissing } from './rules/backend-missing.ts';
import { bindingDisabled } from './rules/binding-disabled.ts';
import { bindingTargetCount } from './rules/binding-target-count.ts';
import { blueprintJobFile } from './rules/blueprint-job-file.ts';
import { blueprintKeyExtension } from './rules/blueprint-key-extension.ts';
import { blueprintNameDuplicate } from './rules/blueprint-name-duplicate.ts';
import { blueprintNameMissing } from './rules/blueprint-name-missing.ts';
import { blueprintNameTooLong } from './rules/blueprint-name-too-long.ts';
import { blueprintTagUnknown } from './rules/blueprint-tag-unknown.ts';
import { blueprintUnmounted } from './rules/blueprint-unmounted.ts';
import { blueprintVersionWrong } from './rules/blueprint-version-wrong.ts';
import { bootstrapStuck } from './rules/bootstrap-stuck.ts';
import { certificateHostMissing } from './rules/certificate-host-missing.ts';
import { chartVersionFloating } from './rules/chart-version-floating.ts';
import { clientIdMismatch } from './rules/client-id-mismatch.ts';
import { clientSecretGenerated } from './rules/client-secret-generated.ts';
import { clientTypeMismatch } from './rules/client-type-mismatch.ts';
import { clientTypeUnknown } from './rules/client-type-unknown.ts';
import { clientUnknown } from './rules/client-unknown.ts';
import { corednsPlugin } from './rules/coredns-plugin.ts';
import { corednsPrune } from './rules/coredns-prune.ts';
import { emailUnverified } from './rules/email-unverified.ts';
import { encryptionKeySet } from './rules/encryption-key-set.ts';
import { entryModelInvalid } from './rules/entry-model-invalid.ts';
import { fieldTooNew } from './rules/field-too-new.ts';
import { flowMissing } from './rules/flow-missing.ts';
import { forwardAuthCookie } from './rules/forward-auth-cookie.ts';
import { forwardAuthFailOpen } from './rules/forward-auth-fail-open.ts';
import { forwardAuthForwardedHost } from './rules/forward-auth-forwarded-host.ts';
import { forwardAuthMismatch } from './rules/forward-auth-mismatch.ts';
import { forwardAuthPublicUrl } from './rules/forward-auth-public-url.ts';
import { forwardAuthSnippet } from './rules/forward-auth-snippet.ts';
import { freshrssAlpine } from './rules/freshrss-alpine.ts';
import { freshrssCryptoKey } from './rules/freshrss-crypto-key.ts';
import { freshrssForwardedHeaders } from './rules/freshrss-forwarded-headers.ts';
import { freshrssScopes } from './rules/freshrss-scopes.ts';
import { generatedSecretChanges } from './rules/generated-secret-changes.ts';
import { grafanaAdminNotAssigned } from './rules/grafana-admin-not-assigned.ts';
import { grafanaEmailLookup } from './rules/grafana-email-lookup.ts';
import { grafanaEndpointWrong } from './rules/grafana-endpoint-wrong.ts';
import { grafanaGroupsPath } from './rules/grafana-groups-path.ts';
import { grafanaRoleCatchAll } from './rules/grafana-role-catch-all.ts';
import { grafanaRoleNotStrict } from './rules/grafana-role-not-strict.ts';
import { grafanaRolePathMissing } from './rules/grafana-role-path-missing.ts';
import { grafanaRoleUnknown } from './rules/grafana-role-unknown.ts';
import { grafanaRootUrl } from './rules/grafana-root-url.ts';
import { grafanaSignoutMissing } from './rules/grafana-signout-missing.ts';
import { grantMissing } from './rules/grant-missing.ts';
import { grantTypesMissing } from './rules/grant-types-missing.ts';
import { groupNotAdmitted } from './rules/group-not-admitted.ts';
import { groupRefusedByApp } from './rules/group-refused-by-app.ts';
import { groupUnknown } from './rules/group-unknown.ts';
import { groupsAccessor } from './rules/groups-accessor.ts';
import { groupsClaimDuplicate } from './rules/groups-claim-duplicate.ts';
import { groupsClaimEmpty } from './rules/groups-claim-empty.ts';
import { hairpin } from './rules/hairpin.ts';
import { headlampBaseUrl } from './rules/headlamp-base-url.ts';
import { headlampCallbackMissing } from './rules/headlamp-callback-missing.ts';
import { headlampClusterAdmin } from './rules/headlamp-cluster-admin.ts';
import { headlampExternalScopes } from './rules/headlamp-external-scopes.ts';
import { headlampReplicas } from './rules/headlamp-replicas.ts';
import { headlampUnsafeToken } from './rules/headlamp-unsafe-token.ts';
import { helmRepositoryType } from './rules/helm-repository-type.ts';
import { helmreleaseReleaseName } from './rules/helmrelease-release-name.ts';
import { helmreleaseRetry } from './rules/helmrelease-retry.ts';
import { homepageAllowedHosts } from './rules/homepage-allowed-hosts.ts';
import { hostAliasesIgnored } from './rules/host-aliases-ignored.ts';
import { hostNotServed } from './rules/host-not-served.ts';
import { http01Issuer } from './rules/http01-issuer.ts';
import { identifiersMissing } from './rules/identifiers-missing.ts';
import { ingressNginxRetired } from './rules/ingress-nginx-retired.ts';
import { issuerHostUnknown } from './rules/issuer-host-unknown.ts';
import { issuerInsideName } from './rules/issuer-inside-name.ts';
import { issuerMismatch } from './rules/issuer-mismatch.ts';
import { issuerModeGlobal } from './rules/issuer-mode-global.ts';
import { issuerNoSlug } from './rules/issuer-no-slug.ts';
import { issuerNotHttps } from './rules/issuer-not-https.ts';
import { issuerSlashMissing } from './rules/issuer-slash-missing.ts';
import { keyofUnresolved } from './rules/keyof-unresolved.ts';
import { kustomizationEntry } from './rules/kustomization-entry.ts';
import { launchUrlHost } from './rules/launch-url-host.ts';
import { launchUrlPercent } from './rules/launch-url-percent.ts';
import { layerDeadlock } from './rules/layer-deadlock.ts';
import { loginIncomplete } from './rules/login-incomplete.ts';
import { lookupInvalid } from './rules/lookup-invalid.ts';
import { lookupNullsField } from './rules/lookup-nulls-field.ts';
import { mountBroken } from './rules/mount-broken.ts';
import { networkPolicyEmpty } from './rules/network-policy-empty.ts';
import { nextcloudGroupsUnfiltered } from './rules/nextcloud-groups-unfiltered.ts';
import { nextcloudHookOnce } from './rules/nextcloud-hook-once.ts';
import { nextcloudHttps } from './rules/nextcloud-https.ts';
import { nextcloudPrivateAddress } from './rules/nextcloud-private-address.ts';
import { nextcloudSecretAlone } from './rules/nextcloud-secret-alone.ts';
import { nextcloudUniqueUid } from './rules/nextcloud-unique-uid.ts';
import { nextcloudVariableUnset } from './rules/nextcloud-variable-unset.ts';
import { oauth2ProxyOpen } from './rules/oauth2-proxy-open.ts';
import { oauth2ProxyTooOld } from './rules/oauth2-proxy-too-old.ts';
import { offlineAccessMissing } from './rules/offline-access-missing.ts';
import { outpostOwnedTwice } from './rules/outpost-owned-twice.ts';
import { ovhConsumerKey } from './rules/ovh-consumer-key.ts';
import { providerShared } from './rules/provider-shared.ts';
import { providerWithoutApplication } from './rules/provider-without-application.ts';
import { proxyModeMissing } from './rules/proxy-mode-missing.ts';
import { proxyWithoutOutpost } from './rules/proxy-without-outpost.ts';
import { publicClientWithoutPkce } from './rules/public-client-without-pkce.ts';
import { rbacPrefixMismatch } from './rules/rbac-prefix-mismatch.ts';
import { redirectInvalid } from './rules/redirect-invalid.ts';
import { redirectMissing } from './rules/redirect-missing.ts';
import { redirectUnused } from './rules/redirect-unused.ts';
import { redirectWildcard } from './rules/redirect-wildcard.ts';
import { redirectsEmpty } from './rules/redirects-empty.ts';
import { referenceMissing } from './rules/reference-missing.ts';
import { refreshTokenUnused } from './rules/refresh-token-unused.ts';
import { renewalAlertMissing } from './rules/renewal-alert-missing.ts';
import { scopeMappingIncomplete } from './rules/scope-mapping-incomplete.ts';
import { scopeOpenidMissing } from './rules/scope-openid-missing.ts';
import { scopeUnasked } from './rules/scope-unasked.ts';
import { scopeUnmapped } from './rules/scope-unmapped.ts';
import { secretLiteral } from './rules/secret-literal.ts';
import { secretMismatch } from './rules/secret-mismatch.ts';
import { secretMissing } from './rules/secret-missing.ts';
import { secretUnwatched } from './rules/secret-unwatched.ts';
import { signingKeyMissing } from './rules/signing-key-missing.ts';
import { slugInvalid } from './rules/slug-invalid.ts';
import { sopsUndecrypted } from './rules/sops-undecrypted.ts';
import { substitutionDollar } from './rules/substitution-dollar.ts';
import { suppressionInvalid } from './rules/suppression-invalid.ts';
import { targetPathOrder } from './rules/target-path-order.ts';
import { targetPathPlaceholder } from './rules/target-path-placeholder.ts';
import { tlsHostMissing } from './rules/tls-host-missing.ts';
import { unread } from './rules/unread.ts';
import { vaultDefaultRole } from './rules/vault-default-role.ts';
import { vaultDiscoveryUrl } from './rules/vault-discovery-url.ts';
import { vaultLaunchRole } from './rules/vault-launch-role.ts';
import { vaultLoginData } from './rules/vault-login-data.ts';
import { vaultRedirectMount } from './rules/vault-redirect-mount.ts';
import { vaultRolePolicies } from './rules/vault-role-policies.ts';
import { vaultScopesMissing } from './rules/vault-scopes-missing.ts';
import { vaultUserClaim } from './rules/vault-user-claim.ts';
import { vaultwardenTooOld } from './rules/vaultwarden-too-old.ts';
import { versionOutsideWindow } from './rules/version-outside-window.ts';
import { yamlBroken } from './rules/yaml-broken.ts';

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [
  actualFailOpen,
  actualSecondUser,
  apiVersionRemoved,
  apiserverApiVersion,
  apiserverAudienceMismatch,
  apiserverAudiencePolicy,
  apiserverCelComprehension,
  apiserverConfigInvalid,
  apiserverEmailUnverified,
  apiserverFeatureGateGone,
  apiserverFileMount,
  apiserverFlagsAndFile,
  apiserverPrefixMissing,
  apiserverSystemReachable,
  appEndUnread,
  applicationIncomplete,
  applicationOpen,
  backendMissing,
  bindingDisabled,
  bindingTargetCount,
  blueprintJobFile,
  blueprintKeyExtension,
  blueprintNameDuplicate,
  blueprintNameMissing,
  blueprintNameTooLong,
  blueprintTagUnknown,
  blueprintUnmounted,
  blueprintVersionWrong,
  bootstrapStuck,
  certificateHostMissing,
  chartVersionFloating,
  clientIdMismatch,
  clientSecretGenerated,
  clientTypeMismatch,
  clientTypeUnknown,
  clientUnknown,
  corednsPlugin,
  corednsPrune,
  emailUnverified,
  encryptionKeySet,
  entryModelInvalid,
  fieldTooNew,
  flowMissing,
  forwardAuthCookie,
  forwardAuthFailOpen,
  forwardAuthForwardedHost,
  forwardAuthMismatch,
  forwardAuthPublicUrl,
  forwardAuthSnippet,
  freshrssAlpine,
  freshrssCryptoKey,
  freshrssForwardedHeaders,
  freshrssScopes,
  generatedSecretChanges,
  grafanaAdminNotAssigned,
  grafanaEmailLookup,
  grafanaEndpointWrong,
  grafanaGroupsPath,
  grafanaRoleCatchAll,
  grafanaRoleNotStrict,
  grafanaRolePathMissing,
  grafanaRoleUnknown,
  grafanaRootUrl,
  grafanaSignoutMissing,
  grantMissing,
  grantTypesMissing,
  groupNotAdmitted,
  groupRefusedByApp,
  groupUnknown,
  groupsAccessor,
  groupsClaimDuplicate,
  groupsClaimEmpty,
  hairpin,
  headlampBaseUrl,
  headlampCallbackMissing,
  headlampClusterAdmin,
  headlampExternalScopes,
  headlampReplicas,
  headlampUnsafeToken,
  helmRepositoryType,
  helmreleaseReleaseName,
  helmreleaseRetry,
  homepageAllowedHosts,
  hostAliasesIgnored,
  hostNotServed,
  http01Issuer,
  identifiersMissing,
  ingressNginxRetired,
  issuerHostUnknown,
  issuerInsideName,
  issuerMismatch,
  issuerModeGlobal,
  issuerNoSlug,
  issuerNotHttps,
  issuerSlashMissing,
  keyofUnresolved,
  kustomizationEntry,
  launchUrlHost,
  launchUrlPercent,
  layerDeadlock,
  loginIncomplete,
  lookupInvalid,
  lookupNullsField,
  mountBroken,
  networkPolicyEmpty,
  nextcloudGroupsUnfiltered,
  nextcloudHookOnce,
  nextcloudHttps,
  nextcloudPrivateAddress,
  nextcloudSecretAlone,
  nextcloudUniqueUid,
  nextcloudVariableUnset,
  oauth2ProxyOpen,
  oauth2ProxyTooOld,
  offlineAccessMissing,
  outpostOwnedTwice,
  ovhConsumerKey,
  providerShared,
  providerWithoutApplication,
  proxyModeMissing,
  proxyWithoutOutpost,
  publicClientWithoutPkce,
  rbacPrefixMismatch,
  redirectInvalid,
  redirectMissing,
  redirectUnused,
  redirectWildcard,
  redirectsEmpty,
  referenceMissing,
  refreshTokenUnused,
  renewalAlertMissing,
  scopeMappingIncomplete,
  scopeOpenidMissing,
  scopeUnasked,
  scopeUnmapped,
  secretLiteral,
  secretMismatch,
  secretMissing,
  secretUnwatched,
  signingKeyMissing,
  slugInvalid,
  sopsUndecrypted,
  substitutionDollar,
  suppressionInvalid,
  targetPathOrder,
  targetPathPlaceholder,
  tlsHostMissing,
  unread,
  vaultDefaultRole,
  vaultDiscoveryUrl,
  vaultLaunchRole,
  vaultLoginData,
  vaultRedirectMount,
  vaultRolePolicies,
  vaultScopesMissing,
  vaultUserClaim,
  vaultwardenTooOld,
  versionOutsideWindow,
  yamlBroken,
];
