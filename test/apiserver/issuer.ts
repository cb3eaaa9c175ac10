import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Certificates } from './certificates.ts';

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/**
 * OpenID issuers over TLS on loopback: any number of them, told apart by the path, `https://127.0.0.1:PORT/NAME/`. Each answers discovery
 * and its keys; tokens are signed here.
 */
export class Issuer {
  readonly #server: Server;
  readonly #keys = new Map<string, SigningKey>();
  readonly #public: JWK[] = [];
  origin = '';

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(certificates: Certificates): Promise<Issuer> {
    const { key, cert } = certificates.issue('issuer', '/CN=issuer', 'IP:127.0.0.1');
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
    const issuer = new Issuer(server);
    for (const alg of ['RS256', 'ES256', 'PS384'] as const) {
      const pair = await generateKeyPair(alg, { extractable: true });
      issuer.#keys.set(alg, pair.privateKey);
      issuer.#public.push({ ...(await exportJWK(pair.publicKey)), kid: alg, alg, use: 'sig' });
    }
    server.on('request', (request, response) => {
      const path = new URL(request.url ?? '/', issuer.origin).pathname;
      const base = path.replace(/\.well-known\/openid-configuration$|keys$/, '');
      const json = path.endsWith('keys') ? issuer.jwks : { issuer: issuer.origin + base, jwks_uri: `${issuer.origin}${base}keys` };
      if (path === base) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer.origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return issuer;
  }

  /** The issuer's URL of a name, with its slash. */
  url(name: string): string {
    return `${this.origin}/${name}/`;
  }

  get jwks(): { keys: JWK[] } {
    return { keys: this.#public };
  }

  /** The private key of an algorithm, for tokens that are wrong on purpose. */
  key(alg: 'RS256' | 'ES256' | 'PS384'): SigningKey {
    return this.#keys.get(alg)!;
  }

  /** A signed token with these claims and no others. */
  async sign(claims: Record<string, unknown>, alg: 'RS256' | 'ES256' | 'PS384' = 'ES256', header: Record<string, unknown> = {}): Promise<string> {
    return await new SignJWT(claims).setProtectedHeader({ alg, kid: alg, ...header }).sign(this.key(alg));
  }

  /** A signed token whose payload is this text, JSON or not. */
  async signText(payload: string, header: Record<string, unknown> = {}): Promise<string> {
    const { CompactSign } = await import('jose');
    return await new CompactSign(new TextEncoder().encode(payload)).setProtectedHeader({ alg: 'ES256', kid: 'ES256', ...header }).sign(this.key('ES256'));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
