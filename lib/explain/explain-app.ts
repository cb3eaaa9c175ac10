import { type GoJson, GoObject, plainJson } from '../go/json.ts';
import type { CommonStep, Ends, Judge, Question } from '../integrations/judge.ts';
import { claimsOf, listClaim, stringClaim } from './claims.ts';
import { formatGoTime } from './go-time.ts';
import { decodeIdToken } from './id-token.ts';
import { type IssuerCause, issuerCause } from './issuer-cause.ts';
import { type Keys, signedBy } from './keys.ts';
import type { Step, Verdict } from './step.ts';
import { bearerOf, deepest, type TokenParts, tokenParts } from './token-parts.ts';

/** What decides over the tokens of one app: its judge, both ends of its login, and the keys. */
export interface AppContext {
  /** The name of the app in messages. */
  readonly name: string;
  readonly judge: Judge;
  readonly ends: Ends;
  /** Keys that were given: without them the signature is not evaluated. */
  readonly keys: Keys;
  readonly at: () => number;
}

/** Explains how an app would judge an ID token: issuer, signature, audience and times (those that the app skips are reported and pass), then the app's own checks. */
export async function explainForApp(line: string, context: AppContext): Promise<Verdict> {
  const token = tokenParts(bearerOf(line));
  const checks = token.payload === undefined || token.parts.length !== 3 ? [unreadable(token)] : await questions(token, token.payload, context);
  const steps: Step[] = [];
  let failed: Question | undefined;
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

function unreadable({ parts }: TokenParts): Question {
  if (parts.length === 5) return { step: 'JWT', passed: false, detail: 'the token is encrypted (JWE)', fix: 'remove encryption_key from the provider' };
  return { step: 'JWT', passed: false, detail: 'this is not a JWT with a JSON payload', fix: 'pass the ID token, not an opaque access token' };
}

async function questions(token: TokenParts, payload: GoObject, context: AppContext): Promise<readonly Question[]> {
  const decoded = decodeIdToken(payload);
  if ('error' in decoded) return [{ step: 'payload', passed: false, detail: decoded.error, fix: 'check the scope mappings of the provider' }];
  const { audience, expiry, notBefore } = decoded.token;
  const iss = payload.get('iss');
  const client = context.ends.app.clientId?.value ?? context.ends.idp?.clientId?.value;
  const skipped = (check: Question): Question =>
    context.judge.skips.includes(check.step as CommonStep) && check.passed !== true
      ? { step: check.step, passed: true, detail: `${check.detail}; ${context.name} does not check it` }
      : check;
  const common: Question[] = [
    issuerCheck(typeof iss === 'string' ? iss : '', context),
    await signatureCheck(token, context),
    {
      step: 'audience',
      passed: client === undefined ? undefined : audience.includes(client),
      detail: `aud is ${audience.join(', ') || 'missing'}${ofClient(client, audience)}`,
      fix: 'log in through this app: the token was issued to another client',
    },
    {
      step: 'expiry',
      passed: expiry !== undefined && expiry * 1000 >= context.at(),
      detail: expiry === undefined ? 'exp is missing' : `until ${formatGoTime(expiry * 1000)}`,
      fix: 'log in again; if this happens often, request offline_access and map it, so that the app can refresh tokens',
    },
    {
      step: 'not before',
      passed: notBefore === undefined || context.at() + 60_000 >= notBefore * 1000,
      detail: notBefore === undefined ? 'no nbf' : `from ${formatGoTime(notBefore * 1000)}`,
      fix: 'synchronize the clocks of provider and app',
    },
  ];
  // Apps look at claims of the first level and at lists of names; what nests deeper than that is an object to them.
  const claims = Object.fromEntries(payload.entries.map(([name, value]) => [name, token.depth > deepest ? shallow(value) : numbers(plainJson(value))]));
  return [...common.map(skipped), scopesCheck(context.ends), ...context.judge.ask(claims, context.ends)];
}

function ofClient(client: string | undefined, audience: readonly string[]): string {
  if (client === undefined) return '; the client id is not in the manifests';
  if (!audience.includes(client)) return `, but the client id of the app is ${client}`;
  return audience.length === 1 ? ', the client id of the app' : `; the client id of the app is ${client}`;
}

const shallow = (value: GoJson): unknown =>
  value instanceof GoObject ? {} : Array.isArray(value) ? (value as readonly GoJson[]).map((item) => (typeof item === 'string' ? item : {})) : plainJson(value);
const numbers = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : Array.isArray(value) ? value.map(numbers) : value);

