import { describe, expect, it } from 'vitest';
import { everyone } from '../../lib/contract/access.ts';
import { oidc } from '../../lib/contract/contract.ts';
import type { FactsInput } from '../../lib/contract/facts-input.ts';
import { loginRedirect } from '../../lib/contract/redirect.ts';
import { clientSecretRef } from '../../lib/contract/secret-ref.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';

const base = {
  slug: 'grafana',
  redirects: [loginRedirect('https://g.example.org/cb', { app: 'grafana', field: 'redirects' })],
  scopes: ['openid'],
  tile: { name: 'Grafana', launchUrl: 'https://g.example.org/' },
} as const;
const secret = clientSecretRef('grafana', 1, 'grafana');

// `npm run typecheck` proves the comments: each fails when the line under it type-checks.
describe('illegal states', () => {
  it('do not type-check, and are refused when types were not asked', () => {
    // @ts-expect-error a public client with a secret
    expect(() => oidc({ ...base, clientType: 'public', secret, access: everyone() })).toThrow();
    // @ts-expect-error a confidential client without one
    expect(() => oidc({ ...base, clientType: 'confidential', access: everyone() })).toThrow();
    // @ts-expect-error neither access nor roles
    expect(() => oidc({ ...base, clientType: 'public' })).toThrow();
    // @ts-expect-error a scope that nobody maps
    expect(() => oidc({ ...base, clientType: 'public', access: everyone(), scopes: ['openid', 'roles'] })).toThrow();
    // @ts-expect-error a certificate from two places
    const edge: FactsInput['edge'] = { className: 'traefik', clusterIssuer: 'a', tlsSecret: 'b' };
    expect(edge.kind).toBeUndefined();
    // @ts-expect-error a Grafana without access and roles
    expect(grafana({ host: 'g', namespace: 'n' }).name).toBe('grafana');
    expect(oidc({ ...base, clientType: 'confidential', secret, access: everyone() }).grants).toEqual(['authorization_code']);
  });
});
