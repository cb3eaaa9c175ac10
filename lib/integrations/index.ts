// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
export { forwardAuthApp } from './forward-auth-app/forward-auth-app.ts';
export type { ForwardAuthAppOptions } from './forward-auth-app/options.ts';
export { grafana } from './grafana/grafana.ts';
export type { GrafanaOptions } from './grafana/options.ts';
export { headlamp } from './headlamp/headlamp.ts';
export type { HeadlampOptions } from './headlamp/options.ts';
export { helmApp } from './helm-app/helm-app.ts';
export type { HelmAppOptions } from './helm-app/options.ts';
export { kubectl } from './kubectl/kubectl.ts';
export type { KubectlOptions } from './kubectl/options.ts';
export { nextcloud } from './nextcloud/nextcloud.ts';
export type { NextcloudOptions } from './nextcloud/options.ts';
export { oidcApp } from './oidc-app/oidc-app.ts';
export type { OidcAppOptions } from './oidc-app/options.ts';
export { vault } from './vault/vault.ts';
export type { VaultOptions } from './vault/options.ts';
