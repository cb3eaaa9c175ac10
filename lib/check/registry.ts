// Written by scripts/rules.mjs from the rules. Run: npm run rules
import type { Rule } from '../repository/rule.ts';
import { apiserverConfigurationRules } from './rules/apiserver-configuration.ts';
import { apiserverFormsRules } from './rules/apiserver-forms.ts';
import { apiserverUsersRules } from './rules/apiserver-users.ts';
import { apiserverRules } from './rules/apiserver.ts';
import { appliedRules } from './rules/applied.ts';
import { bothEndsRules } from './rules/both-ends.ts';
import { certificateMovesRules } from './rules/certificate-moves.ts';
import { certificatesRules } from './rules/certificates.ts';
import { chartValuesRules } from './rules/chart-values.ts';
import { clientsRules } from './rules/clients.ts';
import { dataRules } from './rules/data.ts';
import { edgeMovesRules } from './rules/edge-moves.ts';
import { edgeRules } from './rules/edge.ts';
import { generatedRules } from './rules/generated.ts';
import { issuerMismatchRules } from './rules/issuer-mismatch.ts';
import { issuerPathsRules } from './rules/issuer-paths.ts';
import { issuersRules } from './rules/issuers.ts';
import { kustomizationsRules } from './rules/kustomizations.ts';
import { layersRules } from './rules/layers.ts';
import { literalSecretsRules } from './rules/literal-secrets.ts';
import { nginxRules } from './rules/nginx.ts';
import { ownersRules } from './rules/owners.ts';
import { redirectsRules } from './rules/redirects.ts';
import { referencesRules } from './rules/references.ts';
import { refusedRules } from './rules/refused.ts';
import { releasesRules } from './rules/releases.ts';
import { routesRules } from './rules/routes.ts';
import { scopesRules } from './rules/scopes.ts';
import { secretEndsRules } from './rules/secret-ends.ts';
import { secretStoresRules } from './rules/secret-stores.ts';
import { secretsRules } from './rules/secrets.ts';
import { substitutionRules } from './rules/substitution.ts';
import { tilesRules } from './rules/tiles.ts';
import { treeRules } from './rules/tree.ts';
import { workloadsRules } from './rules/workloads.ts';
import { autheliaClientsRules } from '../idp/authelia/rules/clients.ts';
import { autheliaRefusedRules } from '../idp/authelia/rules/refused.ts';
import { authentikApiserverRules } from '../idp/authentik/rules/apiserver.ts';
import { applicationsRules } from '../idp/authentik/rules/applications.ts';
import { blueprintEntriesRules } from '../idp/authentik/rules/blueprint-entries.ts';
import { blueprintFilesRules } from '../idp/authentik/rules/blueprint-files.ts';
import { blueprintJobsRules } from '../idp/authentik/rules/blueprint-jobs.ts';
import { authentikBothEndsRules } from '../idp/authentik/rules/both-ends.ts';
import { authentikEndpointsRules } from '../idp/authentik/rules/endpoints.ts';
import { forwardAuthRules } from '../idp/authentik/rules/forward-auth.ts';
import { groupsRules } from '../idp/authentik/rules/groups.ts';
import { installationRules } from '../idp/authentik/rules/installation.ts';
import { authentikIssuersRules } from '../idp/authentik/rules/issuers.ts';
import { lookupsRules } from '../idp/authentik/rules/lookups.ts';
import { mappingValuesRules } from '../idp/authentik/rules/mapping-values.ts';
import { modelFieldsRules } from '../idp/authentik/rules/model-fields.ts';
import { authentikOutpostPortsRules } from '../idp/authentik/rules/outpost-ports.ts';
import { outpostsRules } from '../idp/authentik/rules/outposts.ts';
import { ownersOfClientsRules } from '../idp/authentik/rules/owners.ts';
import { providersRules } from '../idp/authentik/rules/providers.ts';
import { redirectListsRules } from '../idp/authentik/rules/redirects.ts';
import { renamedGroupRules } from '../idp/authentik/rules/renamed-groups.ts';
import { scopeMappingsRules } from '../idp/authentik/rules/scopes.ts';
import { secondFactorRules } from '../idp/authentik/rules/second-factor.ts';
import { dexConnectorsRules } from '../idp/dex/rules/connectors.ts';
import { keycloakRelativePathRules } from '../idp/keycloak/rules/relative-path.ts';
import { actualBudgetRules } from '../integrations/actual-budget/rules.ts';
import { argoCdRules } from '../integrations/argo-cd/rules.ts';
import { envoyOidcRules } from '../integrations/envoy-oidc/rules.ts';
import { freshrssRules } from '../integrations/freshrss/rules.ts';
import { grafanaRolesRules } from '../integrations/grafana/rules-roles.ts';
import { grafanaRules } from '../integrations/grafana/rules.ts';
import { headlampRules } from '../integrations/headlamp/rules.ts';
import { homepageRules } from '../integrations/homepage/rules.ts';
import { nextcloudRules } from '../integrations/nextcloud/rules.ts';
import { oauth2ProxyRules } from '../integrations/oauth2-proxy/rules.ts';
import { keptLoginRules } from '../integrations/settings-app/rules-kept-login.ts';
import { settingsAppRules } from '../integrations/settings-app/rules.ts';
import { vaultLoginDataRules } from '../integrations/vault/rules-login-data.ts';
import { vaultRules } from '../integrations/vault/rules.ts';
import { vaultwardenRules } from '../integrations/vaultwarden/rules.ts';

