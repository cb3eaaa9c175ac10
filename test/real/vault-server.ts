import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An identity provider and a kube-apiserver, as far as a Vault asks them, on loopback. */
export interface Fakes {
  readonly issuer: string;
  readonly apiserver: string;
  /** Says for the next login which nonce and groups the token holds. */
  readonly next: { nonce: string; groups: readonly string[] };
  /** What the token endpoint was asked with. */
  readonly asked: { secrets: string[] };
  /** A token of the ServiceAccount, as the kubelet projects it. */
  readonly serviceAccountToken: string;
  /** Switches discovery off and on. */
  reachable: boolean;
  close(): void;
}

export async function fakes(clientId: string): Promise<Fakes> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).setIssuedAt().setExpirationTime('10m').sign(privateKey);
  const server: Server = createServer();
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = { next: { nonce: '', groups: [] as readonly string[] }, asked: { secrets: [] as string[] }, reachable: true };
  const issuer = () => `${origin()}/application/o/vault/`;
  const answer = async (path: string, body: string, authorization: string): Promise<unknown> => {
    if (path.endsWith('/tokenreviews'))
      return {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        status: {
          authenticated: true,
          audiences: ['vault'],
          user: { username: 'system:serviceaccount:vault:vault-login', uid: 'uid-1', groups: ['system:serviceaccounts'] },
        },
      };
    if (!state.reachable) return undefined;
    if (path.endsWith('/.well-known/openid-configuration'))
      return {
        issuer: issuer(),
        authorization_endpoint: `${origin()}/authorize`,
        token_endpoint: `${origin()}/token`,
        userinfo_endpoint: `${origin()}/userinfo`,
        jwks_uri: `${origin()}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
      };
    if (path === '/jwks') return { keys: [jwk] };
    const claims = { iss: issuer(), aud: clientId, sub: 'user-1', preferred_username: 'jan', name: 'Jan', email: 'jan@example.org', ...state.next };
    if (path === '/userinfo') return claims;
    if (path === '/token') {
      const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
        .toString()
        .split(':')[1];
      state.asked.secrets.push(decodeURIComponent(basic ?? '') || (new URLSearchParams(body).get('client_secret') ?? ''));
      return { access_token: 'access', token_type: 'Bearer', expires_in: 600, id_token: await sign(claims) };
    }
    return undefined;
  };
  server.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      void answer(new URL(request.url!, 'http://x').pathname, body, request.headers.authorization ?? '').then((value) => {
        response.writeHead(value === undefined ? 404 : request.method === 'POST' && request.url!.endsWith('reviews') ? 201 : 200, {
          'content-type': 'application/json',
        });
        response.end(JSON.stringify(value ?? {}));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const serviceAccountToken = await sign({
    iss: 'kubernetes',
    sub: 'system:serviceaccount:vault:vault-login',
    aud: ['vault'],
    'kubernetes.io': { namespace: 'vault', serviceaccount: { name: 'vault-login', uid: 'uid-1' }, pod: { name: 'p', uid: 'u' } },
  });
  return Object.assign(state, { issuer: issuer(), apiserver: origin(), serviceAccountToken, close: () => server.close() });
}

/** A server in development mode: unsealed, everything in memory, root token `root`. */
export async function developmentServer(cli: string, path: string, port: number): Promise<{ readonly address: string; readonly process: ChildProcess }> {
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(cli, ['server', '-dev', '-dev-root-token-id=root', `-dev-listen-address=127.0.0.1:${port}`, '-dev-no-store-token'], {
    env: { PATH: path, HOME: '/nonexistent' },
    stdio: 'ignore',
  });
  for (let attempt = 0; attempt < 120; attempt++) {
    const up = await fetch(`${address}/v1/sys/health`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (up) return { address, process: child };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  child.kill();
  throw new Error(`${cli} server -dev did not come up at ${address}`);
}
