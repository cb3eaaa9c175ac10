// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
import type { Integration } from './integration.ts';
import { forwardAuthAppIntegration } from './forward-auth-app/forward-auth-app.ts';
import { grafanaIntegration } from './grafana/grafana.ts';
import { headlampIntegration } from './headlamp/headlamp.ts';
import { helmAppIntegration } from './helm-app/helm-app.ts';
import { kubectlIntegration } from './kubectl/kubectl.ts';
import { nextcloudIntegration } from './nextcloud/nextcloud.ts';
import { oidcAppIntegration } from './oidc-app/oidc-app.ts';
import { vaultIntegration } from './vault/vault.ts';

/** Every integration by the name of its folder. Options are those of each: reading needs none. */
export const integrations: Readonly<Record<string, Integration<never>>> = {
  'forward-auth-app': forwardAuthAppIntegration,
  grafana: grafanaIntegration,
  headlamp: headlampIntegration,
  'helm-app': helmAppIntegration,
  kubectl: kubectlIntegration,
  nextcloud: nextcloudIntegration,
  'oidc-app': oidcAppIntegration,
  vault: vaultIntegration,
};
