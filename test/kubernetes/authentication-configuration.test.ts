import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeAuthenticationConfiguration } from '../../lib/kubernetes/decode-authentication-configuration.ts';
import { validateAuthenticationConfiguration } from '../../lib/kubernetes/validate-authentication-configuration.ts';

/** What kube-apiserver 1.36.3 said of a file (k8s.io/apiserver pkg/apis/apiserver/validation with its strict decoder, measured 2026-11-25). */
interface Measured {
  readonly config: string;
  readonly serviceAccountIssuers?: readonly string[];
  readonly error: string | null;
}

const measured = readFileSync(new URL('apiserver-1.36.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Measured);

function verdict(text: string, minor: number, issuers: readonly string[] = []): string | null {
  const decoded = decodeAuthenticationConfiguration(text, minor);
  if ('error' in decoded) return decoded.error;
  return validateAuthenticationConfiguration(decoded.configuration, minor, issuers).error ?? null;
}

describe('a configuration is judged as kube-apiserver judges it', () => {
  it('in every measured case with the same text', () => {
    expect(measured.length).toBeGreaterThan(250);
    expect(measured.filter(({ error }) => error === null).length).toBeGreaterThan(30);
    for (const { config, serviceAccountIssuers, error } of measured)
      expect({ config, error: verdict(config, 36, serviceAccountIssuers) }).toEqual({ config, error });
  });
});

const file = (version: string, jwt: object, more: object = {}) =>
  JSON.stringify({ apiVersion: `apiserver.config.k8s.io/${version}`, kind: 'AuthenticationConfiguration', jwt: [jwt], ...more });
const entry = (more: object = {}, issuer: object = {}) => ({
  issuer: { url: 'https://id.example/', audiences: ['a'], ...issuer },
  claimMappings: { username: { claim: 'sub', prefix: '' } },
  ...more,
});

describe('what differs between versions', () => {
  it('v1 is there from 1.34, v1beta1 from 1.30', () => {
    expect(verdict(file('v1', entry()), 33)).toContain('no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v1"');
    expect(verdict(file('v1', entry()), 34)).toBeNull();
    expect(verdict(file('v1beta1', entry()), 30)).toBeNull();
    expect(verdict(file('v1beta1', entry()), 37)).toBeNull();
  });

  it('egressSelectorType is an unknown field before 1.34, anonymous before 1.31, and its gate is off in 1.31', () => {
    expect(verdict(file('v1beta1', entry({}, { egressSelectorType: 'cluster' })), 33)).toBe(
      'strict decoding error: unknown field "jwt[0].issuer.egressSelectorType"',
    );
    expect(verdict(file('v1beta1', entry({}, { egressSelectorType: 'cluster' })), 34)).toBeNull();
    expect(verdict(file('v1beta1', entry(), { anonymous: { enabled: true } }), 30)).toBe('strict decoding error: unknown field "anonymous"');
    expect(verdict(file('v1beta1', entry(), { anonymous: { enabled: true } }), 31)).toContain('anonymous: Forbidden: anonymous is not supported when');
    expect(verdict(file('v1beta1', entry(), { anonymous: { enabled: true } }), 32)).toBeNull();
  });

  it('keys of Kubernetes in extra are reserved from 1.32', () => {
    const extra = { claimMappings: { username: { claim: 'sub', prefix: '' }, extra: [{ key: 'k8s.io/x', valueExpression: 'claims.x' }] } };
    expect(verdict(file('v1beta1', entry(extra)), 31)).toBeNull();
    expect(verdict(file('v1beta1', entry(extra)), 32)).toContain('reserved for Kubernetes use');
  });

  it('some texts are shorter from 1.34', () => {
    expect(verdict(file('v1beta1', entry({}, { url: '' })), 33)).toBe('jwt[0].issuer.url: Required value: URL is required');
    expect(verdict(file('v1beta1', entry({}, { url: '' })), 34)).toBe('jwt[0].issuer.url: Required value');
  });
});
