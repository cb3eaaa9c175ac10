import { namesIssuer } from '../../contract/issuer-setting.ts';
import { environmentEnds, secretOf } from '../../login/environment-form.ts';
import { namesProvider, providersByHost } from '../../idp/hosts.ts';
import { genericSettingsEnds } from '../../login/generic-settings.ts';
import type { IdpFacts } from '../../login/idp-facts.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import { issuerOfDiscovery, type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import { settingsOf } from '../../login/settings.ts';
import type { Container } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { hostOf, slugOf } from '../../tree/known.ts';
import { knownApps } from './known-apps.ts';

const issuer = /^(https?:\/\/[^/]+\/application\/o\/[^/]+\/?)(?:\.well-known\/openid-configuration)?$/;

/**
 * Reads an app's end that is in a container's environment: by the names that an app or many apps have for it, else by an address of authentik's
 * application and a client id in a variable that ends in `CLIENT_ID`; and in maps of settings that have a client id and an issuer side by side.
 */
export function readOidcApp(manifests: Manifests): LoginEnd[] {
  const hosts = providersByHost(manifests);
  const inVariables = manifests.containers.flatMap((container) => {
    for (const form of knownApps) {
      const ends = environmentEnds(form, [container]);
      if (ends.length > 0) return ends;
    }
    return byValue(container, hosts);
  });
  return [...inVariables, ...genericSettingsEnds(settingsOf(manifests))];
}

/** By an issuer of authentik; by a provider's own address, or a name inside the cluster, where an issuer belongs; or by names that speak of a login. */
function byValue(container: Container, hosts: ReadonlyMap<string, IdpFacts>): LoginEnd[] {
  const { env, object, release } = container;
  const texts = [...env].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]));
  const isProvider = (host: string) => hosts.has(host) || (isInsideHost(host) && namesProvider(host));
  const at = (texts.find(([, { value }]) => issuer.test(value) && slugOf(value) !== undefined) ??
    texts.find(([name, { value }]) => namesIssuer(name) && value.startsWith('http') && isProvider(hostOf(value) ?? '')) ??
    texts.find(([name, { value }]) => namesIssuer(name) && ofLogin.test(name) && /^(?:https?:\/\/|\$\{)/.test(value)))?.[1];
  const ending = (end: RegExp) => [...env].find(([name]) => end.test(name))?.[1];
  const clientId = ending(/(?:^|_)CLIENT_?ID$/i);
  if (at === undefined || clientId === undefined) return [];
  const url = issuer.exec(at.value)?.[1] ?? issuerOfDiscovery(at.value);
  const secret = ending(/(?:^|_)CLIENT_?SECRET$/i);
  const callback = ending(/(?:REDIRECT|CALLBACK)_UR[IL]$/i)?.value;
  const scopes = scopesOf(ending(/(?:^|_)SCOPES?$/i)?.value);
  return [
    oidcEnd({
      app: 'oidc-app',
      unknownApp: true,
      called: 'the app',
      object,
      release,
      container,
      at: clientId.value ?? clientId.at,
      // Whether the app wants the slash at its end differs; the issuer of authentik has one.
      issuer: { ...at, value: url.endsWith('/') || slugOf(url) === undefined ? url : `${url}/` },
      clientId: clientId.value,
      confidential: secret !== undefined,
      sends: callback === undefined ? undefined : [callback],
      scopes,
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      secret: secretOf(secret),
    }),
  ];
}

const ofLogin = /OIDC|OPENID|OAUTH|SSO/i;
