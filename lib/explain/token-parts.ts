import type { GoJson } from '../go/json.ts';
import { GoObject, parseGoJson } from '../go/json.ts';
import { goQuote } from '../go/quote.ts';

/** A token taken apart, as far as it can be without any key. */
export interface TokenParts {
  /** The token as the authenticators get it. */
  readonly raw: string;
  readonly parts: readonly string[];
  readonly header: GoJson | undefined;
  readonly payload: GoObject | undefined;
  /** How deep the payload nests. */
  readonly depth: number;
}

/** Deeper claims than this are judged by their kind alone: Go reads 10,000 levels, and what walks them here would end our stack. */
export const deepest = 500;

/** What the `Authorization` header makes of a line: everything behind a space is lost, a leading space leaves no token at all. */
export function bearerOf(line: string): string {
  // k8s.io/apiserver pkg/authentication/request/bearertoken: the header is trimmed and split at its first spaces.
  return `Bearer ${line}`.trim().split(' ')[1] ?? '';
}

/** Takes a token apart. */
export function tokenParts(raw: string): TokenParts {
  const parts = raw.split('.');
  const header = decodeJson(parts[0] ?? '')?.json;
  const payload = decodeJson(parts[1] ?? '');
  return { raw, parts, header, payload: payload?.json instanceof GoObject ? payload.json : undefined, depth: payload?.depth ?? 0 };
}

function decodeJson(part: string): { readonly json: GoJson; readonly depth: number } | undefined {
  const bytes = decodeBase64Url(part);
  if ('error' in bytes) return undefined;
  const parsed = parseGoJson(bytes.bytes.toString('utf8'));
  return 'json' in parsed ? parsed : undefined;
}

const alphabet = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'));

/** Go's base64.RawURLEncoding, with its text. Line breaks are skipped. */
export function decodeBase64Url(text: string): { readonly bytes: Buffer } | { readonly error: string } {
  const source = Buffer.from(text);
  let count = 0;
  for (let at = 0; at < source.length; at++) {
    const byte = source[at]!;
    if (byte === 0x0a || byte === 0x0d) continue;
    if (!alphabet.has(byte)) return { error: `illegal base64 data at input byte ${at}` };
    count += 1;
  }
  if (count % 4 === 1) return { error: `illegal base64 data at input byte ${source.length}` };
  return { bytes: Buffer.from(text.replaceAll(/[\r\n]/g, ''), 'base64url') };
}

/** Why go-jose cannot read a compact JWS: its text (go-jose.v2 jws.go, shared.go). */
export function malformed(token: string): string | undefined {
  const [protectedPart = '', payload = '', signature = ''] = token.replaceAll(/\s/g, '').split('.');
  const decoded = [protectedPart, payload, signature].map(decodeBase64Url);
  const wrong = decoded.find((part) => 'error' in part);
  if (wrong !== undefined && 'error' in wrong) return wrong.error;
  const bytes = (decoded[0] as { bytes: Buffer }).bytes;
  if (bytes.length === 0) return undefined;
  const header = parseGoJson(bytes.toString('utf8'));
  if ('error' in header) return header.error;
  if (header.json === null) return undefined;
  if (!(header.json instanceof GoObject)) return `json: cannot unmarshal ${kindOfGo(header.json)} into Go value of type jose.rawHeader`;
  return headerTypes(header.json);
}

const headerNames: Readonly<Record<string, string>> = { alg: 'algorithm', kid: 'key ID', nonce: 'nonce' };

function headerTypes(header: GoObject): string | undefined {
  const keys = new Set<string>();
  for (const [key] of header.entries) {
    if (keys.has(key)) return `json: duplicate key '${key}' in object`;
    keys.add(key);
  }
  for (const [key, value, raw] of header.entries) {
    const name = Object.hasOwn(headerNames, key) ? headerNames[key] : undefined;
    if (name === undefined || value === null || typeof value === 'string') continue;
    return `failed to unmarshal ${name}: json: cannot unmarshal ${kindOfGo(value)} into Go value of type string: ${goQuote(raw)}`;
  }
  return undefined;
}

/** How Go's json calls the kind of a value. */
export function kindOfGo(json: GoJson): string {
  if (json === null) return 'null';
  if (typeof json === 'boolean') return 'bool';
  if (typeof json === 'string') return 'string';
  if (Array.isArray(json)) return 'array';
  return json instanceof GoObject ? 'object' : 'number';
}
