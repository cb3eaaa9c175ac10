// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
import type { Charts } from '../repository/chart-facts.ts';
import { argoCdCharts } from './argo-cd/charts.ts';
import { grafanaCharts } from './grafana/charts.ts';
import { headlampCharts } from './headlamp/charts.ts';
import { nextcloudCharts } from './nextcloud/charts.ts';
import { oauth2ProxyCharts } from './oauth2-proxy/charts.ts';
import { vaultCharts } from './vault/charts.ts';
import { vaultwardenCharts } from './vaultwarden/charts.ts';

/** What is known of the charts of all apps, by the name of the chart. */
export const charts: Charts = {
  ...argoCdCharts,
  ...grafanaCharts,
  ...headlampCharts,
  ...nextcloudCharts,
  ...oauth2ProxyCharts,
  ...vaultCharts,
  ...vaultwardenCharts,
};
