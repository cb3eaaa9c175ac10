import type { GoJson } from '../go/json.ts';
import { GoNumber, GoObject } from '../go/json.ts';
import type { AuthenticationConfiguration, JwtAuthenticator } from '../kubernetes/authentication-configuration.ts';
import type { Claims } from './claims.ts';
import type { Cause } from './refused.ts';
import type { TokenParts } from './token-parts.ts';

/** What a reason is told from. */
export interface WhyInput {
  readonly token: TokenParts;
  readonly claims: Claims;
  readonly entry: JwtAuthenticator;
  readonly configuration: AuthenticationConfiguration;
  /** The clock, in milliseconds since 1970. */
  readonly now: number;
  readonly text: string;
}

type Told = { readonly why: string; readonly fix: string };

/** What no log says: why the token looks like this, and what to change in `apps/`. */
export function why(cause: Cause, input: WhyInput): Told {
  return reasons[cause](input);
}

const shown = (value: GoJson | undefined, inside = 0): string => {
  if (value === undefined) return 'missing';
  if (value instanceof GoNumber) return value.text;
  if (value instanceof GoObject) return 'an object';
  if (!Array.isArray(value)) return JSON.stringify(value);
  return inside > 2 ? '[…]' : `[${(value as readonly GoJson[]).map((item) => shown(item, inside + 1)).join(', ')}]`;
};

const issuerOf = ({ token }: WhyInput): string => shown(token.payload?.field('iss'));
const trusted = ({ configuration }: WhyInput): string => (configuration.jwt ?? []).map(({ issuer }) => issuer?.url ?? '').join(', ') || 'none';
const scopes = 'kubectl oidc-login asks for it by --oidc-extra-scope, an app by the scopes in its file in apps/';

/** A token that has no groups: the scope was not asked for, or nothing maps it. */
function groupsHint(claims: Claims): string {
  if (!claims.has('groups')) return 'The token has no groups claim: the client did not ask for the scope groups, or the provider maps none.';
  const groups = claims.get('groups');
  if (Array.isArray(groups) && groups.length === 0)
    return "The groups claim is empty: the user is in no group, or only in a parent group (authentik's own mapping puts direct groups into the claim, not their parents).";
  return `The groups in the token are ${shown(groups)}.`;
}

