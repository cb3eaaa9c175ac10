// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
import type { Integration } from './integration.ts';
import { grafanaIntegration } from './grafana/grafana.ts';
import { headlampIntegration } from './headlamp/headlamp.ts';
import { kubectlIntegration } from './kubectl/kubectl.ts';
import { nextcloudIntegration } from './nextcloud/nextcloud.ts';
import { vaultIntegration } from './vault/vault.ts';

/** Every integration by the name of its folder. Options are those of each: reading needs none. */
export const integrations: Readonly<Record<string, Integration<never>>> = {
  grafana: grafanaIntegration,
  headlamp: headlampIntegration,
  kubectl: kubectlIntegration,
  nextcloud: nextcloudIntegration,
  vault: vaultIntegration,
};
