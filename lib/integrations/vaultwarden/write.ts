import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import { expose } from '../../edge/expose.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { appTemplatePods, networkPolicy } from '../../edge/network-policy.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import { type Env, secretKey } from '../../delivery/run-options.ts';
import { unprivileged, unprivilegedPod } from '../../delivery/unprivileged.ts';
import { workload } from '../../delivery/workload.ts';
import type { AppEnd } from '../integration.ts';
import type { VaultwardenOptions } from './options.ts';

/** The first release with SSO_SIGNUPS_ALLOWED, and in which a master password can be set again (dani-garcia/vaultwarden#7659). For amd64 and arm64. */
export const vaultwardenImage = 'docker.io/vaultwarden/server:1.37.3';

const port = 8080;

/** Vaultwarden's end: a container whose environment carries the login. */
export function writeVaultwarden(options: VaultwardenOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug, tile } = contract;
  const namespace = dnsLabel(options.namespace ?? slug, { app: slug, field: 'namespace' });
  const token: SecretRef | undefined = options.admin === true ? { name: `${slug}-admin`, generation: 1, key: 'token' } : undefined;
  const env = ownEnv(environment(options, contract, token, facts), options.env, slug);
  const container = {
    name: slug,
    image: imageOf(options.image ?? vaultwardenImage, { app: slug, field: 'image' }),
    port,
    env,
    data: { path: '/data', size: options.size ?? '2Gi' },
    hostAliases: hostAliases(facts),
    pod: unprivilegedPod(1000),
    security: unprivileged,
  };
  const objects = [
    expose({ name: slug, namespace, host: new URL(tile.launchUrl).hostname, service: slug, port }, facts),
    ...workload({ name: slug, namespace, what: { container }, values: options.values ?? {}, release: options }, facts.features),
    ...networkPolicy(options.networkPolicy, false, { name: slug, namespace, pods: appTemplatePods(slug) }, facts),
  ];
  return {
    namespace,
    ...podLevel(objects, 'restricted', options.values),
    secrets: [contract.secret],
    generated: token === undefined ? [] : [token],
    objects,
  };
}

function environment(options: VaultwardenOptions, contract: ConfidentialContract, token: SecretRef | undefined, facts: Facts): Env {
  const signups = options.signups ?? 'sso';
  return {
    ROCKET_PORT: String(port),
    // The redirect URI is made of it.
    DOMAIN: new URL(contract.tile.launchUrl).origin,
    SSO_ENABLED: 'true',
    SSO_ONLY: String(options.ssoOnly === true),
    // With the slash: the issuer is compared as text (dani-garcia/vaultwarden#6770), although the template of its settings says without.
    SSO_AUTHORITY: issuerOf(facts, contract.slug),
    SSO_CLIENT_ID: contract.clientId,
    SSO_CLIENT_SECRET: secretKey(contract.secret),
    // openid is asked for in any case.
    SSO_SCOPES: contract.scopes.filter((scope) => scope !== 'openid').join(' '),
    SSO_PKCE: 'true',
    // A local account of the same address becomes that of the user: authentik's addresses are trusted already.
    SSO_SIGNUPS_MATCH_EMAIL: 'true',
    SSO_SIGNUPS_ALLOWED: String(signups !== 'closed'),
    SIGNUPS_ALLOWED: String(signups === 'open'),
    ...(token === undefined ? {} : { ADMIN_TOKEN: secretKey(token) }),
  };
}
