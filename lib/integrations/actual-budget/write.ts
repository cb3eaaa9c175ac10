import type { ConfidentialContract } from '../../contract/contract.ts';
import { discoveryUrl } from '../../contract/discovery.ts';
import { PinoutError, show } from '../../contract/error.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { imageOf } from '../../delivery/image.ts';
import { ownEnv } from '../../delivery/own-env.ts';
import { type Env, secretKey } from '../../delivery/run-options.ts';
import { unprivileged, unprivilegedPod } from '../../delivery/unprivileged.ts';
import { containerEnd } from '../container-app.ts';
import type { AppEnd } from '../integration.ts';
import { breakGlass } from './break-glass.ts';
import { gate } from './gate.ts';
import type { ActualBudgetOptions } from './options.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'env.ACTUAL_OPENID_SERVER_HOSTNAME', why: 'Actual builds the redirect URI from it: with the scheme' },
  {
    path: 'env.ACTUAL_USER_CREATION_MODE',
    value: 'login',
    why: 'with `manual` the second user gets openid-grant-failed (actualbudget/actual#4193)',
  },
  { path: 'env.ACTUAL_MULTIUSER', why: 'without it the owner cannot add people, and no budget can be shared' },
  { path: 'env.ACTUAL_TOKEN_EXPIRATION', why: 'sessions never end by default' },
];

/** For amd64 and arm64. */
export const actualBudgetImage = 'docker.io/actualbudget/actual-server:26.9.0';

const port = 5006;

/**
 * Actual Budget's end: a container whose environment carries the login, behind a gate. A server that cannot reach the identity provider when it starts
 * takes its set-up back and lets anyone who comes first set a password, also when OpenID Connect is enforced (actualbudget/actual#6333).
 */
export function writeActualBudget(options: ActualBudgetOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const image = imageOf(options.image ?? actualBudgetImage, { app: slug, field: 'image' });
  const container = {
    image,
    port,
    env: ownEnv(environment(options, contract, facts), options.env, slug),
    data: { path: '/data', size: options.size ?? '2Gi' },
    before: {
      'wait-for-idp': {
        image,
        command: ['node', '--input-type=module', '-e', gate],
        env: { DISCOVERY_URL: discoveryUrl(facts, slug), ISSUER: issuerOf(facts, slug), ENFORCE: String(options.enforce !== false) },
        data: true,
      },
    },
    pod: unprivilegedPod(1001),
    security: unprivileged,
  };
  return { ...containerEnd(options, contract, container, { level: 'restricted', values: options.values }, facts), manual: [breakGlass(slug)], reasons };
}

function environment(options: ActualBudgetOptions, contract: ConfidentialContract, facts: Facts): Env {
  const { slug: app } = contract;
  const seconds = options.sessionSeconds ?? 604800;
  if (!Number.isInteger(seconds) || seconds < 300 || seconds > 31536000)
    throw new PinoutError({
      code: 'session-seconds-invalid',
      app,
      field: 'sessionSeconds',
      found: show(seconds),
      wanted: 'whole seconds from 300 (five minutes) to 31536000 (a year)',
      fix: "write for example sessionSeconds: 604800, or remove it'",
    });
  const enforce = options.enforce !== false;
  return {
    ACTUAL_PORT: String(port),
    ACTUAL_OPENID_DISCOVERY_URL: discoveryUrl(facts, app),
    ACTUAL_OPENID_CLIENT_ID: contract.clientId,
    ACTUAL_OPENID_CLIENT_SECRET: secretKey(contract.secret),
    ACTUAL_OPENID_SERVER_HOSTNAME: new URL(contract.tile.launchUrl).origin,
    ACTUAL_OPENID_PROVIDER_NAME: facts.idp.title,
    ACTUAL_OPENID_AUTH_METHOD: 'openid',
    ACTUAL_OPENID_ENFORCE: String(enforce),
    ACTUAL_LOGIN_METHOD: 'openid',
    ACTUAL_ALLOWED_LOGIN_METHODS: enforce ? 'openid' : 'openid,password',
    ACTUAL_USER_CREATION_MODE: options.users ?? 'login',
    ACTUAL_MULTIUSER: 'true',
    ACTUAL_TOKEN_EXPIRATION: String(seconds),
  };
}
