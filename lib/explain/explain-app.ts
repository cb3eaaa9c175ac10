import type { Observed } from '../contract/observed.ts';
import { GoObject, plainJson } from '../go/json.ts';
import type { JWK } from 'jose';
import { claimsOf, listClaim, stringClaim } from './claims.ts';
import { formatGoTime } from './go-time.ts';
import { decodeIdToken } from './id-token.ts';
import { signedBy } from './keys.ts';
import type { Step, Verdict } from './step.ts';
import { bearerOf, type TokenParts, tokenParts } from './token-parts.ts';

/** What an app asks of an ID token, read out of its own settings and the blueprint of its client. */
export interface AppContext {
  readonly name: string;
  /** The app's end, as its integration reads it. */
  readonly app: Observed;
  /** The identity provider's end, as the blueprint has it. */
  readonly idp: Observed | undefined;
  /** Keys that were given: without them the signature is not evaluated. */
  readonly keys: readonly JWK[] | undefined;
  readonly at: () => number;
  /** What this app does not look at, with the reason: Grafana takes a token from the token endpoint as it is. */
  readonly blind: ReadonlySet<string>;
  /** Questions of this app alone, behind the common ones. */
  readonly own: (claims: Readonly<Record<string, unknown>>) => readonly AppCheck[];
}

/** One question and its answer; `fix` stands with a refusal. */
export interface AppCheck {
  readonly step: string;
  readonly passed: boolean | undefined;
  readonly detail: string;
  readonly why?: string;
  readonly fix?: string;
}

/** Explains an ID token as an app would take it: issuer, audience, times, then the groups and roles of its contract. */
export async function explainForApp(line: string, context: AppContext): Promise<Verdict> {
  const token = tokenParts(bearerOf(line));
  const checks = token.payload === undefined || token.parts.length !== 3 ? [unreadable(token)] : await questions(token, token.payload, context);
  const steps: Step[] = [];
  let failed: AppCheck | undefined;
  for (const check of checks) {
    if (failed !== undefined) steps.push({ step: check.step, status: 'not reached' });
    else {
      const status = check.passed === undefined ? 'not evaluated' : check.passed ? 'passed' : 'failed';
      steps.push({ step: check.step, status, detail: check.detail });
      if (status === 'failed') failed = check;
    }
  }
  if (failed !== undefined) return { accepted: false, error: failed.detail, user: null, steps, why: failed.why ?? failed.detail, fix: failed.fix ?? null };
  const claims = claimsOf(token.payload!);
  const open = checks.find(({ passed }) => passed === undefined);
  const text = (name: string) => {
    const read = stringClaim(claims, name);
    return 'value' in read ? read.value : '';
  };
  const groups = listClaim(claims, 'groups');
  const role = checks.find(({ step }) => step === 'role');
  return {
    accepted: true,
    error: null,
    user: {
      username: text('preferred_username'),
      uid: text('sub'),
      groups: 'value' in groups ? groups.value : [],
      extra: role === undefined ? {} : { role: [role.detail] },
    },
    steps,
    why: open === undefined ? null : `not evaluated: ${open.step}: ${open.detail}`,
    fix: open?.fix ?? null,
  };
}

function unreadable({ parts }: TokenParts): AppCheck {
  if (parts.length === 5) return { step: 'JWT', passed: false, detail: 'the token is encrypted (JWE)', fix: 'remove encryption_key from the provider' };
  return { step: 'JWT', passed: false, detail: 'this is no JWT with a JSON payload', fix: 'give the ID token, not an opaque access token' };
}

