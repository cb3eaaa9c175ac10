import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import type { SecretRef } from '../../contract/secret-ref.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { type Env, secretKey } from '../../delivery/run-options.ts';
import { unprivileged, unprivilegedPod } from '../../delivery/unprivileged.ts';
import { containerEnd } from '../container-app.ts';
import type { AppEnd } from '../integration.ts';
import type { VaultwardenOptions } from './options.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'env.DOMAIN', why: 'Vaultwarden builds the redirect URI from it' },
  { path: 'env.SSO_AUTHORITY', why: 'with the slash: the issuer is compared as text (dani-garcia/vaultwarden#6770)' },
  { path: 'env.SSO_SCOPES', why: 'Vaultwarden adds openid itself' },
  { path: 'env.SSO_SIGNUPS_MATCH_EMAIL', why: 'links a local account with the same e-mail address to the user' },
];

/** The first release with SSO_SIGNUPS_ALLOWED, and in which a master password can be set again (dani-garcia/vaultwarden#7659). For amd64 and arm64. */
export const vaultwardenImage = 'docker.io/vaultwarden/server:1.37.3';

const port = 8080;

/** Vaultwarden's end: a container whose environment carries the login. */
export function writeVaultwarden(options: VaultwardenOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const token: SecretRef | undefined = options.admin === true ? { name: `${slug}-admin`, generation: 1, key: 'token' } : undefined;
  const env = ownEnv(environment(options, contract, token, facts), options.env, slug);
  const container = {
    image: imageOf(options.image ?? vaultwardenImage, { app: slug, field: 'image' }),
    port,
    env,
    data: { path: '/data', size: options.size ?? '2Gi' },
    pod: unprivilegedPod(1000),
    security: unprivileged,
  };
  return {
    ...containerEnd(options, contract, container, { level: 'restricted', values: options.values }, facts, ['ROCKET_PORT']),
    generated: token === undefined ? [] : [token],
    reasons,
  };
}

function environment(options: VaultwardenOptions, contract: ConfidentialContract, token: SecretRef | undefined, facts: Facts): Env {
  const signups = options.signups ?? 'sso';
  return {
    ROCKET_PORT: String(port),
    DOMAIN: new URL(contract.tile.launchUrl).origin,
    SSO_ENABLED: 'true',
    SSO_ONLY: String(options.ssoOnly === true),
    SSO_AUTHORITY: issuerOf(facts, contract.slug),
    SSO_CLIENT_ID: contract.clientId,
    SSO_CLIENT_SECRET: secretKey(contract.secret),
    SSO_SCOPES: contract.scopes.filter((scope) => scope !== 'openid').join(' '),
    SSO_PKCE: 'true',
    SSO_SIGNUPS_MATCH_EMAIL: 'true',
    SSO_SIGNUPS_ALLOWED: String(signups !== 'closed'),
    SIGNUPS_ALLOWED: String(signups === 'open'),
    ...(token === undefined ? {} : { ADMIN_TOKEN: secretKey(token) }),
  };
}
