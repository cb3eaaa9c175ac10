import { describe, expect, it } from 'vitest';
import { ovh } from '../../lib/contract/certificate-provider.ts';
import { cloudflare, desec, dnsWebhook, hetzner, rfc2136, route53 } from '../../lib/contract/dns-providers.ts';
import { generatedSecrets } from '../../lib/platform/generated-secrets.ts';
import { storedSecrets } from '../../lib/platform/stored-secrets.ts';
import { grave, judged } from '../support/judge.ts';
import { clusterWith } from '../support/sample.ts';

const key = (name: string, one: string) => ({ name, key: one });
const email = 'jan@example.org';
const with_ = (provider: unknown, more: object = {}) => clusterWith({ edge: { className: 'traefik' }, certificates: { email, provider, ...more } });
const names = (made: ReturnType<typeof clusterWith>, kind: string) => made.placed.flatMap(({ object }) => (object.kind === kind ? [object.metadata.name] : []));
const clean = (made: ReturnType<typeof clusterWith>) => grave(judged(made).filter(({ code }) => code !== 'renewal-alert-missing'));

const providers = {
  cloudflare: [cloudflare(), { cloudflare: { apiTokenSecretRef: key('cloudflare-api-token', 'api-token') } }],
  route53: [
    route53({ region: 'eu-central-1', hostedZoneId: 'Z1', accessKeyId: key('aws', 'id'), secretAccessKey: key('aws', 'secret') }),
    { route53: { region: 'eu-central-1', hostedZoneID: 'Z1', accessKeyIDSecretRef: key('aws', 'id'), secretAccessKeySecretRef: key('aws', 'secret') } },
  ],
  'the role of the node': [route53({ region: 'eu-central-1' }), { route53: { region: 'eu-central-1' } }],
  rfc2136: [
    rfc2136({ nameserver: '192.168.1.2', keyName: 'acme', secret: key('tsig', 'secret') }),
    { rfc2136: { nameserver: '192.168.1.2', tsigKeyName: 'acme', tsigAlgorithm: 'HMACSHA512', tsigSecretSecretRef: key('tsig', 'secret') } },
  ],
  hetzner: [hetzner(), { webhook: { groupName: 'acme.hetzner.com', solverName: 'hetzner', config: { tokenSecretKeyRef: key('hetzner', 'token') } } }],
  desec: [
    desec({ groupName: 'acme.example.org' }),
    { webhook: { groupName: 'acme.example.org', solverName: 'desec', config: { apiKeySecretRef: key('desec-io-token', 'token') } } },
  ],
  webhook: [
    dnsWebhook({ groupName: 'acme.example.org', solverName: 'porkbun', config: { ttl: 60 }, secrets: [key('porkbun', 'key')] }),
    { webhook: { groupName: 'acme.example.org', solverName: 'porkbun', config: { ttl: 60 } } },
  ],
} as const;

describe('what is there already', () => {
  it.each(Object.entries(providers))('proves control of names by %s, in fields that the CRD of cert-manager knows', (_name, [provider, solver]) => {
    const made = with_(provider);
    const issuer = made.placed.find(({ object }) => object.kind === 'ClusterIssuer')!.object as unknown as { spec: { acme: { solvers: { dns01: object }[] } } };
    expect(issuer.spec.acme.solvers[0]!.dns01).toEqual({ cnameStrategy: 'None', ...solver });
    for (const { name } of provider.secrets) expect(made.readme).toContain(`| Secret | cert-manager | ${name} |`);
    if (provider.webhook !== undefined) expect(made.readme).toContain(`| APIService |  | v1alpha1.${provider.webhook} |`);
    expect(names(made, 'HelmRelease')).not.toContain('cert-manager-webhook-ovh');
    expect(clean(made)).toEqual([]);
  });

  it('is not installed: cert-manager, and with it its namespace', () => {
    for (const provider of [cloudflare(), ovh({ endpoint: 'ovh-eu', authentication: 'application' })]) {
      const made = with_(provider, { operator: 'present' });
      expect(names(made, 'HelmRelease')).not.toContain('cert-manager');
      expect(names(made, 'Namespace')).not.toContain('cert-manager');
      expect(names(made, 'ClusterIssuer')).toHaveLength(2);
      expect(JSON.stringify(made.placed)).not.toContain('"dependsOn":[{"name":"cert-manager"');
      expect(clean(made)).toEqual([]);
    }
  });

  it('is not installed: External Secrets', () => {
    const made = clusterWith({ secrets: generatedSecrets({ operator: 'present' }) });
    expect([...names(made, 'HelmRelease'), ...names(made, 'Namespace')]).not.toContain('external-secrets');
    expect(made.readme).toContain('externalsecrets.external-secrets.io');
    expect(clean(made)).toEqual([]);
    expect(
      names(clusterWith({ secrets: storedSecrets({ store: { kind: 'ClusterSecretStore', name: 'vault', servedBy: 'outside' } }) }), 'HelmRelease'),
    ).not.toContain('external-secrets');
  });
});
