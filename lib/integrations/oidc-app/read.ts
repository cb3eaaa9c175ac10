import { namesIssuer } from '../../contract/issuer-setting.ts';
import type { Seen } from '../../contract/observed.ts';
import { environmentEnds, isForm, secretOf } from '../../login/environment-form.ts';
import { identityHosts } from '../../login/identity-hosts.ts';
import { isInsideHost } from '../../login/inside-host.ts';
import { issuerOfDiscovery, type LoginEnd, oidcEnd, scopesOf } from '../../login/login-end.ts';
import type { Container } from '../../tree/containers.ts';
import type { Manifests } from '../../tree/manifests.ts';
import { hostOf, slugOf } from '../../tree/known.ts';
import { knownApps } from './known-apps.ts';

const issuer = /^(https?:\/\/[^/]+\/application\/o\/[^/]+\/?)(?:\.well-known\/openid-configuration)?$/;

/**
 * Reads an app's end that is in a container's environment: by the names that an app or many apps have for it, else by an address of authentik's
 * application and a client id in a variable that ends in `CLIENT_ID`. Settings in files, databases or a chart's own values are not found: nobody could
 * say in general where they are.
 */
export function readOidcApp(manifests: Manifests): LoginEnd[] {
  const hosts = identityHosts(manifests);
  return manifests.containers.flatMap((container) => {
    const form = knownApps.find((one) => isForm(one, container));
    return form === undefined ? byValue(container, hosts) : environmentEnds(form, [container]);
  });
}

/** By an issuer of authentik; or by authentik's own address, or a name inside the cluster, where an issuer belongs. */
function byValue(container: Container, hosts: ReadonlySet<string>): LoginEnd[] {
  const { env, object, release } = container;
  const texts = [...env].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value] as const]));
  const isAuthentik = (host: string) => hosts.has(host) || (isInsideHost(host) && host.includes('authentik'));
  const at = (texts.find(([, { value }]) => issuer.test(value) && slugOf(value) !== undefined) ??
    texts.find(([name, { value }]) => namesIssuer(name) && value.startsWith('http') && isAuthentik(hostOf(value) ?? '')))?.[1];
  const ending = (end: RegExp): Seen<string> | undefined => texts.find(([name]) => end.test(name))?.[1];
  const clientId = ending(/(?:^|_)CLIENT_?ID$/i);
  if (at === undefined || clientId === undefined) return [];
  const url = issuer.exec(at.value)?.[1] ?? issuerOfDiscovery(at.value);
  const [, secret] = [...env].find(([name]) => /(?:^|_)CLIENT_?SECRET$/i.test(name)) ?? [];
  const callback = ending(/(?:REDIRECT|CALLBACK)_UR[IL]$/i);
  const scopes = scopesOf(ending(/(?:^|_)SCOPES?$/i));
  return [
    oidcEnd({
      app: 'oidc-app',
      object,
      release,
      container,
      at: clientId,
      // Whether the app wants the slash at its end differs; the issuer of authentik has one.
      issuer: { ...at, value: url.endsWith('/') ? url : `${url}/` },
      clientId,
      confidential: secret !== undefined,
      sends: callback === undefined ? undefined : [callback],
      scopes,
      refresh: scopes?.find(({ value }) => value === 'offline_access'),
      secret: secretOf(secret),
    }),
  ];
}
