// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
import type { Integration } from './integration.ts';
import { actualBudgetIntegration } from './actual-budget/actual-budget.ts';
import { forwardAuthAppIntegration } from './forward-auth-app/forward-auth-app.ts';
import { freshrssIntegration } from './freshrss/freshrss.ts';
import { grafanaIntegration } from './grafana/grafana.ts';
import { headlampIntegration } from './headlamp/headlamp.ts';
import { helmAppIntegration } from './helm-app/helm-app.ts';
import { homepageIntegration } from './homepage/homepage.ts';
import { kubectlIntegration } from './kubectl/kubectl.ts';
import { nextcloudIntegration } from './nextcloud/nextcloud.ts';
import { oidcAppIntegration } from './oidc-app/oidc-app.ts';
import { vaultIntegration } from './vault/vault.ts';
import { vaultwardenIntegration } from './vaultwarden/vaultwarden.ts';

/** Every integration by the name of its folder. Options are those of each: reading needs none. */
export const integrations: Readonly<Record<string, Integration<unknown>>> = {
  'actual-budget': actualBudgetIntegration,
  'forward-auth-app': forwardAuthAppIntegration,
  freshrss: freshrssIntegration,
  grafana: grafanaIntegration,
  headlamp: headlampIntegration,
  'helm-app': helmAppIntegration,
  homepage: homepageIntegration,
  kubectl: kubectlIntegration,
  nextcloud: nextcloudIntegration,
  'oidc-app': oidcAppIntegration,
  vault: vaultIntegration,
  vaultwarden: vaultwardenIntegration,
};
