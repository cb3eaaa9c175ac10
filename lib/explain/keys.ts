import { request } from 'node:https';
import { compactVerify, importJWK, type JWK } from 'jose';
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

/** Reads a JWK set. @throws SyntaxError when it is no JSON */
export function parseKeys(text: string): Keys {
  const json = JSON.parse(text) as { keys?: unknown };
  if (typeof json !== 'object' || json === null || !Array.isArray(json.keys)) return { keys: [] };
  const keys = json.keys as JWK[];
  const odd = keys.find(({ kty }) => !['RSA', 'EC', 'oct', 'OKP'].includes(kty ?? ''));
  if (odd !== undefined) {
    const words = `got Content-Type = application/json, but could not unmarshal as JSON: go-jose/go-jose: unknown json web key type '${odd.kty ?? ''}'`;
    return { broken: `oidc: failed to decode keys: ${words} ${text}` };
  }
  return { keys };
}

/** Fetches the keys as kube-apiserver does: discovery, whose `issuer` must be the URL itself, then `jwks_uri`. */
export async function fetchKeys(issuer: JwtIssuer, timeoutSeconds: number): Promise<Keys> {
  const url = issuer.url ?? '';
  const discovery =
    issuer.discoveryURL !== undefined && issuer.discoveryURL !== '' ? issuer.discoveryURL : `${url.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const found = JSON.parse(await get(discovery, issuer.certificateAuthority, timeoutSeconds)) as { issuer?: string; jwks_uri?: string };
    if (found.issuer !== url) {
      return {
        refused: `oidc: issuer did not match the issuer returned by provider, expected ${JSON.stringify(url)} got ${JSON.stringify(found.issuer ?? '')}`,
      };
    }
    if (found.jwks_uri === undefined || found.jwks_uri === '') return { refused: 'provider did not return JWKS URL' };
    return parseKeys(await get(found.jwks_uri, issuer.certificateAuthority, timeoutSeconds));
  } catch (error) {
    return { unknown: `the keys of ${url} could not be fetched: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function get(url: string, certificateAuthority: string | undefined, timeoutSeconds: number): Promise<string> {
  return await new Promise((resolve, reject) => {
    const timeout = timeoutSeconds * 1000;
    const sent = request(url, { timeout, ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString());
        else reject(new Error(`${url} answered ${response.statusCode ?? 0}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${url} did not answer within ${timeoutSeconds} s`)));
    sent.on('error', reject);
    sent.end();
  });
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
