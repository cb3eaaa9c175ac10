import { request } from 'node:https';
import { compactVerify, importJWK, type JWK } from 'jose';
import { kindOf } from '../go/decode-json.ts';
import type { JwtIssuer } from '../kubernetes/authentication-configuration.ts';

/** The keys of an issuer: read, or why they are not known, or why kube-apiserver has none. */
export type Keys =
  | { readonly keys: readonly JWK[] }
  /** Nobody looked, or nobody answered: nothing can be said. */
  | { readonly unknown: string }
  /** Discovery answered something that kube-apiserver refuses: it never gets ready for this issuer. */
  | { readonly refused: string }
  /** The set itself cannot be read. */
  | { readonly broken: string };

/**
 * Reads a JWK set.
 *
 * @throws SyntaxError when it is no JSON
 * @example
 * parseKeys('{"keys": []}') // { keys: [] }
 */
export function parseKeys(text: string): Keys {
  const json = JSON.parse(text) as { keys?: unknown };
  if (typeof json !== 'object' || json === null || !Array.isArray(json.keys)) return { keys: [] };
  const keys: readonly unknown[] = json.keys;
  for (const key of keys) {
    const wrong = oddKey(key);
    // The server prints the whole set behind this. Ours may be a file with private members, so nothing of it is shown.
    if (wrong !== undefined) return { broken: `oidc: failed to decode keys: got Content-Type = application/json, but could not unmarshal as JSON: ${wrong}` };
  }
  return { keys: keys as JWK[] };
}

/** Why go-jose cannot read a key. Its type is repeated when it looks like one. */
function oddKey(key: unknown): string | undefined {
  if (typeof key !== 'object' || Array.isArray(key)) return `json: cannot unmarshal ${kindOf(key)} into Go value of type jose.rawJSONWebKey`;
  const kty: unknown = (key as JWK | null)?.kty ?? '';
  if (typeof kty !== 'string') return `json: cannot unmarshal ${kindOf(kty)} into Go struct field rawJSONWebKey.kty of type string`;
  if (['RSA', 'EC', 'oct', 'OKP'].includes(kty)) return undefined;
  return `go-jose/go-jose: unknown json web key type '${/^[A-Za-z0-9-]{0,12}$/.test(kty) ? kty : '…'}'`;
}

function readObject(text: string, url: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The engine's own words repeat a part of the text.
    throw new Error(`${url} did not return JSON`);
  }
  if (typeof json !== 'object' || json === null) throw new Error(`${url} returned JSON that is not an object`);
  return json as Readonly<Record<string, unknown>>;
}

/** Fetches the keys as kube-apiserver does: discovery, whose `issuer` must be the URL itself, then `jwks_uri`. */
export async function fetchKeys(issuer: JwtIssuer, timeoutSeconds: number): Promise<Keys> {
  const url = issuer.url ?? '';
  const discovery =
    issuer.discoveryURL !== undefined && issuer.discoveryURL !== '' ? issuer.discoveryURL : `${url.replace(/\/$/, '')}/.well-known/openid-configuration`;
  // One time for both answers.
  const end = Date.now() + timeoutSeconds * 1000;
  const ask = async (address: string) => await get(address, issuer.certificateAuthority, Math.max(0, end - Date.now()), timeoutSeconds);
  try {
    const found = readObject(await ask(discovery), discovery);
    const named = typeof found['issuer'] === 'string' ? found['issuer'] : '';
    if (named !== url) {
      return { refused: `oidc: issuer did not match the issuer returned by provider, expected ${JSON.stringify(url)} got ${JSON.stringify(named)}` };
    }
    const address = found['jwks_uri'];
    if (typeof address !== 'string' || address === '') return { refused: 'provider did not return JWKS URL' };
    const text = await ask(address);
    readObject(text, address);
    return parseKeys(text);
  } catch (error) {
    return { unknown: `the keys of ${url} could not be fetched: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const imported = new WeakMap<JWK, Map<string, ReturnType<typeof importJWK>>>();

async function keyFor(jwk: JWK, algorithm: string): ReturnType<typeof importJWK> {
  const known = imported.get(jwk) ?? new Map<string, ReturnType<typeof importJWK>>();
  imported.set(jwk, known);
  // go-jose looks at the type of the key alone, so what the set says about its use does not count.
  const key = Object.fromEntries(Object.entries(jwk).filter(([name]) => !['use', 'key_ops', 'alg'].includes(name))) as JWK;
  const found = known.get(algorithm) ?? importJWK(key, algorithm);
  known.set(algorithm, found);
  return await found;
}

/** Whether one of the keys that the token may mean has signed it: the one of its `kid`, or any when it names none. */
export async function signedBy(token: string, keys: readonly JWK[], algorithm: string, kid: string): Promise<boolean> {
  for (const key of keys) {
    if (kid !== '' && key.kid !== kid) continue;
    try {
      await compactVerify(token, await keyFor(key, algorithm), { algorithms: [algorithm] });
      return true;
    } catch {
      // Another key may fit: which one fails for which reason is no question of kube-apiserver either.
    }
  }
  return false;
}

/** More than this is no discovery document and no set of keys. */
const mostBytes = 4 * 1024 * 1024;

/**
 * The text at an address, which is asked for once and never redirected. Always settles: the time is that of the whole answer, and a connection that ends
 * in the middle of it is an error. `limitSeconds` is in the message: what is left of it may be less.
 */
async function get(url: string, certificateAuthority: string | undefined, milliseconds: number, limitSeconds: number): Promise<string> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, certificateAuthority === undefined ? {} : { ca: certificateAuthority }, (response) => {
      if (response.statusCode !== 200) {
        stop(new Error(`${url} answered ${response.statusCode ?? 0}`));
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) stop(new Error(`${url} returned more than ${mostBytes / 1024 / 1024} MiB`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        clearTimeout(timer);
        if (response.complete) resolve(Buffer.concat(chunks).toString());
        else stop(broken());
      });
      response.on('error', () => stop(broken()));
      response.on('aborted', () => stop(broken()));
    });
    const broken = () => new Error(`${url}: the connection was closed before the response was complete`);
    const stop = (error: Error) => {
      clearTimeout(timer);
      reject(error);
      sent.destroy();
    };
    const timer = setTimeout(() => stop(new Error(`${url} did not send a complete response within ${limitSeconds} s`)), milliseconds);
    sent.on('error', stop);
    sent.end();
  });
}
