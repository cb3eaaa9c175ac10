import { http01, ovh } from '../../lib/contract/certificate-provider.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import type { App } from '../../lib/integrations/integration.ts';
import type { Invalid } from './invalid.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';

const provider = ovh({ endpoint: 'ovh-eu', authentication: 'application' });
const certificates = { email: 'jan@example.org', provider };
const traefik = { className: 'traefik' };
const cluster = (change: Readonly<Record<string, unknown>>) => () => clusterWith({ edge: traefik, certificates, ...change });
const certs = (change: Readonly<Record<string, unknown>>, edge: unknown = traefik) => cluster({ edge, certificates: { ...certificates, ...change } });
const dns = (change: Readonly<Record<string, unknown>>) => () => clusterWith({ dns: change });
const idp = (change: Readonly<Record<string, unknown>>) => () => clusterWith({ idp: change });
/** An app whose chart has no host aliases: a Grafana that lost them. */
function withoutAliases(): App<unknown> {
  const app = grafana(grafanaOptions);
  const whole = app.integration;
  const write: typeof whole.write = (options, contracts, facts) => whole.write(options, contracts, { ...facts, dns: { mode: 'pihole', private: true } });
  return { ...app, integration: { ...whole, write } };
}
const at = (code: string, field: string, fix: string) => ({ code, app: 'cluster', field, fix });

const s3 = { kind: 's3', endpoint: 'https://s3.example.org', bucket: 'backups', credentials: 'authentik-s3' };
const backup = (given: unknown, field: string, fix: string, code = 'backup-invalid') => ({
  make: idp({ backup: given }),
  ...at(code, `idp.backup.${field}`, fix),
});