const reasons: Readonly<Record<Cause, (input: WhyInput) => Told>> = {
  'no-token': () => ({ why: 'there is no token in the request', fix: 'send "Authorization: Bearer TOKEN"' }),
  'not-jwt': ({ text }) => ({
    why: `no authenticator takes this up: ${text}. It may be an opaque access token, a cut one, or not a token at all`,
    fix: 'send the ID token: kubectl oidc-login and Headlamp do so unless useAccessToken is set',
  }),
  jwe: () => ({
    why: 'the token is encrypted: the provider has an encryption key, and kube-apiserver cannot read such tokens, so nobody takes it up',
    fix: 'remove encryption_key from the provider in authentik; pinout writes none',
  }),
  'issuer-slash': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: they differ in the slash at the end, and the comparison is exact`,
    fix: 'write the issuer as the discovery document has it; authentik ends it with a slash. In apps/ give the slug and let pinout write the URL',
  }),
  'issuer-scheme': (input) => ({
    why: `iss is ${issuerOf(input)}: the provider thinks that it is reached without TLS, because a proxy does not pass X-Forwarded-Proto`,
    fix: 'pass X-Forwarded-Proto to authentik, and list the proxy in AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS (from 2026.8)',
  }),
  'issuer-root': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: that is the address of authentik, which is the issuer of no application. Each application has an issuer of its own, /application/o/SLUG/`,
    fix: `write issuer.url: ${issuerOf(input)}, byte for byte, and put the new file on every control-plane node`,
  }),
  'issuer-global': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: issuer_mode of the provider is global, so all its applications share the address of authentik as issuer`,
    fix: 'set issuer_mode: per_provider on the provider; pinout writes it',
  }),
  'issuer-host': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: the same application by another host name. authentik makes iss of the name that the login came by`,
    fix: 'use one public name of authentik at both ends, in issuer.url and for the login; never the name of a Service',
  }),
  'issuer-other': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: the token is of another client or provider, or the slug of the application was renamed, which makes another issuer`,
    fix: 'log in with the client of this entry, or add the client to the apiserver’s clients in apps/ and put the new file on every control-plane node',
  }),
  'issuer-missing': () => ({ why: 'the token names no issuer (iss), so no entry takes it up', fix: 'send a token of the identity provider' }),
  'discovery-issuer': ({ entry }) => ({
    why: `discovery of ${entry.issuer?.url ?? ''} names another issuer, so kube-apiserver never gets ready for this entry`,
    fix: 'make issuer.url equal to the "issuer" of the discovery document, byte for byte',
  }),
  malformed: () => ({ why: 'the header or the signature of the token is damaged: it was cut or changed on its way', fix: 'get a new token and send it whole' }),
  algorithm: ({ text }) => ({
    why: `the token is signed in a way that kube-apiserver does not take (${/got (.*)$/.exec(text)?.[1] ?? ''}); it takes RS, PS and ES with 256, 384 or 512`,
    fix: 'choose an RSA or ECDSA key as signing key of the provider',
  }),
  'algorithm-symmetric': () => ({
    why: 'the provider has no signing key, so authentik signs with the client secret (HS256), which kube-apiserver never takes',
    fix: 'give the provider a signing key; pinout writes one, so apply the identity end of this client again',
  }),
  signature: ({ token }) => ({
    why: `no key of the issuer fits the signature${keyHint(token)}: the key was rotated and kube-apiserver still holds the old set, the token was changed, or it is of another provider`,
    fix: 'get a new token. If it stays, compare the kid in the token with the JWKS of the issuer; cache headers on it delay a rotation',
  }),
  payload: () => ({
    why: 'a standard claim has a type that it must not have',
    fix: 'look at the scope mappings of the provider: one of them returns iss, sub, aud, exp, iat or nbf of its own',
  }),
  'claim-source': () => ({
    why: 'the token says that a claim stands elsewhere, and that place is not there',
    fix: 'let the provider put the groups into the token itself',
  }),
  audience: ({ claims, entry }) => ({
    why: `aud is ${shown(claims.get('aud'))} and the entry wants ${(entry.issuer?.audiences ?? []).join(' or ')}: this is the token of another client`,
    fix: 'send the token of the client that this entry trusts. Headlamp and kubectl have a client and an entry each',
  }),
  expired: ({ claims, now }) => ({
    why: `the token expired ${ago(claims, now)} before the clock used here (${new Date(now).toISOString()})`,
    fix: `log in again. When it happens often, the client has no refresh token: the scope offline_access must be asked for and mapped: ${scopes}`,
  }),
  'expiry-missing': () => ({ why: 'the token has no exp, which counts as the year 1', fix: 'send an ID token; a token without an expiry is never taken' }),
  'not-before': () => ({
    why: 'the token is valid later than now, by more than a minute: the clocks of provider and apiserver differ',
    fix: 'set the time of the node (chrony, systemd-timesyncd)',
  }),
  'username-missing': ({ entry }) => ({
    why: `the claim ${entry.claimMappings?.username?.claim ?? ''} is not in the token: its scope was not asked for or nothing maps it`,
    fix: `preferred_username comes with the scope profile, email with email: ${scopes}`,
  }),
  'username-type': ({ entry }) => ({
    why: `the claim ${entry.claimMappings?.username?.claim ?? ''} is no text`,
    fix: 'map another claim, or let the scope mapping return a text',
  }),
  'email-unverified': () => ({
    why: 'email_verified is false: authentik’s own email mapping says so since 2025.10, and username.claim email demands true',
    fix: 'use preferred_username as the name (pinout does), or an own email mapping that says true because your users’ addresses are proven',
  }),
  'email-verified-type': () => ({ why: 'email_verified is no bool', fix: 'let the scope mapping return True or False, not a text' }),
  'username-expression': ({ claims }) => ({
    why: `the username expression cannot work on this token. ${groupsHint(claims)}`,
    fix: 'guard a claim that may be missing: has(claims.x), or claims.?x.orValue("")',
  }),
  'username-empty': () => ({
    why: 'the username expression gave an empty text',
    fix: 'let the expression fail with a rule of its own when the claim is empty',
  }),
  'groups-type': ({ claims, entry }) => ({
    why: `the claim ${entry.claimMappings?.groups?.claim ?? ''} is ${shown(claims.get(entry.claimMappings?.groups?.claim ?? ''))}: it must be a text or a list of texts`,
    fix: 'let the scope mapping return a list of names',
  }),
  'groups-expression': ({ claims, text }) => ({
    why: text.endsWith('list of strings')
      ? 'the expression gave something else than texts; a bare split() or findAll() counts as that too'
      : `the groups expression cannot work on this token. ${groupsHint(claims)}`,
    fix: 'append .map(g, g) to split(), and guard a claim that may be missing',
  }),
  uid: () => ({ why: 'the uid of the user cannot be made from this token', fix: 'map a claim that every token has: sub' }),
  extra: () => ({ why: 'an expression of claimMappings.extra cannot work on this token', fix: 'guard a claim that may be missing: claims.?x.orValue("")' }),
  'required-claim': () => ({
    why: 'a claim that the entry requires is missing or has another value',
    fix: `look at claimValidationRules, and ask for the scope that brings the claim: ${scopes}`,
  }),
  'claim-rule-error': ({ claims }) => ({
    why: `a claim rule cannot work on this token: every rule runs before the first false one is reported, so this error hides their messages. ${groupsHint(claims)}`,
    fix: 'write each rule so that it cannot fail: !has(claims.groups) || …; pinout’s own rules are',
  }),
  'claim-rule': ({ claims }) => ({
    why: `a claim rule says no. ${groupsHint(claims)}`,
    fix: `follow the message of the rule. For groups: ask for the scope groups (${scopes}) and put the user into one of the groups that apps/ names`,
  }),
  'user-rule-error': () => ({
    why: 'a user rule cannot work on this user',
    fix: 'guard a key of user.extra that may be missing: has it with in before it is looked at',
  }),
  'user-rule': () => ({
    why: 'a rule on the finished user says no: mostly a name or group that begins with system:',
    fix: 'set a prefix for username and groups; no group of the identity provider may begin with system:',
  }),
};

function keyHint({ header }: TokenParts): string {
  const kid = header instanceof GoObject ? header.get('kid') : undefined;
  return typeof kid === 'string' ? ` (kid ${JSON.stringify(kid)})` : ' (the token names no key)';
}

function ago(claims: Claims, now: number): string {
  const exp = claims.get('exp');
  const seconds = Math.round(now / 1000 - Number(exp instanceof GoNumber ? exp.text : exp));
  if (!Number.isFinite(seconds)) return 'some time';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
