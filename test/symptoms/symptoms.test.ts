import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../lib/check/registry.ts';
import { findSymptoms } from '../../lib/symptoms/find-symptoms.ts';
import { symptoms } from '../../lib/symptoms/symptoms.ts';

const first = (text: string) => findSymptoms(text)[0]?.symptom.text;
const filled = (text: string) => text.replaceAll('…', 'x7');

describe('the messages', () => {
  it('are many, each once, with causes and a source', () => {
    expect(symptoms.length).toBeGreaterThanOrEqual(80);
    expect(new Set(symptoms.map(({ text }) => text)).size).toBe(symptoms.length);
    for (const { text, causes, source, tell } of symptoms) {
      expect(causes.length, text).toBeGreaterThan(0);
      expect(source, text).toMatch(/^[\w-]+\/[\w-]+(?:: \S|#\d)/);
      expect(tell, text).not.toBe('');
    }
  });

  it('lead to rules and pages that exist', () => {
    const codes = new Set(rules.map(({ code }) => code));
    const pages = symptoms.flatMap(({ causes }) => causes.map(({ see }) => see));
    expect(pages.filter((see) => !codes.has(see) && !existsSync(see.includes('/') ? `docs/${see}.md` : `docs/rules/${see}.md`))).toEqual([]);
  });

  it('name only rules that exist in their commands', () => {
    const codes = new Set(rules.map(({ code }) => code));
    const named = symptoms.flatMap(({ tell }) => [...tell.matchAll(/--only ([\w,-]+)/g)].flatMap(([, list]) => list!.split(',')));
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('stand on their page', () => {
    const page = readFileSync('docs/symptoms.md', 'utf8');
    for (const { text } of symptoms) expect(page).toContain(text);
  });
});

describe('a message is found', () => {
  it('by its whole text, with other quotes and in a line of a log', () => {
    for (const { text } of symptoms) {
      expect(first(filled(text)), text).toBe(text);
      expect(first(filled(text).replaceAll('"', '\\"').toUpperCase()), text).toBe(text);
      expect(first(`2026-11-26T23:04:05.678Z ERROR pod-7f9c8d6b5-x2x4z [ab12cd34ef] "${filled(text)}" traceID=0af7651916cd43dd`), text).toBe(text);
    }
  });

  it('by a part of it, and with a typo', () => {
    for (const [text, wanted] of [
      ['required groups', 'user not a member of one of the required groups'],
      ['user is not a member of one of the required group', 'user not a member of one of the required groups'],
      ['auth: invalid berer token', 'invalid bearer token'],
      ['getting refresh token: key not found', 'failed to refresh token: getting refresh token: key not found'],
      ['userOidcLogin attempts 11', '[action: userOidcLogin, attempts: …]'],
      [
        'claim "groups" does not match any associated bound claim values',
        'error validating claims: claim "…" does not match any associated bound claim values',
      ],
      ['redirect uri error', 'Redirect URI Error: The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).'],
      ['Unauthorized', 'error: You must be logged in to the server (Unauthorized)'],
      ['ClusterSecretStore "vault" is not ready', 'ClusterSecretStore "…" is not ready'],
      ['dial tcp 203.0.113.7:443: i/o timeout', 'dial tcp …: i/o timeout'],
    ] as const)
      expect(first(text), text).toBe(wanted);
  });

  it('in a line as it stands in a log', () => {
    for (const [line, wanted] of [
      [
        String.raw`E1127 04:05:06.123456       1 authentication.go:74] "Unable to authenticate the request" err="[invalid bearer token, oidc: verify token: oidc: expected audience \"kubernetes\" got [\"grafana\"]]"`,
        'oidc: verify token: oidc: expected audience "…" got ["…"]',
      ],
      [
        '{"reqId":"Zx","level":2,"message":"IP address throttled because it reached the attempts limit in the last 30 minutes [action: userOidcLogin, attempts: 11, ip: 10.42.0.1]"}',
        '[action: userOidcLogin, attempts: …]',
      ],
      [
        'logger=oauth.generic_oauth t=2026-11-26T22:10:01.1Z level=error msg="user login failed" error="user not a member of one of the required groups"',
        'user not a member of one of the required groups',
      ],
      [
        '2026/11/26 22:10:01 [error] 31#31: *1841 upstream sent too big header while reading response header from upstream, client: 10.42.0.1, server: auth.example.net',
        'upstream sent too big header while reading response header from upstream',
      ],
      [
        'Error from server (Forbidden): pods is forbidden: User "oidc:jan" cannot list resource "pods" in API group "" in the namespace "default"',
        'Error from server (Forbidden): … is forbidden: User "…" cannot list resource "…" in API group "…" at the cluster scope',
      ],
      [
        '{"error":"invalid_grant","error_description":"The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client"}',
        'The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client',
      ],
      ['Warning  Failed  12s (x5 over 60s)  kubelet  Error: secret "grafana-oidc-1" not found', 'CreateContainerConfigError: secret "…" not found'],
    ] as const)
      expect(first(line), line).toBe(wanted);
  });

  it('never by a text about something else', () => {
    for (const text of ['', 'the', '???', 'hello wonderful world', 'my cat is ill', '12345', 'please help me with my login'])
      expect(findSymptoms(text), text).toEqual([]);
  });

  it('by at most three, whatever is pasted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 3000 }), (text) => findSymptoms(text.repeat(10)).length <= 3),
      { numRuns: 10 },
    );
    findSymptoms('token '.repeat(1_000_000));
  });
});