const another = () => 'log in through this app: another provider issued the token';
const issuerFixes: Readonly<Record<IssuerCause, (iss: string) => string>> = {
  'issuer-missing': () => 'pass an ID token from the identity provider',
  'issuer-slash': () => 'they differ only in the trailing slash: write the issuer as in the discovery document',
  'issuer-scheme': () => 'make the proxy pass X-Forwarded-Proto: authentik sees plain http',
  'issuer-root': (iss) => `the app has authentik's root URL instead of the issuer of its application: write ${iss}`,
  'issuer-global': () => 'issuer_mode of the provider is global: set it to per_provider',
  'issuer-host': () => 'use the same public host of authentik for the login and in the app, never a Service name',
  'issuer-other': another,
};

function issuerCheck(iss: string, { ends: { app, idp } }: AppContext): Question {
  const issuer = app.issuer?.value ?? idp?.issuer?.value;
  const slug = app.slug?.value ?? idp?.slug?.value;
  if (issuer !== undefined) {
    const fix = issuerFixes[issuerCause(iss, [issuer])](iss);
    const passed = iss === issuer;
    return { step: 'issuer', passed, detail: `iss is ${iss || 'missing'}${passed ? ', which the app trusts' : `, but the app trusts ${issuer}`}`, fix };
  }
  if (slug === undefined) return { step: 'issuer', passed: undefined, detail: 'the manifests do not show which issuer the app trusts' };
  const fits = iss.replace(/\/$/, '').endsWith(`/application/o/${slug}`);
  return {
    step: 'issuer',
    passed: fits,
    detail: `iss is ${iss || 'missing'}, the application is ${slug}`,
    fix: another(),
  };
}

async function signatureCheck({ raw, header }: TokenParts, { keys, judge, name }: AppContext): Promise<Question> {
  const text = (name: string) => {
    const value = header instanceof GoObject ? header.get(name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  const alg = text('alg');
  if (alg.startsWith('HS')) {
    const detail = `signed with ${alg} and the client secret, because the provider has no signing key`;
    const fix = 'set a signing key on the provider; pinout does';
    return { step: 'signature', passed: judge.clientSecret === 'refused' ? false : undefined, detail, fix };
  }
  if (!('keys' in keys)) {
    const detail = 'unknown' in keys ? keys.unknown : 'broken' in keys ? keys.broken : keys.refused;
    return { step: 'signature', passed: undefined, detail, fix: 'pass the keys of the issuer with --jwks FILE' };
  }
  if (judge.algorithms !== undefined && !judge.algorithms.includes(alg)) {
    const detail = `signed with ${alg}, but by default ${name} accepts only ${judge.algorithms.join(', ')}`;
    return { step: 'signature', passed: false, detail, fix: 'use an RSA key as the signing key of the provider' };
  }
  const signed = await signedBy(raw, keys.keys, alg, text('kid'));
  return {
    step: 'signature',
    passed: signed,
    detail: signed ? `by a key of the issuer (${alg})` : `no key matches (${alg})`,
    fix: 'get a new token; compare its kid with the JWKS of the issuer',
  };
}

// What the app asks for and what the provider maps are one list in a contract; in a foreign or changed tree they may differ.
function scopesCheck({ app, idp }: Ends): Question {
  const asked = app.scopes?.map(({ value }) => value) ?? [];
  // A mapping that could not be told may bring any scope.
  const mapped = idp?.scopesComplete === false ? undefined : idp?.scopes?.map(({ value }) => value);
  const missing = mapped === undefined ? [] : asked.filter((scope) => scope !== 'openid' && !mapped.includes(scope));
  if (missing.length === 0) return { step: 'scopes', passed: true, detail: asked.join(' ') || 'not in the manifests' };
  return { step: 'scopes', passed: true, detail: `requested but not mapped by the provider, so their claims are missing: ${missing.join(', ')}` };
}
