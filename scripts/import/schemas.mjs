import { kindsOfCrds } from './crd.mjs';
import { jsonSchemaProps, objectMeta } from './meta-schemas.mjs';
import { kindsOfOpenApi } from './openapi.mjs';
import { overlay, ruleMessages } from './overlay.mjs';
import { ownKinds } from './own-kinds/own-kinds.mjs';
import { shared } from './shared-schemas.mjs';

/** @typedef {Record<string, any>} Schema */

/**
 * @typedef {object} Bundle
 * @property {string} file below imports/, without `.schema.json`
 * @property {string} from a Go module
 * @property {RegExp} kinds which `apiVersion/Kind` are taken; older ones are no longer served
 * @property {true} [open] other fields pass: each release adds some, and the module is not the newest
 */

/** @type {readonly Bundle[]} */
export const bundles = [
  { file: 'kubernetes', from: 'k8s.io/kubernetes', kinds: /./ },
  {
    file: 'flux',
    from: 'github.com/controlplaneio-fluxcd/flux-operator',
    kinds: /^(?:helm[^/]*\/v2|(?:source|kustomize|image|notification).*\/(?:v1|v1beta3))\/\w+$/,
  },
  { file: 'flux-operator', from: 'github.com/controlplaneio-fluxcd/flux-operator', kinds: /^fluxcd\.controlplane\.io\// },
  { file: 'cert-manager', from: 'github.com/cert-manager/cert-manager', kinds: /\/v1\/\w+$/ },
  { file: 'external-secrets', from: 'github.com/external-secrets/external-secrets', kinds: /\/v1(?:alpha1)?\/\w+$/ },
  { file: 'prometheus-operator', from: 'github.com/prometheus-operator/prometheus-operator', kinds: /./ },
  { file: 'gateway-api', from: 'sigs.k8s.io/gateway-api', kinds: /^gateway\.networking\.k8s\.io\/(?!v1alpha2\/(?:GRPCRoute|ReferenceGrant)$)/ },
  { file: 'traefik', from: 'github.com/traefik/traefik/v3', kinds: /^traefik\.io\// },
  { file: 'envoy-gateway', from: 'github.com/envoyproxy/gateway', kinds: /\/(?:SecurityPolicy|ClientTrafficPolicy)$/ },
  { file: 'cloudnative-pg', from: 'github.com/cloudnative-pg/cloudnative-pg', kinds: /\/Cluster$/, open: true },
];

/**
 * Every schema file of imports/, and the index of what they hold.
 *
 * @param {ReadonlyMap<string, readonly string[]>} sources texts by `module@version`, the newest version of a module first
 * @param {string} mark first words of each file
 * @returns {Map<string, string>} text by path below imports/
 * @throws Error when an overlay names what is not there
 */
export function schemaFiles(sources, mark) {
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {Record<string, string>} */
  const index = {};
  for (const bundle of bundles) {
    const kinds = kindsOf(bundle, sources);
    for (const [name, patches] of Object.entries(overlay[bundle.file] ?? {})) {
      const schema = kinds.get(name);
      // A name without a dot is that of a part, which got its patches when it was read.
      if (schema === undefined && !name.includes('.')) continue;
      if (schema === undefined) throw new Error(`${bundle.file} has no ${name}, which an overlay changes`);
      for (const [path, patch] of Object.entries(patches)) apply(schema, path, patch, name);
    }
    for (const schema of kinds.values()) worded(schema);
    const $defs = { ...shared(kinds), ObjectMeta: objectMeta, ...(bundle.file === 'kubernetes' ? { JSONSchemaProps: jsonSchemaProps } : {}) };
    for (const [name, { properties }] of kinds) if (properties?.apiVersion !== undefined) index[name] = bundle.file;
    const $comment = `${mark} ${specsOf(bundle, sources).join(', ')}.`;
    files.set(`${bundle.file}.schema.json`, textOf({ $schema: 'https://json-schema.org/draft/2020-12/schema', $comment, $defs }));
  }
  files.set(
    'own.schema.json',
    textOf({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $comment: `${mark} scripts/import/own-kinds.`,
      $defs: { ...shared(ownKinds), ObjectMeta: objectMeta },
    }),
  );
  for (const name of ownKinds.keys()) index[name] = 'own';
  const sorted = Object.fromEntries(Object.entries(index).sort(([a], [b]) => (a < b ? -1 : 1)));
  files.set('index.json', textOf({ $comment: `${mark} ${bundles.flatMap((bundle) => specsOf(bundle, sources)).join(', ')}.`, $defs: sorted }));
  return files;
}

/** @param {Bundle} bundle @param {ReadonlyMap<string, readonly string[]>} sources */
const specsOf = ({ from }, sources) => [...sources.keys()].filter((spec) => spec.startsWith(`${from}@`));

/** One definition on each line: small, and a change shows as the line of its kind. @param {Schema} file */
export function textOf({ $defs, ...head }) {
  const lines = Object.entries($defs).map(([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`);
  const start = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${start.join('')}"$defs": {\n${lines.join(',\n')}\n}\n}\n`;
}

/**
 * Kinds of a bundle, as they stand in a file, by `Kind.version.group`.
 *
 * @param {Bundle} bundle
 * @param {ReadonlyMap<string, readonly string[]>} sources
 */
export function kindsOf(bundle, sources) {
  /** @type {Map<string, Schema>} */
  const kinds = new Map();
  const isOpenApi = bundle.file === 'kubernetes';
  for (const spec of specsOf(bundle, sources)) {
    const texts = sources.get(spec) ?? [];
    const { kinds: found, recursive } = isOpenApi
      ? kindsOfOpenApi(texts, (id, schema) => {
          for (const [at, patch] of Object.entries(overlay[bundle.file]?.[id] ?? {})) apply(schema, at, patch, id);
        })
      : { kinds: kindsOfCrds(texts), recursive: new Map() };
    for (const { apiVersion, kind, schema } of found.sort((a, b) => (a.kind + a.apiVersion < b.kind + b.apiVersion ? -1 : 1))) {
      const [version, group] = apiVersion.split('/').reverse();
      const id = `${kind}.${version}${group === undefined ? '' : `.${group}`}`;
      if (bundle.kinds.test(`${apiVersion}/${kind}`) && !kinds.has(id)) kinds.set(id, written(structuredClone(schema), apiVersion, kind, bundle.open));
    }
    for (const [id, schema] of recursive) kinds.set(id, closed(structuredClone(schema)));
  }
  return kinds;
}

/** A kind as it stands in a file. @param {Schema} schema @param {string} apiVersion @param {string} kind @param {true} [open] */
function written(schema, apiVersion, kind, open) {
  const { status, ...properties } = schema.properties;
  const result = (open ? shut : closed)({
    type: 'object',
    properties: { ...properties, apiVersion: { const: apiVersion }, kind: { const: kind }, metadata: { $ref: '#/$defs/ObjectMeta' } },
    required: [
      'apiVersion',
      'kind',
      'metadata',
      ...(schema.required ?? []).filter((/** @type {string} */ name) => !['apiVersion', 'kind', 'metadata'].includes(name)),
    ],
  });
  // The API server takes a CRD's object without spec; no controller can do anything with it.
  if (result.properties.spec?.required?.length > 0 && !result.required.includes('spec')) result.required.push('spec');
  // Controllers write the status; who keeps it in a file gets no complaint.
  if (status !== undefined) result.properties.status = { type: 'object' };
  return result;
}

/** No field that is not named, at the root. @param {Schema} schema @returns {Schema} */
const shut = (schema) => ({ ...schema, additionalProperties: false });

/** No field that is not named, at any depth. @param {Schema} schema @returns {Schema} */
function closed(schema) {
  for (const keyword of ['properties', 'patternProperties']) for (const one of Object.values(schema[keyword] ?? {})) closed(one);
  for (const keyword of ['items', 'additionalProperties', 'not']) if (typeof schema[keyword] === 'object') closed(schema[keyword]);
  if (schema.properties !== undefined && schema.additionalProperties === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true)
    schema.additionalProperties = false;
  return schema;
}

/**
 * @param {Schema} root
 * @param {string} path `spec.items[].name`, `{}` for the values of a map, empty for the root
 * @param {Schema} patch keywords; null takes one away, `+enum` adds values
 * @param {string} name
 */
function apply(root, path, patch, name) {
  let schema = root;
  const steps = path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? [];
  for (const [at, step] of steps.entries()) {
    if (step === '[]') schema = schema.items ??= {};
    else if (step === '{}') schema = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : (schema.additionalProperties = {});
    else {
      const isLast = at === steps.length - 1;
      if (schema.properties?.[step] === undefined && !isLast) throw new Error(`overlay of ${name}: has no ${steps.slice(0, at + 1).join('.')}`);
      schema = (schema.properties ??= {})[step] ??= {};
    }
  }
  for (const [keyword, value] of Object.entries(patch)) {
    if (keyword === '-properties') for (const field of value) delete schema.properties[field];
    else if (keyword === '+enum') schema.enum = [...(schema.enum ?? []), ...value];
    else if (value === null) delete schema[keyword];
    else schema[keyword] = structuredClone(value);
  }
  closed(schema);
}

/** Gives rules their messages. @param {Schema} schema */
function worded(schema) {
  for (const rule of schema['x-kubernetes-validations'] ?? []) {
    const message = ruleMessages.get(rule.rule);
    if (message !== undefined) rule.message = message;
  }
  for (const one of Object.values(schema.properties ?? {})) worded(one);
  for (const keyword of ['items', 'additionalProperties']) if (typeof schema[keyword] === 'object') worded(schema[keyword]);
}
