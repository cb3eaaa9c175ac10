import { groups, kept } from '../../lib/contract/access.ts';
import { actualBudget } from '../../lib/integrations/actual-budget/actual-budget.ts';
import { oidcApp } from '../../lib/integrations/oidc-app/oidc-app.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { clusterWith, grafanaWith } from '../support/sample.ts';
import { cloudflare, dnsWebhook, hetzner, rfc2136, route53 } from '../../lib/contract/dns-providers.ts';
import { generatedSecrets } from '../../lib/platform/generated-secrets.ts';
import type { Invalid } from './invalid.ts';

const secret = { name: 'grafana-oauth', key: 'secret' };
const adopt = (given: unknown) => () => grafanaWith({ adopt: given });
const guarded = (given: unknown) => () =>
  clusterWith({ apps: [forwardAuthApp({ name: 'start', access: groups('family'), networkPolicy: false, adopt: given as never })] });
const at = (field: string, fix: string, code = 'adopt-invalid', app = 'grafana') => ({ code, app, field, fix });

const dns = (field: string, fix: string, code = 'dns-provider-invalid') => ({ code, app: 'cluster', field: `certificates.provider.${field}`, fix });

const patches = (target: unknown, given: unknown) => () => clusterWith({ patches: [{ target, patch: given }] });
const patch = (code: string, field: string, fix: string) => ({ code, app: 'cluster', field: `patches[0].${field}`, fix });

const existing =
  (given: object, more: object = {}) =>
  () =>
    clusterWith({ idp: { ...more, existing: { namespace: 'sso', ...given } } });
const existingAt = (field: string, fix: string, code = 'existing-idp-invalid') => ({ code, app: 'cluster', field: `idp.existing.${field}`, fix });