/** Every rule, in the order of their codes. */
export const rules: readonly Rule[] = [
  ...apiserverConfigurationRules,
  ...apiserverFormsRules,
  ...apiserverUsersRules,
  ...apiserverRules,
  ...appliedRules,
  ...bothEndsRules,
  ...certificateMovesRules,
  ...certificatesRules,
  ...chartValuesRules,
  ...clientsRules,
  ...dataRules,
  ...edgeMovesRules,
  ...edgeRules,
  ...generatedRules,
  ...issuerMismatchRules,
  ...issuerPathsRules,
  ...issuersRules,
  ...kustomizationsRules,
  ...layersRules,
  ...literalSecretsRules,
  ...nginxRules,
  ...ownersRules,
  ...redirectsRules,
  ...referencesRules,
  ...refusedRules,
  ...releasesRules,
  ...routesRules,
  ...scopesRules,
  ...secretEndsRules,
  ...secretStoresRules,
  ...secretsRules,
  ...substitutionRules,
  ...tilesRules,
  ...treeRules,
  ...workloadsRules,
  ...autheliaClientsRules,
  ...autheliaRefusedRules,
  ...authentikApiserverRules,
  ...applicationsRules,
  ...blueprintEntriesRules,
  ...blueprintFilesRules,
  ...blueprintJobsRules,
  ...authentikBothEndsRules,
  ...authentikEndpointsRules,
  ...forwardAuthRules,
  ...groupsRules,
  ...installationRules,
  ...authentikIssuersRules,
  ...lookupsRules,
  ...mappingValuesRules,
  ...modelFieldsRules,
  ...authentikOutpostPortsRules,
  ...outpostsRules,
  ...ownersOfClientsRules,
  ...providersRules,
  ...redirectListsRules,
  ...renamedGroupRules,
  ...scopeMappingsRules,
  ...secondFactorRules,
  ...dexConnectorsRules,
  ...keycloakRelativePathRules,
  ...actualBudgetRules,
  ...argoCdRules,
  ...envoyOidcRules,
  ...freshrssRules,
  ...grafanaRolesRules,
  ...grafanaRules,
  ...headlampRules,
  ...homepageRules,
  ...nextcloudRules,
  ...oauth2ProxyRules,
  ...keptLoginRules,
  ...settingsAppRules,
  ...vaultLoginDataRules,
  ...vaultRules,
  ...vaultwardenRules,
].sort((a, b) => (a.code < b.code ? -1 : 1));
