import { describe, expect, it } from 'vitest';
import { findSymptoms } from '../../lib/symptoms/find-symptoms.ts';
import { symptoms } from '../../lib/symptoms/symptoms.ts';

const first = (text: string) => findSymptoms(text)[0]?.symptom.text;
const fillers = ['x7', 'https://id.other.example.net/application/o/shell/', '10.43.0.7:443', 'kubernetes-2', 'jan@example.org'];
const filled = (text: string, from = 0) => {
  let at = from;
  return text.replaceAll('…', () => fillers[at++ % fillers.length]!);
};
const wrapped = (text: string, width: number) => text.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'g'), '$1\n    ').trimEnd();

describe('every message is found in its variants', () => {
  it.each([
    ['with another host, client and user', (text: string) => filled(text, 1)],
    ['in the colours of a terminal', (text: string) => `\u001b[31mERROR\u001b[0m \u001b[1m${filled(text)}\u001b[0m`],
    [
      'in a line of a log in JSON',
      (text: string) => JSON.stringify({ time: '2026-11-26T22:10:01Z', pid: 31, host: 'app-7f9c8d6b5-x2x4z', err: filled(text, 2) }),
    ],
    ['in JSON inside JSON', (text: string) => JSON.stringify({ log: JSON.stringify({ ts: 1795732801, err: filled(text, 3) }) })],
    ['broken into lines', (text: string) => wrapped(filled(text, 2), 40)],
    ['as a browser shows it', (text: string) => `   ${filled(text).replaceAll("'", '’').replaceAll(' ', '\u00a0')}   `],
  ])('%s', (_, variant) => {
    for (const { text } of symptoms) expect([text, first(variant(text))]).toEqual([text, text]);
  });
});

/** Lines as people post them when they ask for help, with names of our own. */
describe('a line that people post', () => {
  it.each([
    [
      '{"ErrorModel":{"Message":"Failed to discover OpenID provider: Failed to parse server response","Object":"error"}}',
      'Failed to discover OpenID provider: …',
    ],
    [
      'Parse(Error { original: Error("Invalid JSON web token: found 5 parts (expected 3)", line: 1, column: 690) })',
      'Invalid JSON web token: found 5 parts (expected 3)',
    ],
    ['[vaultwarden::sso][ERROR] Request to user_info endpoint failed: Server returned invalid response', 'Request to user_info endpoint failed: …'],
    ['Failed to verify ID Token: oidc: malformed jwt: go-jose/go-jose: compact JWS format must have three parts', 'Failed to verify ID Token: …'],
    [
      'headlamp {"level":"error","cluster":"main","line":952,"error":"refreshing token: oauth2: token expired and refresh token is not set","message":"failed to refresh token"}',
      'oauth2: token expired and refresh token is not set',
    ],
    [
      'headlamp {"level":"error","cluster":"main","line":894,"error":"refreshing token: getting refresh token: key not found","message":"failed to refresh token"}',
      'failed to refresh token: getting refresh token: key not found',
    ],
    ['Access Forbidden Failed to provision the user', 'Failed to provision the user'],
    ['Impossible to decode OIDC token:Error: kid must be provided in JWT header.', 'kid must be provided in JWT header.'],
    ['Could not update the provider: The discovery endpoint is not reachable.', 'The discovery endpoint is not reachable.'],
    ['Host 172.24.11.9 was not connected to because it violates local access rules', 'Host "…" violates local access rules'],
    [
      'IP address blocked because it reached the maximum failed attempts in the last 30 minutes [action: userOidcLogin, attempts: 11, ip: 10.42.0.1]',
      '[action: userOidcLogin, attempts: …]',
    ],
    ['logger=context error="oauth2: cannot fetch token: 400 Bad Request\\nResponse: \\"Invalid scope\\""', 'oauth2: cannot fetch token: …'],
    ['error="Get \\"\\": unsupported protocol scheme \\"\\""', 'unsupported protocol scheme "…"'],
    ['[error] login.OAuthLogin(state mismatch)', 'login.OAuthLogin(state mismatch)'],
    [
      'OperationProcessingError: "response" is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
      '"response" is not a conform Authorization Server Metadata response (unexpected HTTP status code)',
    ],
    ['{"error":null,"event":"failed to decode session","level":"warning","logger":"authentik.outpost.proxyv2.application"}', 'failed to decode session'],
    [
      '{"error":"403 Forbidden","event":"Failed to fetch outpost configuration, retrying in 3 seconds"}',
      'Failed to fetch outpost configuration, retrying in 3 seconds',
    ],
    [
      '2026/11/26 22:10:01 [error] 31#31: *18 auth request unexpected status: 404 while sending to client, client: 10.244.0.1',
      'auth request unexpected status: …',
    ],
    ['could not open the browser: exec: "xdg-open": executable file not found in $PATH', 'could not open the browser: …'],
    ['error: could not start a local server: listen tcp 127.0.0.1:8000: bind: address already in use', 'listen tcp …: bind: address already in use'],
    [
      "E1127 memcache.go:265] couldn't get current server API group list: the server has asked for the client to provide credentials",
      'the server has asked for the client to provide credentials',
    ],
    [
      'post build failed for \'apps\': variable substitution failed: variable not set (strict mode): "DOMAIN"',
      'variable substitution failed: variable not set (strict mode): "…"',
    ],
    ['Secret "board-oidc-1" is invalid: data: Forbidden: field is immutable when `immutable` is set', 'field is immutable when `immutable` is set'],
    [
      'Job.batch "blueprint-board" is invalid: spec.template: Invalid value: core.PodTemplateSpec{…}: field is immutable',
      'spec.template: Invalid value: … field is immutable',
    ],
    [
      'Helm upgrade failed: chart requires kubeVersion: >=1.31.0-0 which is incompatible with Kubernetes v1.30.4',
      'chart requires kubeVersion: … which is incompatible with Kubernetes …',
    ],
    ['exec /usr/local/bin/docker-entrypoint.sh: exec format error', 'exec format error'],
    ['Failed to pull image "docker.io/a/b:1": no match for platform in manifest: not found', 'no match for platform in manifest'],
    ["0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.", "node(s) didn't match Pod's node affinity/selector"],
    [
      'MountVolume.SetUp failed for volume "blueprints" : configmap "authentik-blueprints" not found',
      'MountVolume.SetUp failed for volume "…" : … "…" not found',
    ],
    ['cannot read secret data from Vault: Error making API request. Code: 403. Errors: * permission denied', 'cannot read secret data from Vault: …'],
    [
      'Error presenting challenge: OVH API call failed: GET /domain/zone/example.org/record - OVH Error 403: This call has not been granted',
      'This call has not been granted',
    ],
    ['FATAL:  password authentication failed for user "authentik"', 'password authentication failed for user "…"'],
    ['{"event": "PostgreSQL connection failed, retrying... (connection refused)", "level": "info"}', 'PostgreSQL connection failed, retrying... …'],
    ['Forbidden (403) CSRF verification failed. Request aborted.', 'CSRF verification failed. Request aborted.'],
    [
      'CSRF Failed: Origin checking failed - https://id.example.org does not match any trusted origins.',
      'Origin checking failed - … does not match any trusted origins.',
    ],
    [
      'Invalid authentication via OAuth2: unable to obtain CSRF cookie: http: named cookie not present',
      'Invalid authentication via OAuth2: unable to obtain CSRF cookie: …',
    ],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'ERR_CERT_AUTHORITY_INVALID'],
    ['The page isn’t redirecting properly', "The page isn't redirecting properly"],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
      'upstream connect error or disconnect/reset before headers',
    ],
    [
      'urn:ietf:params:acme:error:unauthorized 403 Invalid response from http://app.example.org/.well-known/acme-challenge/x: 404',
      'Invalid response from …/.well-known/acme-challenge/…',
    ],
  ])('%s', (line, wanted) => {
    expect(first(line)).toBe(wanted);
  });
});

