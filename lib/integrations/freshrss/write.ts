import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { PinoutError, show } from '../../contract/error.ts';
import type { Facts } from '../../contract/facts.ts';
import { clientSecretRef, type SecretRef } from '../../contract/secret-ref.ts';
import { type Image, imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { type Env, secretKey } from '../../delivery/run-options.ts';
import { containerEnd } from '../container-app.ts';
import type { AppEnd } from '../integration.ts';
import type { FreshrssOptions } from './options.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'nodeSelector.kubernetes.io/arch', why: 'on arm64 it crashes once OpenID Connect is on (FreshRSS/FreshRSS#5722)' },
  { path: 'env.OIDC_SCOPES', why: 'by default only openid, and then there is no username' },
  { path: 'env.OIDC_X_FORWARDED_HEADERS', why: 'without them the redirect URI starts with http (FreshRSS/FreshRSS#8407)' },
  { path: 'env.OIDC_SESSION_INACTIVITY_TIMEOUT', why: 'the default is five minutes' },
  { path: 'env.FRESHRSS_INSTALL', why: 'read at the first start only' },
];

/** Debian: the Alpine one has no module for OpenID Connect, and Apache stops with an error. There is one for arm64 too, but not with a module that runs. */
export const freshrssImage = 'docker.io/freshrss/freshrss:1.29.1';

const port = 80;

/** FreshRSS' end: a container in which Apache itself asks for the login. */
export function writeFreshrss(options: FreshrssOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const cryptoKey: SecretRef = {
    name: `${slug}-crypto`,
    generation: generation(options.cryptoKeyGeneration ?? 1, slug),
    key: 'key',
  };
  const container = {
    image: debian(imageOf(options.image ?? freshrssImage, { app: slug, field: 'image' }), slug),
    port,
    env: ownEnv(environment(options, contract, cryptoKey, facts), options.env, slug),
    data: { path: '/var/www/FreshRSS/data', size: options.size ?? '1Gi' },
    pod: { nodeSelector: { 'kubernetes.io/arch': 'amd64' } },
  };
  return {
    ...containerEnd(options, contract, container, { level: 'baseline' }, facts, ['CRON_MIN', 'FRESHRSS_INSTALL', 'FRESHRSS_USER']),
    generated: [cryptoKey],
    reasons,
  };
}

function environment(options: FreshrssOptions, contract: ConfidentialContract, cryptoKey: SecretRef, facts: Facts): Env {
  const { origin } = new URL(contract.tile.launchUrl);
  const admin = userName(options.admin, contract.slug);
  return {
    CRON_MIN: minutes(options.cronMinutes ?? '13,43', contract.slug),
    OIDC_ENABLED: '1',
    OIDC_PROVIDER_METADATA_URL: discoveryUrl(facts, contract.slug),
    OIDC_CLIENT_ID: contract.clientId,
    OIDC_CLIENT_SECRET: secretKey(contract.secret),
    // Encrypts the session cookies: a new one signs everyone out, so it has a generation of its own.
    OIDC_CLIENT_CRYPTO_KEY: secretKey(cryptoKey),
    OIDC_REMOTE_USER_CLAIM: 'preferred_username',
    OIDC_SCOPES: contract.scopes.join(' '),
    OIDC_X_FORWARDED_HEADERS: 'X-Forwarded-Host X-Forwarded-Proto',
    OIDC_SESSION_INACTIVITY_TIMEOUT: '3600',
    // Read at the first start alone: it makes the administrator, and tells FreshRSS to believe Apache instead of showing a form of its own.
    FRESHRSS_INSTALL: `--api-enabled --auth-type http_auth --base-url ${origin} --default-user ${admin} --language en`,
    FRESHRSS_USER: `--user ${admin}`,
  };
}

/** The script of the image splits the value at spaces: the alphabet of FreshRSS' own user names holds nothing that a shell would change. */
function userName(value: unknown, app: string): string {
  if (typeof value === 'string' && /^[0-9A-Za-z_][0-9A-Za-z_.@-]{0,38}$/.test(value)) return value;
  throw new PinoutError({
    code: 'admin-name-invalid',
    app,
    field: 'admin',
    found: show(value),
    wanted: 'an authentik username that FreshRSS accepts: at most 39 letters, digits and the characters _ . @ -, not starting with . @ or -',
    fix: "write for example admin: 'jan'",
  });
}

function minutes(value: unknown, app: string): string {
  if (typeof value === 'string' && /^(\*(\/[1-5]?\d)?|[1-5]?\d(,[1-5]?\d)*)$/.test(value)) return value;
  throw new PinoutError({
    code: 'cron-minutes-invalid',
    app,
    field: 'cronMinutes',
    found: show(value),
    wanted: 'the minutes field of a cron expression',
    fix: "write for example cronMinutes: '13,43', or '*/20'",
  });
}

function generation(value: number, app: string): number {
  // The same rule as for a client secret.
  try {
    return clientSecretRef(app, value, app).generation;
  } catch {
    throw new PinoutError({
      code: 'generation-invalid',
      app,
      field: 'cryptoKeyGeneration',
      found: show(value),
      wanted: 'a whole number from 1 to 9999 that only increases',
      fix: 'remove cryptoKeyGeneration, or write 2 for a new key',
    });
  }
}

function debian(image: Image, app: string): Image {
  if (!/alpine|arm/.test(image.tag) && !image.repository.includes('linuxserver')) return image;
  throw new PinoutError({
    code: 'image-without-oidc',
    app,
    field: 'image',
    found: show(`${image.repository}:${image.tag}`),
    wanted: 'the Debian image of FreshRSS: Alpine, ARM and linuxserver images do not contain the OpenID Connect module',
    fix: `write image: '${freshrssImage}', or remove it`,
  });
}
