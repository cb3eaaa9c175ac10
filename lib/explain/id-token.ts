import type { GoJson } from '../go/json.ts';
import { GoNumber, GoObject } from '../go/json.ts';
import { goQuote } from '../go/quote.ts';
import { kindOfGo } from './token-parts.ts';

/** The typed claims of go-oidc. Times are seconds; a missing expiry is year 1. */
export interface IdToken {
  readonly audience: readonly string[];
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
  readonly claimNames: ReadonlyMap<string, string>;
  readonly claimSources: ReadonlySet<string>;
}

/**
 * The payload as go-oidc v2 decodes it, or Go's error (coreos/go-oidc oidc.go, idToken). A wrong type is remembered and reported at the end,
 * except for `aud` and the times: those end the decoding.
 */
export function decodeIdToken(payload: GoObject): { readonly token: IdToken } | { readonly error: string } {
  let saved: string | undefined;
  let audience: readonly string[] = [];
  const times: Partial<Record<string, number>> = {};
  let claimNames = new Map<string, string>();
  let claimSources = new Set<string>();
  const typeError = (kind: string, field: string, type: string) => `json: cannot unmarshal ${kind} into Go struct field idToken.${field} of type ${type}`;
  for (const [key, value] of payload.entries) {
    const field = fields.find((name) => name === key) ?? fields.find((name) => name === key.toLowerCase());
    switch (field) {
      case 'iss':
      case 'sub':
      case 'nonce':
      case 'at_hash':
        if (value !== null && typeof value !== 'string') saved ??= typeError(kindOfGo(value), field, 'string');
        break;
      case 'aud': {
        const read = readAudience(value);
        if ('error' in read) return { error: typeError(read.error[0], field, read.error[1]) };
        audience = read.audience;
        break;
      }
      case 'exp':
      case 'iat':
      case 'nbf': {
        if (field === 'nbf' && value === null) break;
        const read = readTime(value, field);
        if ('error' in read) return read;
        times[field] = read.seconds;
        break;
      }
      case '_claim_names':
        claimNames = new Map();
        if (value instanceof GoObject) {
          for (const [name, source] of value.entries) {
            if (typeof source === 'string' || source === null) claimNames.set(name, source ?? '');
            else saved ??= typeError(kindOfGo(source), field, 'string');
          }
        } else if (value !== null) saved ??= typeError(kindOfGo(value), field, 'map[string]string');
        break;
      case '_claim_sources':
        claimSources = new Set();
        if (value instanceof GoObject) {
          for (const [name, source] of value.entries) {
            claimSources.add(name);
            if (source !== null && !(source instanceof GoObject)) saved ??= typeError(kindOfGo(source), field, 'oidc.claimSource');
          }
        } else if (value !== null) saved ??= typeError(kindOfGo(value), field, 'map[string]oidc.claimSource');
        break;
      case undefined:
    }
  }
  if (saved !== undefined) return { error: saved };
  return { token: { audience, expiry: times['exp'], notBefore: times['nbf'], claimNames, claimSources } };
}

const fields = ['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'nonce', 'at_hash', '_claim_names', '_claim_sources'] as const;

function readAudience(value: GoJson): { readonly audience: readonly string[] } | { readonly error: readonly [kind: string, type: string] } {
  if (typeof value === 'string') return { audience: [value] };
  // Go decodes null into a text without an error: one empty audience.
  if (value === null) return { audience: [''] };
  if (!Array.isArray(value)) return { error: [kindOfGo(value), '[]string'] };
  const items = value as readonly GoJson[];
  const wrong = items.find((item) => item !== null && typeof item !== 'string');
  return wrong === undefined ? { audience: items.map((item) => (item as string | null) ?? '') } : { error: [kindOfGo(wrong), 'string'] };
}

function readTime(value: GoJson, field: string): { readonly seconds: number } | { readonly error: string } {
  if (value === null) return { error: 'strconv.ParseFloat: parsing "": invalid syntax' };
  const text = value instanceof GoNumber ? value.text : typeof value === 'string' ? value : undefined;
  if (text === undefined) return { error: `json: cannot unmarshal ${kindOfGo(value)} into Go struct field idToken.${field} of type json.Number` };
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text)) {
    return { error: `json: invalid number literal, trying to unmarshal ${goQuote(JSON.stringify(text))} into Number` };
  }
  const seconds = Number(text);
  if (!Number.isFinite(seconds)) return { error: `strconv.ParseFloat: parsing ${goQuote(text)}: value out of range` };
  return { seconds: Math.trunc(seconds) };
}
