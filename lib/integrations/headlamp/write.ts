import { merge } from '../../compose/merge.ts';
import { resolve } from '../../compose/resolve.ts';
import type { ConfidentialContract } from '../../contract/contract.ts';
import type { ForwardAuthContract } from '../../contract/forward-auth.ts';
import { type Facts, issuerOf } from '../../contract/facts.ts';
import { dnsLabel } from '../../contract/names.ts';
import { secretObjectName } from '../../contract/secret-ref.ts';
import { expose, type Exposure } from '../../edge/expose.ts';
import { guardedExposure } from '../../edge/guarded-exposure.ts';
import { hostAliases } from '../../edge/host-aliases.ts';
import { chartPods, networkPolicy } from '../../edge/network-policy.ts';
import { chartVersion } from '../../delivery/chart-version.ts';
import { delivery } from '../../delivery/engine.ts';
import { resources } from '../../delivery/resources.ts';
import { podLevel } from '../../delivery/pod-level.ts';
import type { Json, JsonMap } from '../../manifest/manifest.ts';
import type { AppEnd } from '../integration.ts';
import type { HeadlampOptions } from './options.ts';
import { refuseValues } from './refuse-values.ts';
import type { Reason } from '../../manifest/reason.ts';

/** What a reviewer of dist would ask. */
const reasons: readonly Reason[] = [
  { path: 'values.replicaCount', value: 1, why: 'login state is in the memory of one pod: kubernetes-sigs/headlamp#4019' },
  { path: 'oidc.secret.create', value: false, why: 'the chart would create an empty Secret; the values come from the environment' },
  {
    path: 'clusterRoleBinding.create',
    value: false,
    why: "the chart binds its ServiceAccount to cluster-admin; here the users' own rights apply",
  },
  { path: 'env.HEADLAMP_CONFIG_OIDC_IDP_ISSUER_URL', why: 'with the slash: kube-apiserver and Headlamp compare the issuer as text' },
  { path: 'env.HEADLAMP_CONFIG_OIDC_SCOPES', why: 'Headlamp adds openid itself' },
  { path: 'env.HEADLAMP_CONFIG_OIDC_CALLBACK_URL', why: 'otherwise taken from request headers, and http without X-Forwarded-Proto' },
];

const chart = { source: { repository: 'https://kubernetes-sigs.github.io/headlamp/', chart: 'headlamp' }, version: '0.45.0' } as const;

/** Headlamp's end: a HelmRelease whose environment carries the login, or one whose page forward-auth guards. */
export function writeHeadlamp(options: HeadlampOptions, contract: ConfidentialContract | ForwardAuthContract, facts: Facts): AppEnd {
  const { slug } = contract;
  const namespace = dnsLabel(options.namespace, { app: slug, field: 'namespace' });
  const version = chartVersion(options.chartVersion, chart.version, slug);
  const login = contract.protocol === 'oidc' ? oidcLogin(contract, facts) : undefined;
  const own = login === undefined ? stopgapValues(options, facts) : merge(common, noOwnRights, login);
  const values = resolve(merge(own, options.values ?? {})) as JsonMap;
  refuseValues(values, contract, version);
  const way: Exposure = {
    name: slug,
    namespace,
    host: new URL(contract.tile.launchUrl).hostname,
    service: headlampService(options.existing?.release ?? slug),
    port: 80,
    needs: { largeHeaders: true, long: true },
  };
  const objects = [
    ...(contract.protocol === 'oidc' ? [expose(way, facts)] : guardedExposure(way, contract, facts)),
    ...delivery.release({ name: slug, namespace, chart: chart.source, version, timeout: '10m', values, options }),
    // Behind forward-auth anyone who reaches the pod acts as its account.
    ...networkPolicy(options.networkPolicy, contract.protocol !== 'oidc', { name: slug, namespace, pods: chartPods('headlamp', slug) }, facts),
  ];
  return {
    namespace,
    ...podLevel(objects, 'restricted', options.values),
    ...(login === undefined ? {} : { loginValues: resolve(merge(login, options.values ?? {})) as JsonMap }),
    secrets: contract.protocol === 'oidc' ? [contract.secret] : [],
    ...(contract.protocol === 'oidc' ? { apiserverClients: [slug] } : {}),
    objects,
    reasons,
  };
}

/** Name of Headlamp's Deployment and Service: the chart leaves the suffix out when the release carries it. */
export const headlampService = (slug: string): string => (slug.includes('headlamp') ? slug : `${slug}-headlamp`);

/** How its pod runs. */
const common = {
  replicaCount: 1,
  resources: resources('10m', '64Mi', '512Mi'),
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 100,
    runAsGroup: 101,
    privileged: false,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

/** Headlamp's own account is bound to cluster-admin by default; with a login users bring their own rights. */
const noOwnRights = { clusterRoleBinding: { create: false } };

const aliasesOf = (facts: Facts): Record<string, Json> => {
  const aliases = hostAliases(facts);
  return aliases.length === 0 ? {} : { hostAliases: aliases };
};

/** What of the chart's values is the login. */
function oidcLogin(contract: ConfidentialContract, facts: Facts): JsonMap {
  const { slug, secret, scopes } = contract;
  const variable = (name: string, value: string) => ({ name: `HEADLAMP_CONFIG_OIDC_${name}`, value });
  return {
    ...aliasesOf(facts),
    config: { oidc: { secret: { create: false } } },
    env: [
      variable('CLIENT_ID', contract.clientId),
      { name: 'HEADLAMP_CONFIG_OIDC_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: secretObjectName(secret), key: secret.key } } },
      variable('IDP_ISSUER_URL', issuerOf(facts, slug)),
      variable('SCOPES', scopes.filter((scope) => scope !== 'openid').join(',')),
      variable('CALLBACK_URL', contract.redirects.find(({ use }) => use === 'login')!.url),
      variable('USE_PKCE', 'true'),
    ],
  };
}

function stopgapValues(options: HeadlampOptions, facts: Facts): JsonMap {
  return {
    ...aliasesOf(facts),
    ...common,
    config: { oidc: { secret: { create: false } }, unsafeUseServiceAccountToken: true },
    clusterRoleBinding: { create: true, clusterRoleName: options.mode === 'forward-auth' ? (options.clusterRole ?? 'view') : 'view' },
  };
}
