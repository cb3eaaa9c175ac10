import { anonymousVerdict, withAuthenticated } from './system-groups.ts';
import type { Value } from '../cel/value.ts';
import { goQuote, goQuoteList } from '../go/quote.ts';
import type { GoJson } from '../go/json.ts';
import { GoObject } from '../go/json.ts';
import type { JwtAuthenticator } from '../kubernetes/authentication-configuration.ts';
import type { JwtPrograms } from '../kubernetes/jwt-programs.ts';
import type { ApiserverContext } from './token-context.ts';
import { type Claims, claimsOf, claimsVariable, stringClaim, type User, userVariable } from './claims.ts';
import { formatGoTime, goZeroTime } from './go-time.ts';
import { mayOf, noRightsReason } from './may.ts';
import { decodeIdToken, type IdToken } from './id-token.ts';
import { issuerCause } from './issuer-cause.ts';
import { signedBy } from './keys.ts';
import { run, UserMapping } from './map-user.ts';
import { NotKnown, Refused } from './refused.ts';
import type { Step, Verdict } from './step.ts';
import { bearerOf, decodeBase64Url, deepest, malformed, type TokenParts, tokenParts } from './token-parts.ts';
import { why } from './why.ts';

/** Every algorithm that a file allows (k8s.io/apiserver oidc.go, AllValidSigningAlgorithms). */
const algorithms = ['ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

type Check = readonly [step: string, run: (state: State) => Promise<string | undefined> | string | undefined];

/** What the steps find out one after the other. */
interface State {
  readonly context: ApiserverContext;
  readonly token: TokenParts;
  entry: JwtAuthenticator;
  programs: JwtPrograms;
  idToken: IdToken | undefined;
  claims: Claims;
  /** Undefined: the claims nest too deep to be walked. */
  claimsValue: Value | undefined;
  user: User;
}

/** Explains one line as a bearer token: the steps of kube-apiserver in its order, with its words. */
export async function explainForApiserver(line: string, context: ApiserverContext): Promise<Verdict> {
  const bearer = bearerOf(line);
  if (bearer === '') return anonymousVerdict(context.configuration);
  const token = tokenParts(bearer);
  const state: State = {
    context,
    token,
    entry: {},
    programs: { extra: [], claimRules: [], userRules: [] },
    idToken: undefined,
    claims: new Map(),
    claimsValue: null,
    user: { username: '', uid: '', groups: [], extra: {} },
  };
  const steps: Step[] = [];
  let refused: Refused | undefined;
  let unknown: string | undefined;
  for (const [step, check] of checks(context.minor)) {
    if (refused !== undefined || (unknown !== undefined && step !== 'signature' && stopsAfter.has(unknownStep(steps)))) {
      steps.push({ step, status: 'not reached' });
      continue;
    }
    try {
      const detail = await check(state);
      steps.push({ step, status: 'passed', ...(detail === undefined ? {} : { detail }) });
    } catch (error) {
      if (error instanceof NotKnown) {
        unknown ??= error.message;
        steps.push({ step, status: 'not evaluated', detail: error.message });
      } else if (error instanceof Refused) {
        refused = error;
        steps.push({ step, status: 'failed', detail: error.message });
      } else throw error;
    }
  }
  if (refused !== undefined) return refusal(refused, steps, state, unknown);
  if (unknown !== undefined) {
    const fix = unknown.includes('key')
      ? 'pass the keys of the issuer with --jwks FILE, or run this where the issuer can be reached'
      : 'ask the server itself: a TokenReview shows the reason';
    return { accepted: false, error: null, user: null, steps, why: `not evaluated: ${unknown}. All other steps passed`, fix };
  }
  const user = withAuthenticated(state.user);
  const { bindings } = context;
  const none = noRightsReason(state.user, bindings);
  return {
    accepted: true,
    error: null,
    user,
    steps,
    why: none?.why ?? null,
    fix: none?.fix ?? null,
    ...(bindings === undefined ? {} : { may: mayOf(bindings, user) }),
  };
}

// A mapping or rule that is not evaluated leaves the rest open; a signature that is not evaluated does not: what follows says what else is wrong.
const stopsAfter = new Set(['username', 'groups', 'uid', 'extra', 'claim rules', 'user rules']);
const unknownStep = (steps: readonly Step[]): string => steps.findLast(({ status }) => status === 'not evaluated')?.step ?? '';

function refusal(refused: Refused, steps: readonly Step[], state: State, unknown: string | undefined): Verdict {
  const taken = steps.some(({ step, status }) => step === 'issuer' && status === 'passed');
  // The service account authenticators are in the same union and add their own text first (facts of k8s.io/kubernetes pkg/kubeapiserver/authenticator/config.go).
  const error = taken ? `[invalid bearer token, ${refused.message}]` : 'invalid bearer token';
  const said = why(refused.cause_, {
    token: state.token,
    claims: state.claims,
    entry: state.entry,
    configuration: state.context.configuration,
    now: state.context.at(),
    text: refused.message,
  });
  const open = unknown === undefined ? '' : ` (before that: ${unknown})`;
  return { accepted: false, error, user: null, steps, why: `${said.why}${open}`, fix: said.fix };
}

function checks(minor: number): readonly Check[] {
  const header: Check = ['header', readHeader];
  const algorithm: Check = ['algorithm', checkAlgorithm];
  const signature: Check = ['signature', checkSignature];
  const payload: Check = ['payload', readPayload];
  const typed: readonly Check[] = [
    payload,
    ['claim sources', checkSources],
    ['audience', checkAudience],
    ['expiry', checkExpiry],
    ['not before', checkNotBefore],
  ];
  // go-oidc 2.5.0, which 1.36 brought, looks at the signature first; before it was last.
  const verify = minor >= 36 ? [header, algorithm, signature, ...typed] : [header, ...typed, algorithm, signature];
  return [
    ['compact JWT', readCompact],
    ['issuer', findEntry],
    ['discovery', checkDiscovery],
    ...verify,
    ['audiences', checkAudiences],
    ['distributed groups', checkDistributed],
    ['username', (state) => (state.user.username = mapping(state).username(state.claims, state.claimsValue))],
    ['groups', (state) => list((state.user.groups = mapping(state).groups(state.claims, state.claimsValue)))],
    ['uid', (state) => (state.user.uid = mapping(state).uid(state.claims, state.claimsValue))],
    ['extra', (state) => list(Object.keys((state.user.extra = mapping(state).extra(state.claims, state.claimsValue))))],
    ['required claims', checkRequired],
    [
      'claim rules',
      (state) => checkRules(state, state.programs.claimRules, state.claimsValue, 'claims', 'oidc: error evaluating claim validation expression: '),
    ],
    [
      'user rules',
      (state) => checkRules(state, state.programs.userRules, userVariable(state.user, minor), 'user', 'oidc: error evaluating user info validation rule: '),
    ],
  ];
}

const list = (items: readonly string[]): string => (items.length === 0 ? 'none' : items.join(', '));
const mapping = ({ entry, programs, context }: State): UserMapping => new UserMapping(entry.claimMappings ?? {}, programs, context.minor);

function readCompact({ token }: State): undefined {
  const skip = (detail: string, cause: 'not-jwt' | 'jwe') => {
    throw new Refused(detail, cause);
  };
  if (token.raw.trim().startsWith('{')) skip('it is JSON, not a compact JWT', 'not-jwt');
  if (token.parts.length === 5) skip('it has five parts: an encrypted token (JWE)', 'jwe');
  if (token.parts.length !== 3) skip(`it has ${token.parts.length} part${token.parts.length === 1 ? '' : 's'}, but a JWT has three`, 'not-jwt');
  const decoded = decodeBase64Url(token.parts[1]!);
  if ('error' in decoded) skip(`the payload is not base64url: ${decoded.error}`, 'not-jwt');
  if (token.payload === undefined) skip('the payload is not a JSON object', 'not-jwt');
}

function findEntry(state: State): string {
  const { configuration, verdict } = state.context;
  const iss = state.token.payload!.field('iss') ?? '';
  if (typeof iss !== 'string') throw new Refused('iss is not a string', 'issuer-missing');
  const wanted = iss === 'accounts.google.com' ? 'https://accounts.google.com' : iss;
  const entries = configuration.jwt ?? [];
  const index = entries.findIndex(({ issuer }) => issuer?.url === wanted);
  if (index < 0)
    throw new Refused(
      `iss is ${goQuote(iss)}, but no entry has this issuer.url`,
      issuerCause(
        wanted,
        entries.map(({ issuer }) => issuer?.url ?? ''),
      ),
    );
  state.entry = entries[index]!;
  state.programs = verdict.programs[index]!;
  return `jwt[${index}], ${wanted}`;
}

async function checkDiscovery(state: State): Promise<string | undefined> {
  const keys = await state.context.keys(state.entry);
  if ('refused' in keys) throw new Refused('oidc: authenticator not initialized', 'discovery-issuer');
  return undefined;
}

function readHeader({ token }: State): undefined {
  const wrong = malformed(token.raw);
  if (wrong !== undefined) throw new Refused(`oidc: verify token: oidc: malformed jwt: ${wrong}`, 'malformed');
}

function headerText({ token }: State, name: string): string {
  const value: GoJson | undefined = token.header instanceof GoObject ? token.header.get(name) : undefined;
  return typeof value === 'string' ? value : '';
}

function checkAlgorithm(state: State): string {
  const algorithm = headerText(state, 'alg');
  const taken = state.context.algorithms ?? algorithms;
  if (taken.includes(algorithm)) return algorithm;
  const text = `oidc: id token signed with unsupported algorithm, expected ${goQuoteList(taken)} got ${goQuote(algorithm)}`;
  throw new Refused(`oidc: verify token: ${text}`, /^HS\d+$/.test(algorithm) ? 'algorithm-symmetric' : 'algorithm');
}

async function checkSignature(state: State): Promise<string> {
  const keys = await state.context.keys(state.entry);
  const frame = 'oidc: verify token: failed to verify signature: ';
  if ('unknown' in keys) throw new NotKnown(keys.unknown);
  if ('broken' in keys) throw new Refused(`${frame}fetching keys ${keys.broken}`, 'signature');
  const kid = headerText(state, 'kid');
  const raw = state.token.raw.replaceAll(/\s/g, '');
  if ('keys' in keys && (await signedBy(raw, keys.keys, headerText(state, 'alg'), kid))) return kid === '' ? 'by a key of the issuer' : `by the key ${kid}`;
  throw new Refused(`${frame}failed to verify id token signature`, 'signature');
}

function readPayload(state: State): undefined {
  const decoded = decodeIdToken(state.token.payload!);
  if ('error' in decoded) throw new Refused(`oidc: verify token: oidc: failed to unmarshal claims: ${decoded.error}`, 'payload');
  state.idToken = decoded.token;
  state.claims = claimsOf(state.token.payload!);
  state.claimsValue = state.token.depth > deepest ? undefined : claimsVariable(state.claims, state.context.minor);
}

function checkSources({ idToken }: State): undefined {
  for (const source of idToken!.claimNames.values()) {
    if (source === '') throw new Refused('oidc: verify token: oidc: failed to obtain source from claim name', 'claim-source');
    if (!idToken!.claimSources.has(source)) throw new Refused('oidc: verify token: oidc: source does not exist', 'claim-source');
  }
}

function checkAudience({ idToken, entry }: State): string | undefined {
  const audiences = entry.issuer?.audiences ?? [];
  const [only] = audiences;
  if (audiences.length > 1) return undefined;
  if (idToken!.audience.includes(only!)) return only;
  throw new Refused(`oidc: verify token: oidc: expected audience ${goQuote(only!)} got ${goQuoteList(idToken!.audience)}`, 'audience');
}

function checkExpiry({ idToken, context }: State): string {
  const { expiry } = idToken!;
  const shown = expiry === undefined ? goZeroTime : formatGoTime(expiry * 1000);
  if (expiry !== undefined && expiry * 1000 >= context.at()) return shown;
  throw new Refused(`oidc: verify token: oidc: token is expired (Token Expiry: ${shown})`, expiry === undefined ? 'expiry-missing' : 'expired');
}

function checkNotBefore({ idToken, context }: State): undefined {
  const { notBefore } = idToken!;
  if (notBefore === undefined || context.at() + 60_000 >= notBefore * 1000) return;
  const [now, from] = [formatGoTime(context.at()), formatGoTime(notBefore * 1000)];
  throw new Refused(`oidc: verify token: oidc: current time ${now} before the nbf (not before) time: ${from}`, 'not-before');
}

function checkAudiences({ idToken, entry }: State): string | undefined {
  const audiences = [...(entry.issuer?.audiences ?? [])].sort();
  if (audiences.length < 2) return undefined;
  const found = audiences.find((audience) => idToken!.audience.includes(audience));
  if (found !== undefined) return found;
  throw new Refused(`oidc: verify token: oidc: expected audience in ${goQuoteList(audiences)} got ${goQuoteList(idToken!.audience)}`, 'audience');
}

function checkDistributed({ claims, entry, idToken }: State): undefined {
  const claim = entry.claimMappings?.groups?.claim ?? '';
  if (claim === '' || claims.has(claim) || !claims.has('_claim_names')) return;
  if (!claims.has('_claim_sources')) throw new Refused('oidc: could not expand distributed claims: oidc: no claim sources', 'claim-source');
  if (idToken!.claimNames.has(claim)) throw new NotKnown(`the claim ${goQuote(claim)} has to be fetched from elsewhere by kube-apiserver`);
}

function checkRequired({ claims, entry }: State): undefined {
  for (const { claim = '', requiredValue = '' } of entry.claimValidationRules ?? []) {
    if (claim === '') continue;
    if (!claims.has(claim)) throw new Refused(`oidc: required claim ${claim} not present in ID token`, 'required-claim');
    const read = stringClaim(claims, claim);
    if ('error' in read) throw new Refused(`oidc: parse claim ${claim}: ${read.error}`, 'required-claim');
    if (read.value !== requiredValue)
      throw new Refused(`oidc: required claim ${claim} value does not match. Got = ${read.value}, want = ${requiredValue}`, 'required-claim');
  }
}

// Every rule runs before the first false one is reported.
function checkRules(state: State, rules: JwtPrograms['claimRules'], variable: Value | undefined, name: 'claims' | 'user', frame: string): string | undefined {
  const declared =
    name === 'claims' ? (state.entry.claimValidationRules ?? []).filter(({ expression = '' }) => expression !== '') : (state.entry.userValidationRules ?? []);
  const cause = name === 'claims' ? ('claim-rule' as const) : ('user-rule' as const);
  const results = declared.map(({ expression = '', message = '' }) => {
    const program = rules.find((rule) => rule.expression === expression)?.program;
    return { expression, message, value: run(program, expression, variable, frame, `${cause}-error`, name) };
  });
  for (const { expression, message, value } of results) {
    if (typeof value !== 'boolean') throw new Refused(`${frame}validation expression must return a boolean`, cause);
    if (!value) throw new Refused(`${frame}validation expression '${expression}' failed: ${message}`, cause);
  }
  return results.length === 0 ? undefined : `${results.length} passed`;
}
