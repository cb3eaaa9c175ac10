import {
  admittedByRules,
  type ApiserverArguments,
  apiserverArgumentsOf,
  apiserverObject,
  authenticationConfigurationsOf,
  type TrustedIssuer,
  trustedIssuersOf,
} from '../forms/apiserver.ts';
import { environmentLogins } from '../forms/environment.ts';
import { grafanaLogin, type GrafanaSettings, grafanasOf } from '../forms/grafana.ts';
import { integrationLogins } from '../forms/integrations.ts';
import { headlampLogins } from '../forms/headlamp.ts';
import { nextcloudLogin, type ProviderCommand, providerCommandsOf } from '../forms/nextcloud.ts';
import { type Oauth2Proxy, oauth2ProxiesOf, oauth2ProxyLogin } from '../forms/oauth2-proxy.ts';
import { vaultLogin, type VaultMethod, vaultMethodsOf } from '../forms/vault.ts';
import { vaultwardenLogins } from '../forms/vaultwarden.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeDocument } from '../../tree/tree.ts';
import type { Container } from '../../tree/containers.ts';
import { defined } from '../../tree/defined.ts';
import type { LoginEnd } from '../../login/login-end.ts';
import type { Objects } from '../../tree/objects.ts';
import type { Release } from '../../tree/releases.ts';

/** The apps' ends of a tree, and the settings that rules for one app look at. */
export interface Logins {
  readonly all: readonly LoginEnd[];
  readonly grafanas: readonly GrafanaSettings[];
  readonly vaults: readonly VaultMethod[];
  readonly nextclouds: readonly ProviderCommand[];
  readonly proxies: readonly Oauth2Proxy[];
  readonly configurations: readonly Reader[];
  /** Text of each of them, as the apiserver reads it. */
  readonly configurationTexts: ReadonlyMap<Reader, string>;
  readonly apiservers: readonly ApiserverArguments[];
  readonly issuers: readonly TrustedIssuer[];
}

/** Reads every app's end that can be recognised. */
export function loginsOf(objects: Objects, documents: readonly TreeDocument[], releases: readonly Release[], containers: readonly Container[]): Logins {
  const grafanas = grafanasOf(objects, releases, containers);
  const vaults = vaultMethodsOf(objects, containers);
  const nextclouds = providerCommandsOf(containers);
  const proxies = oauth2ProxiesOf(containers);
  const files = authenticationConfigurationsOf(documents);
  const configurations = files.map(({ root }) => root);
  const configurationTexts = new Map(files.map(({ root, text }) => [root, text]));
  const apiservers = apiserverArgumentsOf(documents, containers);
  const issuers = trustedIssuersOf(configurations, apiservers);
  const read = [
    ...grafanas.map(grafanaLogin),
    ...headlampLogins(releases),
    ...vaultwardenLogins(releases),
    ...vaults.map(vaultLogin),
    ...nextclouds.map(nextcloudLogin),
    ...proxies.flatMap((proxy) => oauth2ProxyLogin(proxy) ?? []),
    ...environmentLogins(containers),
    ...issuers.map(apiserverLogin),
  ];
  const all = [...read, ...integrationLogins(documents, objects.all, read)];
  return { all, grafanas, vaults, nextclouds, proxies, configurations, configurationTexts, apiservers, issuers };
}

/** The apiserver asks for nothing: it judges tokens that others got. Only its issuer and audience can agree or not. */
function apiserverLogin(issuer: TrustedIssuer): LoginEnd {
  const object = apiserverObject(issuer);
  const groups = admittedByRules(issuer);
  return {
    app: 'kube-apiserver',
    label: `kube-apiserver (${object.kind})`,
    object,
    at: issuer.at,
    endpoints: [],
    groups,
    exactIssuer: true,
    ...(groups.length > 0 ? { deciders: [{ what: 'a claimValidationRule', groups, at: groups[0]! }] } : {}),
    ...defined({
      clientId: issuer.audiences.length === 1 ? issuer.audiences[0] : undefined,
      issuer: issuer.url,
      usesGroups: issuer.groupsClaim,
      needsVerifiedEmail: issuer.usernameClaim?.value === 'email' ? issuer.usernameClaim : undefined,
    }),
  };
}
