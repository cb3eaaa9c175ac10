import type { GoJson } from '../go/json.ts';
import { GoNumber, GoObject } from '../go/json.ts';
import type { AuthenticationConfiguration, JwtAuthenticator } from '../kubernetes/authentication-configuration.ts';
import type { Claims } from './claims.ts';
import type { Cause } from './refused.ts';
import type { TokenParts } from './token-parts.ts';

/** The input for an explanation. */
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
const scopes = 'kubectl oidc-login requests it with --oidc-extra-scope, an app with the scopes in its file in apps/';

/** A token that has no groups: the scope was not asked for, or nothing maps it. */
function groupsHint(claims: Claims): string {
  if (!claims.has('groups')) return 'The token has no groups claim: the client did not request the scope groups, or the provider does not map it.';
  const groups = claims.get('groups');
  if (Array.isArray(groups) && groups.length === 0)
    return "The groups claim is empty: the user is in no group, or only in a parent group (authentik's own mapping returns only direct groups, not their parents).";
  return `The groups in the token are ${shown(groups)}.`;
}

const reasons: Readonly<Record<Cause, (input: WhyInput) => Told>> = {
  'no-token': () => ({ why: 'there is no token in the request', fix: 'send "Authorization: Bearer TOKEN"' }),
  'not-jwt': ({ text }) => ({
    why: `no authenticator recognises this: ${text}. It may be an opaque access token, a truncated token, or no token at all`,
    fix: 'send the ID token: kubectl oidc-login and Headlamp do that unless useAccessToken is set',
  }),
  jwe: () => ({
    why: 'the token is encrypted, because the provider has an encryption key; kube-apiserver cannot read encrypted tokens',
    fix: 'remove encryption_key from the provider in authentik; pinout never sets it',
  }),
  'issuer-slash': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: they differ only in the trailing slash, and the comparison is exact`,
    fix: "write the issuer as in the discovery document; authentik's ends in a slash. In apps/, write only the slug and let pinout write the URL",
  }),
  'issuer-scheme': (input) => ({
    why: `iss is ${issuerOf(input)}: the provider sees plain http, because a proxy does not pass X-Forwarded-Proto`,
    fix: 'pass X-Forwarded-Proto to authentik, and list the proxy in AUTHENTIK_LISTEN__TRUSTED_PROXY_CIDRS (from 2026.8)',
  }),
  'issuer-root': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: that is authentik's root URL, not an issuer. Each application has its own issuer, /application/o/SLUG/`,
    fix: `write issuer.url: ${issuerOf(input)}, byte for byte, and put the new file on every control-plane node`,
  }),
  'issuer-global': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: issuer_mode of the provider is global, so its issuer is authentik's root URL`,
    fix: 'set issuer_mode: per_provider on the provider; pinout does',
  }),
  'issuer-host': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: the same application at another host. authentik builds iss from the host of the login`,
    fix: 'use the same public host of authentik in issuer.url and for the login, never a Service name',
  }),
  'issuer-other': (input) => ({
    why: `iss is ${issuerOf(input)} and the configuration trusts ${trusted(input)}: the token is from another client or provider, or the slug of the application was changed, which changes the issuer`,
    fix: 'log in with the client of this entry, or add the client to the apiserver’s clients in apps/ and put the new file on every control-plane node',
  }),
  'issuer-missing': () => ({ why: 'the token has no issuer (iss), so no entry matches it', fix: 'send a token from the identity provider' }),
  'discovery-issuer': ({ entry }) => ({
    why: `discovery of ${entry.issuer?.url ?? ''} returns another issuer, so kube-apiserver never initializes this entry`,
    fix: 'make issuer.url equal to the "issuer" of the discovery document, byte for byte',
  }),
  malformed: () => ({ why: 'the header or the signature of the token is damaged: it was truncated or changed', fix: 'get a new token and send all of it' }),
  algorithm: ({ text }) => ({
    why: `kube-apiserver does not accept the signature algorithm of the token (${/got (.*)$/.exec(text)?.[1] ?? ''}); it accepts RS, PS and ES with 256, 384 or 512`,
    fix: 'use an RSA or ECDSA key as the signing key of the provider',
  }),
  'algorithm-symmetric': () => ({
    why: 'the provider has no signing key, so authentik signs with the client secret (HS256), which kube-apiserver never accepts',
    fix: 'set a signing key on the provider; pinout does, so apply its blueprint again',
  }),
  signature: ({ token }) => ({
    why: `no key of the issuer matches the signature${keyHint(token)}: the key was rotated and kube-apiserver still has the old keys, the token was changed, or it is from another provider`,
    fix: 'get a new token. If that does not help, compare the kid in the token with the JWKS of the issuer; its cache headers can delay a rotation',
  }),
  payload: () => ({
    why: 'a standard claim has the wrong type',
    fix: 'check the scope mappings of the provider: one of them returns its own iss, sub, aud, exp, iat or nbf',
  }),
  'claim-source': () => ({
    why: 'the token refers to a distributed claim, but its source is missing',
    fix: 'configure the provider to put the groups into the token itself',
  }),
  audience: ({ claims, entry }) => ({
    why: `aud is ${shown(claims.get('aud'))} but the entry expects ${(entry.issuer?.audiences ?? []).join(' or ')}: the token was issued to another client`,
    fix: 'send a token of the client that this entry trusts. Headlamp and kubectl each have their own client and entry',
  }),
  expired: ({ claims, now }) => ({
    why: `the token expired ${ago(claims, now)} before the clock used here (${new Date(now).toISOString()})`,
    fix: `log in again. If this happens often, the client has no refresh token: request and map the scope offline_access: ${scopes}`,
  }),
  'expiry-missing': () => ({ why: 'the token has no exp, so it counts as expired', fix: 'send an ID token; kube-apiserver never accepts a token without exp' }),
  'not-before': () => ({
    why: 'the token becomes valid more than a minute from now: the clocks of provider and apiserver differ',
    fix: 'synchronize the clock of the node (chrony, systemd-timesyncd)',
  }),
  'username-missing': ({ entry }) => ({
    why: `the claim ${entry.claimMappings?.username?.claim ?? ''} is not in the token: its scope was not requested or is not mapped`,
    fix: `preferred_username comes with the scope profile, email with email: ${scopes}`,
  }),
  'username-type': ({ entry }) => ({
    why: `the claim ${entry.claimMappings?.username?.claim ?? ''} is not a string`,
    fix: 'map another claim, or make the scope mapping return a string',
  }),
  'email-unverified': () => ({
    why: 'email_verified is false: authentik’s own email mapping returns that since 2025.10, and username.claim email requires true',
    fix: 'use preferred_username as the user name (pinout does), or write your own email mapping that returns true, if you trust your users’ addresses',
  }),
  'email-verified-type': () => ({ why: 'email_verified is not a boolean', fix: 'make the scope mapping return True or False, not a string' }),
  'username-expression': ({ claims }) => ({
    why: `the username expression fails on this token. ${groupsHint(claims)}`,
    fix: 'guard a claim that may be missing: has(claims.x), or claims.?x.orValue("")',
  }),
  'username-empty': () => ({
    why: 'the username expression returned an empty string',
    fix: 'add a validation rule that refuses an empty claim',
  }),
  'groups-type': ({ claims, entry }) => ({
    why: `the claim ${entry.claimMappings?.groups?.claim ?? ''} is ${shown(claims.get(entry.claimMappings?.groups?.claim ?? ''))}: it must be a string or a list of strings`,
    fix: 'make the scope mapping return a list of names',
  }),
  'groups-expression': ({ claims, text }) => ({
    why: text.endsWith('list of strings')
      ? 'the expression did not return a list of strings; a bare split() or findAll() does not count as one'
      : `the groups expression fails on this token. ${groupsHint(claims)}`,
    fix: 'append .map(g, g) to split(), and guard a claim that may be missing',
  }),
  uid: () => ({ why: 'the uid of the user cannot be read from this token', fix: 'map a claim that every token has: sub' }),
  extra: () => ({ why: 'an expression in claimMappings.extra fails on this token', fix: 'guard a claim that may be missing: claims.?x.orValue("")' }),
  'required-claim': () => ({
    why: 'a claim that the entry requires is missing or has a different value',
    fix: `check claimValidationRules, and request the scope that carries the claim: ${scopes}`,
  }),
  'claim-rule-error': ({ claims }) => ({
    why: `a claim validation rule fails on this token. kube-apiserver runs every rule before it reports the first false one, so this error hides their messages. ${groupsHint(claims)}`,
    fix: 'write each rule so that it cannot fail: !has(claims.groups) || …',
  }),
  'claim-rule': ({ claims }) => ({
    why: `a claim validation rule refuses the token. ${groupsHint(claims)}`,
    fix: `follow the message of the rule. For groups: request the scope groups (${scopes}) and add the user to one of the groups in apps/`,
  }),
  'user-rule-error': () => ({
    why: 'a user validation rule fails on this user',
    fix: 'check with in that a key of user.extra exists before you use it',
  }),
  'user-rule': () => ({
    why: 'a user validation rule refuses the user, usually because a name or group starts with system:',
    fix: 'set a prefix for username and groups; no group at the identity provider may start with system:',
  }),
};

function keyHint({ header }: TokenParts): string {
  const kid = header instanceof GoObject ? header.get('kid') : undefined;
  return typeof kid === 'string' ? ` (kid ${JSON.stringify(kid)})` : ' (the token has no kid)';
}

function ago(claims: Claims, now: number): string {
  const exp = claims.get('exp');
  const seconds = Math.round(now / 1000 - Number(exp instanceof GoNumber ? exp.text : exp));
  if (!Number.isFinite(seconds)) return 'some time';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