/** Words of the programs that were asked for and not found once, and names in them that belong to nobody's message. */
describe('a message of another provider, library or proxy', () => {
  it.each([
    ['Client sent a redirect_uri that is not registered', 'Client sent a redirect_uri that is not registered'],
    ['{"event": "Redirect URI mismatch", "client": "board"}', 'redirect_uri mismatch'],
    ['auth: Vault login failed. Token verification failed.', 'Vault login failed. Token verification failed.'],
    ['error processing spec.data[3] (key: kv/board), err: no such entry', 'error processing spec.data[…] (key: …), err: …'],
    ['Too many requests', '429 Too Many Requests'],
    ['ENOTFOUND sso.home.example.net', 'getaddrinfo ENOTFOUND …'],
    ['RPError: unexpected JWT alg received, expected RS256, got: HS256', 'unexpected JWT alg received, expected RS256, got: HS256'],
    ['[next-auth][error][SIGNIN_OAUTH_ERROR] expected 200 OK, got: 301 Moved Permanently', 'expected 200 OK, got: 301 Moved Permanently'],
    ['[2026/11/27 20:01:02] [oauthproxy.go:936] neither the id_token nor the profileURL set an email', 'neither the id_token nor the profileURL set an email'],
    ["Hint: The 'redirect_uri' parameter does not match any of the OAuth 2.0 Client's pre-registered 'redirect_uris'.", 'The ’redirect_uri’'],
    ['failed to get the data key: age: no identity matched any of the recipients', 'no identity matched any of the recipients'],
  ])('%s', (line, wanted) => {
    expect(first(line)?.replaceAll("'", '’')).toContain(wanted.replaceAll("'", '’'));
  });

  it('is not guessed from two common words', () => {
    expect(first('My application was not found by slug')).toBeUndefined();
  });
});