/** Named inputs of what is taken over in authentik, each wrong in one way. */
export const gallery: Readonly<Record<string, Invalid>> = {
  'adopt-nothing': { make: adopt({}), ...at('adopt.provider', 'clientId') },
  'adopt-without-the-secret': { make: adopt({ provider: { clientId: 'k3' } }), ...at('adopt.secret', "secret: { name: 'grafana-oidc'") },
  'adopt-with-the-secret-itself': {
    make: adopt({ provider: { clientId: 'k3' }, secret: 'hunter2hunter2' }),
    ...at('adopt.secret', 'wiki-oidc', 'credential-invalid'),
  },
  'adopt-a-secret-of-nobody': { make: adopt({ groups: ['grafana-admins'], secret }), ...at('adopt.secret', 'provider') },
  'adopt-a-provider-without-a-word': { make: adopt({ provider: {}, secret }), ...at('adopt.provider', 'clientId') },
  'adopt-a-client-id-with-spaces': { make: adopt({ provider: { clientId: 'a b' }, secret }), ...at('adopt.provider.clientId', 'copy it') },
  'adopt-an-application-by-its-name': { make: adopt({ application: 'My Grafana', secret }), ...at('adopt.application', "application: 'grafana'") },
  'adopt-a-group-that-the-app-does-not-name': { make: adopt({ groups: ['admins'] }), ...at('adopt.groups[0]', 'access or roles') },
  'access-kept-of-a-login-that-is-made': {
    make: () => grafanaWith({ roles: undefined, access: kept() }),
    ...at('access', "adopt: { provider: { clientId: '…' } }", 'access-kept'),
  },
  'access-kept-where-only-groups-are-there': {
    make: () => grafanaWith({ access: kept(), adopt: { groups: ['grafana-admins'] } }),
    ...at('access', "groups('grafana-users')", 'access-kept'),
  },
  'access-kept-with-groups': { make: () => kept('family' as never), ...at('kept', "groups('…')", 'option-type', 'access') },
  'way-in-that-is-there-with-a-service': {
    make: () => clusterWith({ apps: [forwardAuthApp({ name: 'start', access: groups('family'), wayIn: 'present', service: 'start' } as never)] }),
    ...at('service', 'remove service', 'option-unused', 'start'),
  },
  'adopt-misspelt': { make: adopt({ providr: 'x' }), ...at('adopt.providr', 'did you mean provider?', 'option-unknown') },
  'adopt-the-client-of-a-guard': {
    make: guarded({ provider: { clientId: 'k3' } }),
    ...at('adopt.provider.clientId', 'Provider for', 'adopt-invalid', 'start'),
  },
  'adopt-the-secret-of-a-guard': { make: guarded({ provider: 'Start', secret }), ...at('adopt.secret', 'remove secret', 'adopt-invalid', 'start') },
  'cloudflare-with-the-token-itself': {
    make: () => cloudflare({ token: 'S3cr3tS3cr3t' as never }),
    ...dns('token', 'cloudflare-api-token', 'credential-invalid'),
  },
  'cloudflare-with-a-key-of-old': { make: () => cloudflare({ apiKey: { name: 'a', key: 'b' } } as never), ...dns('apiKey', 'remove it', 'option-unknown') },
  'route53-with-half-a-key': { make: () => route53({ accessKeyId: { name: 'aws', key: 'id' } }), ...dns('secretAccessKey', 'accessKeyId') },
  'name-server-by-its-name': {
    make: () => rfc2136({ nameserver: 'ns.example.org', keyName: 'acme', secret: { name: 'tsig', key: 'k' } }),
    ...dns('nameserver', '192.168.1.2'),
  },
  'name-server-without-a-key': { make: () => rfc2136({ nameserver: '192.168.1.2' } as never), ...dns('keyName', 'keyName') },
  'webhook-without-a-solver': { make: () => dnsWebhook({ groupName: 'acme.example.org' } as never), ...dns('solverName', 'solverName') },
  'webhook-with-half-a-secret': {
    make: () => dnsWebhook({ groupName: 'acme.example.org', solverName: 'porkbun', secrets: [{ name: 'porkbun' }] } as never),
    ...dns('secrets[0]', "key: 'key'", 'credential-invalid'),
  },
  'webhook-without-a-group': { make: () => hetzner({ groupName: 'hetzner' }), ...dns('groupName', 'groupName', 'host-invalid') },
  'external-secrets-by-a-word': {
    make: () => generatedSecrets({ operator: 'yes' } as never),
    code: 'choice-unknown',
    app: 'cluster',
    field: 'secrets.operator',
    fix: "'release'",
  },
  'existing-authentik-with-a-file-of-nobody': {
    make: existing({ secrets: ['authentik'], env: { AUTHENTIK_POSTGRESQL__PASSWORD: 'file:///postgres-creds/password' } }),
    ...existingAt('env.AUTHENTIK_POSTGRESQL__PASSWORD', "path: '/postgres-creds'"),
  },
  'existing-authentik-with-a-mount-of-nothing': {
    make: existing({ secrets: ['authentik'], mounts: [{ path: '/ca' }] }),
    ...existingAt('mounts[0]', 'secret:'),
  },
  'existing-authentik-with-a-relative-mount': {
    make: existing({ secrets: ['authentik'], mounts: [{ secret: 'a', path: '../ca' }] }),
    ...existingAt('mounts[0].path', "path: '/postgres-creds'"),
  },
  'existing-authentik-with-a-mount-over-the-blueprints': {
    make: existing({ secrets: ['authentik'], mounts: [{ secret: 'a', path: '/blueprints/x' }] }),
    ...existingAt('mounts[0].path', '/postgres-ca'),
  },
  'existing-authentik-with-two-mounts-at-one-place': {
    make: existing({
      secrets: ['authentik'],
      mounts: [
        { secret: 'a', path: '/ca' },
        { secret: 'b', path: '/ca' },
      ],
    }),
    ...existingAt('mounts[1].path', '/postgres-ca'),
  },
  'existing-release-of-authentik-and-jobs': { make: existing({ secrets: ['authentik'], release: 'authentik' }), ...existingAt('release', 'remove') },
  'existing-authentik-that-mounts-ours-already': {
    make: existing({ blueprints: { configMaps: ['blueprint-grafana'] } }, { apply: 'worker' }),
    ...existingAt('blueprints.configMaps[0]', 'remove it'),
  },
  'existing-authentik-by-a-path-of-its-authority': {
    make: () => clusterWith({ idp: { existing: { url: 'https://sso.example.net', token: { name: 'a', key: 'b' }, certificateAuthority: './home-ca.pem' } } }),
    ...existingAt('certificateAuthority', 'readFileSync', 'certificate-authority-invalid'),
  },
  'existing-release-and-a-version-of-the-chart': {
    make: () => grafanaWith({ existing: { release: 'grafana' }, chartVersion: '12.0.0' }),
    ...at('chartVersion', 'remove chartVersion', 'option-unused'),
  },
  'existing-release-with-a-volume': {
    make: () => grafanaWith({ existing: { release: 'grafana' }, storage: { grafana: '1Gi' } }),
    ...at('storage', 'remove storage', 'option-unused'),
  },
  'existing-release-with-an-image': {
    make: () =>
      clusterWith({
        apps: [
          oidcApp({
            name: 'wiki',
            namespace: 'wiki',
            access: groups('family'),
            redirects: ['/cb'],
            image: 'ghcr.io/example/wiki:1.2.3',
            existing: { release: 'wiki' },
          }),
        ],
      }),
    ...at('image', 'remove image', 'option-unused', 'wiki'),
  },
  'existing-release-of-an-app-whose-pod-has-a-gate': {
    make: () => clusterWith({ apps: [actualBudget({ host: 'budget', access: groups('family'), existing: { release: 'actual' } })] }),
    ...at('existing.release', "oidcApp({ name: 'actual-budget'", 'existing-release-unfit', 'actual-budget'),
  },
  'patch-of-nothing': { make: patches({ kind: 'Ingress', name: 'grafanna' }, { metadata: {} }), ...patch('patch-ineffective', 'target', 'correct the target') },
  'patch-that-changes-nothing': { make: patches({ kind: 'Ingress' }, { kind: 'Ingress' }), ...patch('patch-ineffective', 'patch', 'remove it') },
  'patch-without-a-kind': { make: patches({}, { metadata: {} }), ...patch('patch-invalid', 'target', "kind: 'Ingress'") },
  'patch-by-a-word': { make: patches({ kind: 'Ingress' }, 'x'), ...patch('patch-invalid', 'patch', 'patch: {') },
  'patch-that-renames': { make: patches({ kind: 'Ingress' }, { metadata: { name: 'x' } }), ...patch('patch-invalid', 'patch', 'remove the name') },
  'patch-at-a-path-that-is-not-there': {
    make: patches({ kind: 'Ingress' }, [{ op: 'replace', path: '/spec/nowhere/deep', value: 1 }]),
    ...patch('patch-invalid', 'patch', 'correct the path'),
  },
  'patch-by-an-unknown-step': { make: patches({ kind: 'Ingress' }, [{ op: 'put', path: '/spec' }]), ...patch('patch-invalid', 'patch', "op: 'add'") },
  'patch-with-a-secret': {
    make: patches({ kind: 'HelmRelease', name: 'grafana' }, { spec: { values: { password: 'hunter2hunter2' } } }),
    code: 'secret-literal',
    app: 'cluster',
    field: 'patch/patches[0] patch.spec.values.password',
    fix: 'Secret',
  },
};
