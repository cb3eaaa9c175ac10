import { compile } from 'json-schema-to-typescript';

/** @typedef {Record<string, any>} Schema */

/** The custom resources that pinout writes: name of the type, file of its schema, id in it. A kind that nothing writes has no line here. */
const kinds = /** @type {const} */ ([
  ['HelmRelease', 'flux', 'HelmRelease.v2.helm.toolkit.fluxcd.io'],
  ['HelmRepository', 'flux', 'HelmRepository.v1.source.toolkit.fluxcd.io'],
  ['OCIRepository', 'flux', 'OCIRepository.v1.source.toolkit.fluxcd.io'],
  ['Kustomization', 'flux', 'Kustomization.v1.kustomize.toolkit.fluxcd.io'],
  ['ExternalSecret', 'external-secrets', 'ExternalSecret.v1.external-secrets.io'],
  ['SecretStore', 'external-secrets', 'SecretStore.v1.external-secrets.io'],
  ['Password', 'external-secrets', 'Password.v1alpha1.generators.external-secrets.io'],
  ['Certificate', 'cert-manager', 'Certificate.v1.cert-manager.io'],
  ['ClusterIssuer', 'cert-manager', 'ClusterIssuer.v1.cert-manager.io'],
  ['Gateway', 'gateway-api', 'Gateway.v1.gateway.networking.k8s.io'],
  ['HTTPRoute', 'gateway-api', 'HTTPRoute.v1.gateway.networking.k8s.io'],
  ['ReferenceGrant', 'gateway-api', 'ReferenceGrant.v1beta1.gateway.networking.k8s.io'],
  ['Middleware', 'traefik', 'Middleware.v1alpha1.traefik.io'],
  ['TLSStore', 'traefik', 'TLSStore.v1alpha1.traefik.io'],
  ['SecurityPolicy', 'envoy-gateway', 'SecurityPolicy.v1alpha1.gateway.envoyproxy.io'],
  ['ClientTrafficPolicy', 'envoy-gateway', 'ClientTrafficPolicy.v1alpha1.gateway.envoyproxy.io'],
  ['CnpgCluster', 'cloudnative-pg', 'Cluster.v1.postgresql.cnpg.io'],
  ['PodMonitor', 'prometheus-operator', 'PodMonitor.v1.monitoring.coreos.com'],
  ['ServiceMonitor', 'prometheus-operator', 'ServiceMonitor.v1.monitoring.coreos.com'],
  ['PrometheusRule', 'prometheus-operator', 'PrometheusRule.v1.monitoring.coreos.com'],
]);

/**
 * Types of the custom resources that pinout writes, by json-schema-to-typescript.
 *
 * @param {ReadonlyMap<string, string>} schemas text of the schemas by path below imports/
 * @returns {Promise<Map<string, string>>} text by path below imports/
 */
export async function crdTypes(schemas) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const file of new Set(kinds.map(([, from]) => from))) {
    const { $comment, $defs } = /** @type {{ $comment: string, $defs: Record<string, Schema> }} */ (JSON.parse(schemas.get(`${file}.schema.json`) ?? '{}'));
    const own = kinds.filter(([, from]) => from === file);
    // Names of types: those of the kinds are as said, so what they share is called otherwise.
    for (const [id, schema] of Object.entries($defs)) $defs[id] = { ...schema, title: own.find(([, , kind]) => kind === id)?.[0] ?? `${id} part` };
    const root = { title: 'Kinds', type: 'object', properties: Object.fromEntries(own.map(([name, , id]) => [name, { $ref: `#/$defs/${id}` }])), $defs };
    const text = await compile(/** @type {any} */ (open(root)), 'Kinds', {
      bannerComment: '',
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      unreachableDefinitions: false,
      style: { printWidth: 160, singleQuote: true },
    });
    const bare = text
      .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, '')
      .replace(/^export interface Kinds \{[\s\S]*?^\}\n/m, '')
      .replace(/^export (interface|type) (\w+)/gm, (line, keyword, other) => (own.some(([name]) => name === other) ? line : `${keyword} ${other}`));
    files.set(`types/${file}.d.ts`, `// ${$comment}\n${bare.trim()}\nexport {};\n`);
  }
  return files;
}

/** Maps that the schema says nothing of hold anything. @param {any} value @returns {any} */
function open(value) {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  const all = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, open(item)]));
  return value.type === 'object' && value.properties === undefined && value.additionalProperties === undefined ? { ...all, additionalProperties: true } : all;
}
