import { merge } from '../../compose/merge.ts';
import { resolve } from '../../compose/resolve.ts';
import type { ConfidentialContract } from '../../contract/contract.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { secretObjectName } from '../../contract/secret-ref.ts';
import { expose } from '../../edge/expose.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { chartPods, networkPolicy } from '../../edge/network-policy.ts';
import { chartVersion } from '../../delivery/chart-version.ts';
import type { DriftRule } from '../../delivery/drift.ts';
import { delivery } from '../../delivery/engine.ts';
import { resources } from '../../delivery/resources.ts';
import type { JsonMap } from '../../manifest/manifest.ts';
import type { AppEnd } from '../integration.ts';
import { grafanaUnkept } from './charts.ts';
import type { GrafanaOptions } from './options.ts';
import { rolePath } from './role-path.ts';
import { storageValues } from './storage.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'server.root_url', why: 'without it the redirect URI is http://HOST:3000/..., which the identity provider refuses' },
  { path: 'auth.disable_login_form', value: false, why: 'the local admin can still sign in when the identity provider is down' },
  { path: 'use_refresh_token', value: true, why: 'ends the session when the identity provider ends it; needs offline_access' },
  { path: 'login_attribute_path', why: 'authentik sends no `login` claim: without this the login is the e-mail address' },
  { path: 'groups_attribute_path', why: 'allowed_groups without this path refuses everyone' },
];

const charts = {
  'kube-prometheus-stack': { source: 'oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack', version: '88.5.3' },
  grafana: { source: { repository: 'https://grafana-community.github.io/helm-charts', chart: 'grafana' }, version: '12.11.1' },
} as const;

/** prometheus-operator's webhook adds it to rules that were there before it ran: one needless correction after the first installation (fluxcd/helm-controller#643). */
const validatedRules: DriftRule = { paths: ['/metadata/annotations/prometheus-operator-validated'], target: { kind: 'PrometheusRule' } };

/** Grafana's end: a HelmRelease whose values carry the login. */
export function writeGrafana(options: GrafanaOptions, contract: ConfidentialContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace, { app: slug, field: 'namespace' });
  const kind = options.chart ?? 'kube-prometheus-stack';
  const chart = charts[kind];
  const kept = storageValues(options.storage ?? {}, kind, slug, facts.storageClass);
  const login = grafanaLogin(contract, facts);
  const own = merge({ resources: resources('50m', '256Mi', '1Gi') }, login, kept.grafana) as JsonMap;
  const of = (part: JsonMap) => (kind === 'grafana' ? part : { grafana: part });
  const values = resolve(merge(of(own), kind === 'grafana' ? {} : kept.prometheus, options.values ?? {})) as JsonMap;
  return {
    namespace,
    secrets: [contract.secret],
    reasons,
    loginValues: resolve(merge(of(login), options.values ?? {})) as JsonMap,
    unkept: grafanaUnkept(values, kind),
    objects: [
      expose(
        { name: slug, namespace, host: new URL(contract.tile.launchUrl).hostname, service: grafanaService(options.existing?.release ?? slug), port: 80 },
        facts,
      ),
      ...delivery.release({
        name: slug,
        namespace,
        chart: chart.source,
        version: chartVersion(options.chartVersion, chart.version, slug),
        timeout: '15m',
        values,
        options,
        ...(kind === 'kube-prometheus-stack' ? { drift: [validatedRules] } : {}),
      }),
      ...networkPolicy(options.networkPolicy, false, { name: slug, namespace, pods: chartPods('grafana', slug), inside: true }, facts),
    ],
  };
}

/** Name of Grafana's Deployment and Service: both charts leave the suffix out when the release carries it. */
export const grafanaService = (slug: string): string => (slug.includes('grafana') ? slug : `${slug}-grafana`);

/** What of the chart's values is the login. */
function grafanaLogin(contract: ConfidentialContract, facts: Facts): JsonMap {
  const { slug, access, roles, secret, tile } = contract;
  const { title, endpoints } = facts.idp;
  const root = new URL(tile.launchUrl);
  const path = rolePath(roles);
  const aliases = hostAliases(facts);
  return {
    ...(aliases.length === 0 ? {} : { hostAliases: aliases }),
    // A Secret that is not there yet keeps the pod from starting: better than a login without secret.
    envValueFrom: { GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { name: secretObjectName(secret), key: secret.key } } },
    'grafana.ini': {
      server: { domain: root.hostname, root_url: `${root.origin}/` },
      auth: { disable_login_form: false, oauth_allow_insecure_email_lookup: false },
      ...(path === '' ? { users: { auto_assign_org_role: 'Viewer' } } : {}),
      'auth.generic_oauth': {
        enabled: true,
        name: title,
        client_id: contract.clientId,
        scopes: contract.scopes.join(' '),
        auth_url: endpoints.authorize,
        token_url: endpoints.token,
        api_url: endpoints.userinfo,
        use_pkce: true,
        use_refresh_token: true,
        allow_sign_up: true,
        login_attribute_path: 'preferred_username',
        name_attribute_path: 'name',
        email_attribute_path: 'email',
        groups_attribute_path: 'groups',
        ...(access.kind === 'groups' ? { allowed_groups: [...access.groups] } : {}),
        ...(path === '' ? {} : { role_attribute_path: path, role_attribute_strict: true, allow_assign_grafana_admin: Object.hasOwn(roles, 'GrafanaAdmin') }),
        signout_redirect_url: `${issuerOf(facts, slug)}end-session/`,
      },
    },
  };
}
