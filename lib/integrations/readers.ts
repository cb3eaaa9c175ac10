// Written by scripts/integrations.mjs from the folders beside it. Do not edit: run npm run integrations
import type { AppReader } from '../login/app-reader.ts';
import { readActualBudget } from './actual-budget/read.ts';
import { readArgoCd } from './argo-cd/read.ts';
import { readCloudflareAccess } from './cloudflare-access/read.ts';
import { readEnvoyOidc } from './envoy-oidc/read.ts';
import { readForwardAuthApp } from './forward-auth-app/read.ts';
import { readFreshrss } from './freshrss/read.ts';
import { readGrafana } from './grafana/read.ts';
import { readHeadlamp } from './headlamp/read.ts';
import { readHomepage } from './homepage/read.ts';
import { readKubectl } from './kubectl/read.ts';
import { readNextcloud } from './nextcloud/read.ts';
import { readOauth2Proxy } from './oauth2-proxy/read.ts';
import { readOidcApp } from './oidc-app/read.ts';
import { readSettingsApp } from './settings-app/read.ts';
import { readVault } from './vault/read.ts';
import { readVaultwarden } from './vaultwarden/read.ts';

/** Whoever reads logins: integrations, and apps that are only read. Apart from what they write, which nobody who reads has to load. */
export const readers: readonly AppReader[] = [
  { name: 'actual-budget', read: readActualBudget },
  { name: 'forward-auth-app', general: true, read: readForwardAuthApp },
  { name: 'freshrss', read: readFreshrss },
  { name: 'grafana', read: readGrafana },
  { name: 'headlamp', read: readHeadlamp },
  { name: 'homepage', read: readHomepage },
  { name: 'kubectl', read: readKubectl },
  { name: 'nextcloud', read: readNextcloud },
  { name: 'oidc-app', general: true, read: readOidcApp },
  { name: 'vault', read: readVault },
  { name: 'vaultwarden', read: readVaultwarden },
  { name: 'argo-cd', read: readArgoCd },
  { name: 'cloudflare-access', read: readCloudflareAccess },
  { name: 'envoy-oidc', read: readEnvoyOidc },
  { name: 'oauth2-proxy', read: readOauth2Proxy },
  { name: 'settings-app', read: readSettingsApp },
];
