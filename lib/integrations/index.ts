// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
export { grafana } from './grafana/grafana.ts';
export type { GrafanaOptions } from './grafana/options.ts';
export { headlamp } from './headlamp/headlamp.ts';
export type { HeadlampOptions } from './headlamp/options.ts';
export { kubectl } from './kubectl/kubectl.ts';
export type { KubectlOptions } from './kubectl/options.ts';
export { nextcloud } from './nextcloud/nextcloud.ts';
export type { NextcloudOptions } from './nextcloud/options.ts';
export { vault } from './vault/vault.ts';
export type { VaultOptions } from './vault/options.ts';
