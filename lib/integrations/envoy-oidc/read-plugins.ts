import { type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Manifests } from '../../tree/manifests.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { TreeObject } from '../../tree/tree.ts';

/**
 * Logins that a gateway does by a plugin of OpenID Connect: Apache APISIX (apache/apisix docs/en/latest/plugins/openid-connect.md) in its routes and
 * its lists of plugins, Kong's `openid-connect` and its community's `oidc`, and a Policy of F5's NGINX Ingress Controller with `oidc`.
 */
export function readGatewayPlugins({ objects }: Manifests): LoginEnd[] {
  const inRoutes = objects.of('ApisixRoute').flatMap((object) =>
    object.root
      .items('spec', 'http')
      .flatMap((rule) => rule.items('plugins'))
      .flatMap((plugin) => ofPlugin(object, plugin, 'APISIX')),
  );
  const inLists = (['ApisixPluginConfig', 'ApisixGlobalRule', 'PluginConfig'] as const).flatMap((kind) =>
    objects.of(kind).flatMap((object) => object.root.items('spec', 'plugins').flatMap((plugin) => ofPlugin(object, plugin, 'APISIX'))),
  );
  const ofKong = (['KongPlugin', 'KongClusterPlugin'] as const).flatMap((kind) =>
    objects.of(kind).flatMap((object) => (/^(?:oidc|openid-connect)$/.test(object.root.text('plugin') ?? '') ? ofPlugin(object, object.root, 'Kong') : [])),
  );
  const ofNginx = objects.of('Policy').flatMap((object) => ofPolicy(object));
  return [...inRoutes, ...inLists, ...ofKong, ...ofNginx];
}

/** A plugin with a name, and a map `config`. */
function ofPlugin(object: TreeObject, plugin: Reader, called: string): LoginEnd[] {
  const config = plugin.get('config');
  const name = plugin.text('name') ?? plugin.text('plugin');
  if (!/^(?:oidc|openid-connect)$/.test(name ?? '') || plugin.get('enable').scalar() === false || plugin.get('disabled').scalar() === true) return [];
  // What only judges tokens of others signs nobody in.
  if (config.get('bearer_only').scalar() === true || /^(?:yes|true)$/.test(`${config.text('bearer_only')}`)) return [];
  const clientId = config.get('client_id');
  const secret = plugin.get('secretRef').locatedText();
  if (!clientId.exists && secret === undefined) return [];
  const one = clientId.items()[0] ?? clientId;
  const redirect = (config.items('redirect_uri')[0] ?? config.get('redirect_uri')).locatedText();
  const scope = config.get('scope').exists ? config.get('scope') : config.get('scopes');
  const scopes = scope.items().length > 0 ? scope.items().flatMap((item) => scopesOf(item.locatedText()) ?? []) : scopesOf(scope.locatedText());
  const issuer = ['discovery', 'issuer'].map((key) => config.get(key).locatedText()).find((found) => found !== undefined);
  return [
    oidcEnd({
      app: 'envoy-oidc',
      called,
      object,
      at: (clientId.exists ? one : plugin).located(undefined),
      issuer: issuer === undefined ? undefined : { ...issuer, value: issuer.value.replace(/\.well-known\/openid-configuration$/, '') },
      endpoints: [],
      clientId: one.locatedText(),
      confidential: config.get('client_secret').exists ? true : undefined,
      secret: undefined,
      idSecret: clientId.exists || secret === undefined ? undefined : { name: secret, key: { ...secret, value: 'client_id' } },
      scopes,
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      // Without one, or with a path alone, the host is that of the request.
      sends: redirect !== undefined && /^https?:\/\//.test(redirect.value) ? [redirect] : undefined,
      exactIssuer: false,
    }),
  ];
}

/** nginx/kubernetes-ingress, Policy `oidc`: docs.nginx.com/nginx-ingress-controller/configuration/policy-resource; it comes back to /_codexch. */
function ofPolicy(object: TreeObject): LoginEnd[] {
  const oidc = object.root.get('spec', 'oidc');
  const clientId = oidc.get('clientID').locatedText();
  if (clientId === undefined) return [];
  const scopes = scopesOf(oidc.get('scope').locatedText())?.flatMap((scope) => scope.value.split('+').map((value) => ({ ...scope, value })));
  return [
    oidcEnd({
      app: 'envoy-oidc',
      called: 'NGINX Ingress Controller',
      object,
      at: clientId,
      issuer: undefined,
      endpoints: ['authEndpoint', 'tokenEndpoint', 'jwksURI'].flatMap((key) => oidc.get(key).locatedText() ?? []),
      clientId,
      confidential: true,
      secret: secretIn(oidc),
      scopes: scopes ?? [{ ...clientId, value: 'openid' }],
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      otherRedirects: oidc.get('redirectURI').exists ? undefined : /\/_codexch$/,
      exactIssuer: false,
    }),
  ];
}

function secretIn(oidc: Reader): LoginEnd['secret'] {
  const name = oidc.get('clientSecret').locatedText();
  return name === undefined ? undefined : { name, key: { ...name, value: 'client-secret' } };
}