/** Named inputs of what runs under the apps, each wrong in one way. */
export const gallery: Readonly<Record<string, Invalid>> = {
  'edge-before-beside-an-ingress': {
    make: () => clusterWith({ edgeBefore: { edge: { className: 'nginx', certificate: 'default' } } }),
    ...at('edge-before-invalid', 'edgeBefore.edge', "kind: 'gateway'"),
  },
  'edge-before-that-is-a-gateway': {
    make: cluster({ edgeBefore: { edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'a', namespace: 'b' } } } }),
    ...at('edge-before-invalid', 'edgeBefore.edge.kind', 'remove edgeBefore'),
  },
  'edge-before-with-a-host-of-nobody': {
    make: cluster({
      edge: { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'a', namespace: 'b' } },
      edgeBefore: { edge: { className: 'nginx' }, moved: ['loki'] },
    }),
    ...at('edge-before-invalid', 'edgeBefore.moved[0]', 'correct it'),
  },
  'backup-to-nowhere': backup({}, 'to', "kind: 'volume'"),
  'backup-at-a-word': backup({ to: { kind: 'volume' }, schedule: 'nightly' }, 'schedule', "'17 3 * * *'"),
  'backup-kept-for-no-day': backup({ to: { kind: 'volume' }, keepDays: 0 }, 'keepDays', '14'),
  'backup-with-an-image-that-moves': backup({ to: { kind: 'volume' }, image: 'postgres:latest' }, 'image', 'idp.backup.image', 'image-unpinned'),
  'backup-with-a-password-in-the-address': backup({ to: { ...s3, endpoint: 'https://key:hunter2@s3.example.org' } }, 'to.endpoint', 'https://s3.example.org'),
  'backup-to-an-address-with-the-bucket': backup({ to: { ...s3, endpoint: 'https://s3.example.org/backups' } }, 'to.endpoint', 'https://s3.example.org'),
  'backup-without-credentials': backup({ to: { ...s3, credentials: undefined } }, 'to.credentials', "'authentik-backup'"),
  'backup-with-the-credentials-themselves': backup({ to: { ...s3, credentials: 'AKIA/hunter2' } }, 'to.credentials', "'authentik-backup'"),
  'backup-out-of-the-bucket': backup({ to: { ...s3, path: '../other' } }, 'to.path', "'authentik'"),
  'backup-of-an-authentik-that-is-there': {
    make: idp({ existing: { namespace: 'sso', secrets: ['authentik'] }, backup: { to: { kind: 'volume' } } }),
    ...at('option-unused', 'idp.backup', 'remove idp.backup'),
  },
  'certificates-without-a-provider': { make: certs({ provider: undefined }), ...at('provider-unknown', 'certificates.provider', 'write provider: ovh({') },
  'http-01-by-a-word': { make: certs({ provider: 'http01' }), ...at('provider-unknown', 'certificates.provider', 'ovh({') },
  'http-01-for-a-wildcard': {
    make: certs({ provider: http01() }, { className: 'traefik', certificate: 'default' }),
    ...at('wildcard-http01', 'certificates.provider', 'ovh({'),
  },
  'issuer-of-http-01-beside-ours': {
    make: cluster({ edge: { className: 'traefik', clusterIssuer: 'letsencrypt-prod' } }),
    ...at('issuer-unknown', 'edge.clusterIssuer', 'remove clusterIssuer'),
  },
  'production-issuer-while-staging': {
    make: certs({ staging: true }, { className: 'traefik', clusterIssuer: 'letsencrypt-prod-dns' }),
    ...at('issuer-unknown', 'edge.clusterIssuer', 'letsencrypt-staging-dns'),
  },
  'staging-as-text': { make: certs({ staging: 'yes' }), ...at('option-type', 'certificates.staging', 'staging: true') },
  'no-email': { make: certs({ email: 'jan' }), ...at('email-invalid', 'certificates.email', 'email') },
  'zone-of-somebody-else': { make: certs({ dnsZones: ['example.com'] }), ...at('zone-outside', 'certificates.dnsZones', "dnsZones: ['home.example.org']") },
  'zone-with-a-star': { make: certs({ dnsZones: ['*.home.example.org'] }), ...at('host-invalid', 'certificates.dnsZones[0]', 'dnsZones') },
  'api-group-of-cert-manager': {
    make: certs({ groupName: 'acme.cert-manager.io' }),
    ...at('group-name-taken', 'certificates.groupName', 'remove groupName'),
  },
  'wildcard-for-an-ingress-with-issuer': {
    make: certs({ certificate: 'wildcard' }),
    ...at('certificate-mismatch', 'certificates.certificate', "certificate: 'default'"),
  },
  'per-host-behind-a-gateway': {
    make: certs({ certificate: 'per-host' }, { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'gateway' } }),
    ...at('certificate-mismatch', 'certificates.certificate', 'remove it'),
  },
  'wildcard-beside-an-unknown-controller': {
    make: certs({}, { className: 'haproxy', certificate: 'default' }),
    ...at('edge-service', 'edge.service', 'service: { name'),
  },
  'consumer-key-of-old': {
    make: () => ovh({ endpoint: 'ovh-eu', authentication: 'application', credentials: { consumerKey: { name: 'ovh', key: 'k' } } as never }),
    ...at('credential-unknown', 'credentials.consumerKey', 'write applicationConsumerKey'),
  },
  'oauth2-with-an-application-key': {
    make: () => ovh({ endpoint: 'ovh-eu', authentication: 'oauth2', credentials: { applicationKey: { name: 'ovh', key: 'k' } } as never }),
    ...at('credential-unknown', 'credentials.applicationKey', 'oauth2ClientID'),
  },
  'credential-in-plain-text': {
    make: () => ovh({ endpoint: 'ovh-eu', authentication: 'application', credentials: { applicationSecret: 'hunter2' as never } }),
    ...at('credential-invalid', 'credentials.applicationSecret', "{ name: 'ovh-credentials', key: 'applicationSecret' }"),
  },
  'endpoint-as-url': {
    make: () => ovh({ endpoint: 'https://eu.api.ovh.com' as never, authentication: 'application' }),
    ...at('choice-unknown', 'certificates.provider.endpoint', "endpoint: 'ovh-eu'"),
  },
  'authentication-missing': {
    make: () => ovh({ endpoint: 'ovh-eu' } as never),
    ...at('choice-unknown', 'certificates.provider.authentication', "authentication: 'application'"),
  },
  'monitoring-by-an-unknown-app': {
    make: cluster({ monitoring: { app: 'prometheus' } }),
    ...at('monitoring-missing', 'monitoring.app', "operator: 'present'"),
  },
  'monitoring-of-nothing': { make: cluster({ monitoring: {} }), ...at('monitoring-operator', 'monitoring', "monitoring: { app: 'grafana' }") },
  'monitoring-label-as-number': {
    make: cluster({ monitoring: { app: 'grafana', labels: { release: 1 } } }),
    ...at('option-type', 'monitoring.labels.release', "release: '1'"),
  },
  'host-aliases-for-a-chart-without': {
    make: cluster({ dns: { mode: 'hostAliases' }, apps: [withoutAliases()] }),
    code: 'host-aliases-unsupported',
    app: 'grafana',
    field: 'dns.mode',
    fix: "mode: 'coredns-rewrite'",
  },
  'coredns-rewrite-without-a-service': {
    make: () => clusterWith({ dns: { mode: 'coredns-rewrite' }, edge: { className: 'haproxy', clusterIssuer: 'x' } }),
    ...at('edge-service', 'edge.service', "mode: 'coredns-hosts'"),
  },
  'coredns-rewrite-behind-envoy-gateway': {
    make: () =>
      clusterWith({ dns: { mode: 'coredns-rewrite' }, edge: { kind: 'gateway', controller: 'envoy-gateway', gateway: { name: 'home', namespace: 'edge' } } }),
    ...at('edge-service', 'edge.service', 'service: { name'),
  },
  'external-dns-beside-coredns': {
    make: dns({ mode: 'coredns-hosts', externalDns: { server: 'http://192.168.1.2' } }),
    ...at('external-dns-mode', 'dns.externalDns', "mode: 'pihole'"),
  },
  'pihole-with-a-path': {
    make: dns({ mode: 'pihole', externalDns: { server: 'http://192.168.1.2/admin' } }),
    ...at('pihole-server', 'dns.externalDns.server', 'http://192.168.1.2'),
  },
  'pihole-with-a-password-in-its-address': {
    make: dns({ mode: 'pihole', externalDns: { server: 'http://admin:hunter2@192.168.1.2' } }),
    ...at('pihole-server', 'dns.externalDns.server', 'http://192.168.1.2'),
  },
  'pihole-password-in-plain-text': {
    make: dns({ mode: 'pihole', externalDns: { server: 'http://192.168.1.2', password: 'hunter2' } }),
    ...at('credential-invalid', 'dns.externalDns.password', "{ name: 'pihole-password', key: 'password' }"),
  },
  'database-of-an-unknown-kind': { make: idp({ database: { kind: 'sqlite' } }), ...at('choice-unknown', 'idp.database.kind', "kind: 'chart'") },
  'database-password-in-plain-text': {
    make: idp({ database: { kind: 'external', host: 'db.example.org', password: 'hunter2' } }),
    ...at('credential-invalid', 'idp.database.password', "{ name: 'authentik-db', key: 'password' }"),
  },
  'database-as-url-with-password': {
    make: idp({ database: { kind: 'external', host: 'postgres://authentik:hunter2@db.example.org', password: { name: 'a', key: 'b' } } }),
    ...at('database-invalid', 'idp.database.host', 'host:'),
  },
  'database-without-instances': {
    make: idp({ database: { kind: 'cloudnative-pg', instances: 0 } }),
    ...at('database-invalid', 'idp.database.instances', 'instances: 3'),
  },
  'database-size-without-unit': { make: idp({ database: { kind: 'chart', size: '8' } }), ...at('size-invalid', 'idp.database.size', "size: '8Gi'") },
  'no-pods': { make: idp({ replicas: 0 }), ...at('replicas-invalid', 'idp.replicas', 'replicas: 2') },
  'mail-password-in-plain-text': {
    make: idp({ email: { host: 'smtp.example.org', from: 'a@example.org', username: 'a', password: 'hunter2' } }),
    ...at('credential-invalid', 'idp.email.password', "{ name: 'authentik-email', key: 'password' }"),
  },
  'mail-user-without-password': {
    make: idp({ email: { host: 'smtp.example.org', from: 'a@example.org', username: 'a' } }),
    ...at('email-server-invalid', 'idp.email.password', 'password:'),
  },
  'authentik-secret-in-its-values': {
    make: idp({ values: { authentik: { secret_key: 'hunter2' } } }),
    code: 'secret-literal',
    app: 'cluster',
    field: 'spec.values.authentik.secret_key',
    fix: 'put the value in a Secret',
  },
  'gateway-of-ours-without-certificates': {
    make: () => clusterWith({ edge: { kind: 'gateway', controller: 'cilium', gateway: { name: 'home', namespace: 'edge', className: 'cilium' } } }),
    ...at('gateway-certificate', 'edge.gateway.className', 'certificates:'),
  },
  'existing-authentik-without-settings': {
    make: idp({ existing: { namespace: 'sso' } }),
    ...at('existing-idp-invalid', 'idp.existing.secrets', "secrets: ['authentik']"),
  },
  'existing-authentik-with-half-its-settings': {
    make: idp({ existing: { namespace: 'sso', env: { AUTHENTIK_SECRET_KEY: { name: 'authentik', key: 'k' } } } }),
    ...at('existing-idp-invalid', 'idp.existing.secrets', 'envFrom'),
  },
  'existing-authentik-with-its-password': {
    make: idp({ existing: { namespace: 'sso', secrets: ['authentik'], env: { AUTHENTIK_POSTGRESQL__PASSWORD: 'hunter2' } } }),
    ...at('existing-idp-invalid', 'idp.existing.env.AUTHENTIK_POSTGRESQL__PASSWORD', '{ name:'),
  },
  'existing-as-a-word': { make: idp({ existing: true }), ...at('option-type', 'idp.existing', 'existing: {') },
  'existing-nowhere': { make: idp({ existing: {} }), ...at('name-invalid', 'idp.existing.namespace', 'namespace') },
  'existing-with-replicas': {
    make: idp({ existing: { namespace: 'sso', secrets: ['authentik'] }, replicas: 2 }),
    ...at('option-unused', 'idp.replicas', 'remove idp.replicas'),
  },
  'existing-by-http': {
    make: idp({ existing: { url: 'http://nas:9000', token: { name: 'authentik', key: 'token' } } }),
    ...at('existing-idp-invalid', 'idp.existing.url', "url: 'https://auth.example.org'"),
  },
  'existing-with-the-token-itself': {
    make: idp({ existing: { url: 'https://auth.example.net', token: 'S3cr3tT0k3n' } }),
    ...at('credential-invalid', 'idp.existing.token', "name: 'authentik-token'"),
  },
  'existing-outside-without-token': {
    make: idp({ existing: { url: 'https://auth.example.net' } }),
    ...at('existing-idp-invalid', 'idp.existing.token', 'token: {'),
  },
  'existing-outside-by-the-worker': {
    make: idp({ existing: { url: 'https://auth.example.net', token: { name: 'authentik', key: 'token' } }, apply: 'worker' }),
    ...at('option-unused', 'idp.apply', 'remove idp.apply'),
  },
  'existing-outside-too-old': {
    make: () =>
      clusterWith({
        versions: { kubernetes: '1.36', authentik: '2026.2.2', flux: '2.9' },
        idp: { existing: { url: 'https://auth.example.net', token: { name: 'authentik', key: 'token' } } },
      }),
    ...at('existing-idp-version', 'idp.existing.url', 'upgrade authentik'),
  },
};