async function questions(token: TokenParts, payload: GoObject, context: AppContext): Promise<readonly AppCheck[]> {
  const decoded = decodeIdToken(payload);
  if ('error' in decoded) return [{ step: 'payload', passed: false, detail: decoded.error, fix: 'look at the scope mappings of the provider' }];
  const { audience, expiry, notBefore } = decoded.token;
  const iss = payload.get('iss');
  const client = context.app.clientId?.value ?? context.idp?.clientId?.value;
  const blind = (check: AppCheck): AppCheck =>
    context.blind.has(check.step) && check.passed === false
      ? { ...check, passed: true, detail: `${check.detail}; ${context.name} does not look at it` }
      : check;
  const common: AppCheck[] = [
    issuerCheck(typeof iss === 'string' ? iss : '', context),
    await signatureCheck(token, context),
    {
      step: 'audience',
      passed: client === undefined ? undefined : audience.includes(client),
      detail: `aud is ${audience.join(', ') || 'missing'}${client === undefined ? '; the client id is not in the manifests' : `, the client is ${client}`}`,
      fix: 'log in through this app: the token is of another client',
    },
    {
      step: 'expiry',
      passed: expiry !== undefined && expiry * 1000 >= context.at(),
      detail: expiry === undefined ? 'exp is missing' : `until ${formatGoTime(expiry * 1000)}`,
      fix: 'log in again; when it happens often, ask for offline_access and map it, so that the app can refresh',
    },
    {
      step: 'not before',
      passed: notBefore === undefined || context.at() + 60_000 >= notBefore * 1000,
      detail: notBefore === undefined ? 'no nbf' : `from ${formatGoTime(notBefore * 1000)}`,
      fix: 'set the clocks of provider and app',
    },
  ];
  const claims = Object.fromEntries(payload.entries.map(([name, value]) => [name, numbers(plainJson(value))]));
  return [...common.map(blind), scopesCheck(context), emailCheck(claims), ...context.own(claims)];
}

const numbers = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : Array.isArray(value) ? value.map(numbers) : value);

function issuerCheck(iss: string, { app, idp }: AppContext): AppCheck {
  const issuer = app.issuer?.value ?? idp?.issuer?.value;
  const slug = app.slug?.value ?? idp?.slug?.value;
  if (issuer !== undefined) {
    const slash = iss !== issuer && iss.replace(/\/$/, '') === issuer.replace(/\/$/, '');
    const fix = slash
      ? 'they differ in the slash at the end: write the issuer as the discovery document has it'
      : 'log in through this app: the token is of another provider';
    return { step: 'issuer', passed: iss === issuer, detail: `iss is ${iss || 'missing'}, the app trusts ${issuer}`, fix };
  }
  if (slug === undefined) return { step: 'issuer', passed: undefined, detail: 'the manifests do not say which issuer the app trusts' };
  const fits = iss.replace(/\/$/, '').endsWith(`/application/o/${slug}`);
  return {
    step: 'issuer',
    passed: fits,
    detail: `iss is ${iss || 'missing'}, the application is ${slug}`,
    fix: 'log in through this app: the token is of another provider',
  };
}

async function signatureCheck({ raw, header }: TokenParts, { keys }: AppContext): Promise<AppCheck> {
  const text = (name: string) => {
    const value = header instanceof GoObject ? header.get(name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const alg = text('alg');
  if (alg.startsWith('HS')) {
    return {
      step: 'signature',
      passed: false,
      detail: `signed with ${alg}: the provider has no signing key`,
      fix: 'give the provider a signing key; pinout writes one',
    };
  }
  if (keys === undefined) return { step: 'signature', passed: undefined, detail: 'no keys were given', fix: 'give the keys of the issuer with --jwks FILE' };
  const signed = await signedBy(raw, keys, alg, text('kid'));
  return {
    step: 'signature',
    passed: signed,
    detail: signed ? `by a key of the issuer (${alg})` : `no key fits (${alg})`,
    fix: 'get a new token; compare its kid with the JWKS of the issuer',
  };
}

// What the app asks for and what the provider maps are one list in a contract; in a foreign or changed tree they may differ.
function scopesCheck({ app, idp }: AppContext): AppCheck {
  const asked = app.scopes?.map(({ value }) => value) ?? [];
  const mapped = idp?.scopes?.map(({ value }) => value);
  const missing = mapped === undefined ? [] : asked.filter((scope) => scope !== 'openid' && !mapped.includes(scope));
  if (missing.length === 0) return { step: 'scopes', passed: true, detail: asked.join(' ') || 'not in the manifests' };
  return { step: 'scopes', passed: true, detail: `asked for but not mapped by the provider, so their claims are missing: ${missing.join(', ')}` };
}

function emailCheck(claims: Readonly<Record<string, unknown>>): AppCheck {
  const verified = claims['email_verified'];
  const detail = verified === undefined ? 'email_verified is not in the token' : `email_verified is ${JSON.stringify(verified)}`;
  return { step: 'email', passed: true, detail: verified === false ? `${detail}: authentik’s own mapping says so since 2025.10` : detail };
}
