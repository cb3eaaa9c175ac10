import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parse, parseDocument } from 'yaml';
import { blueprintOf } from '../../lib/authentik/blueprint.ts';
import { blueprintText } from '../../lib/authentik/blueprint-text.ts';
import { peopleBlueprint } from '../../lib/authentik/people-blueprint.ts';
import { everyone } from '../../lib/contract/access.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { grafanaWith } from '../support/sample.ts';

type Schema = { $defs: Record<string, object> };
const load = (name: string) => JSON.parse(readFileSync(`imports/${name}.schema.json`, 'utf8')) as Schema;
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
for (const name of ['authentik', 'flux', 'external-secrets']) ajv.addSchema(load(name), name);
const errorsOf = (ref: string, value: unknown): string => {
  const validate = ajv.getSchema(ref);
  expect(validate, ref).toBeDefined();
  return validate!(value) === true ? '' : ajv.errorsText(validate!.errors);
};

/** The schema that authentik's API has for each model that a blueprint names. */
const requests: Readonly<Record<string, string>> = {
  'authentik_core.group': 'GroupRequest',
  'authentik_core.application': 'ApplicationRequest',
  'authentik_providers_oauth2.oauth2provider': 'OAuth2ProviderRequest',
  'authentik_providers_oauth2.scopemapping': 'ScopeMappingRequest',
  'authentik_policies.policybinding': 'PolicyBindingRequest',
  'authentik_policies_expression.expressionpolicy': 'ExpressionPolicyRequest',
};

/** A node as plain data, each tag replaced by what authentik would make of it: a key of the right type, or the file's text. */
function resolved(node: unknown, field = ''): unknown {
  const tag = (node as { tag?: string }).tag;
  if (tag === '!File') return 'secret';
  if (tag?.startsWith('!') === true) return ['provider', 'users'].includes(field) ? 1 : '8a4ed1c5-3a3e-4a7e-9d5e-1f0c6d1c2b3a';
  if (isSeq(node)) return node.items.map((item) => resolved(item, field));
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), resolved(value, String(isScalar(key) ? key.value : key))]));
  return isScalar(node) ? node.value : null;
}

describe('schemas of @goauthentik/api', () => {
  const contracts = [grafanaWith({ tile: { section: 'Tools', icon: 'https://x.example.org/i.svg', description: 'Graphs' } }), grafanaWith({ roles: undefined, access: everyone() })].map(({ apps, facts }) => blueprintText(blueprintOf('grafana', apps[0]!.contracts, facts.features)));
  it.each([...contracts, blueprintText(peopleBlueprint({ 'grafana-admins': ['jan', 'ada'] }))])('accept the attrs of every entry that creates something (%#)', (text) => {
    const { entries } = resolved(parseDocument(text).contents) as { entries: { model: string; state?: string; identifiers: object; attrs?: object }[] };
    const created = entries.filter(({ state }) => state !== 'absent');
    expect(created.length).toBeGreaterThan(0);
    for (const { model, identifiers, attrs } of created) expect(errorsOf(`authentik#/$defs/${requests[model]!}`, { ...attrs, ...identifiers }), model).toBe('');
  });

  it('refuse what is wrong, so that accepting means something', () => {
    expect(errorsOf('authentik#/$defs/OAuth2ProviderRequest', { name: 'x' })).toContain('authorization_flow');
    expect(errorsOf('authentik#/$defs/GroupRequest', { name: 'x', usrs: [] })).not.toBe('');
  });
});

describe('schemas of the kinds in dist', () => {
  const manifests = [...filesOf(grafanaWith({}, { people: { 'grafana-admins': ['jan'] } }), 'x'), ...filesOf(grafanaWith({ chart: 'grafana' }), 'x')]
    .filter(([path]) => path.endsWith('.yaml') && !path.startsWith('manual/'))
    .map(([path, text]) => [path, parse(text) as { kind: string; apiVersion: string }] as const);

  it('accept every object of Flux and External Secrets', () => {
    const rooms = { 'toolkit.fluxcd.io': 'flux', 'external-secrets.io': 'external-secrets' } as const;
    const checked = new Set<string>();
    for (const [path, object] of manifests)
      for (const [group, room] of Object.entries(rooms))
        if (object.apiVersion.split('/')[0]!.endsWith(group)) {
          expect(errorsOf(`${room}#/$defs/${object.kind}`, object), path).toBe('');
          checked.add(object.kind);
        }
    expect([...checked].sort()).toEqual(['ExternalSecret', 'HelmRelease', 'HelmRepository', 'Kustomization', 'OCIRepository', 'Password', 'SecretStore']);
  });

  const crds = '../shared/upstream';
  it.skipIf(!existsSync(crds))('accept them by the CRDs of upstream as well, with no field that they do not know', () => {
    type Crd = { kind: string; spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: object } }[] } };
    const known = new Map(
      readdirSync(crds)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => parse(readFileSync(join(crds, name), 'utf8')) as Crd)
        .filter(({ kind }) => kind === 'CustomResourceDefinition')
        .flatMap(({ spec }) => spec.versions.map((version) => [`${spec.group}/${version.name} ${spec.names.kind}`, ajv.compile(closed(version.schema.openAPIV3Schema) as object)] as const)),
    );
    const checked = new Set<string>();
    for (const [path, object] of manifests) {
      const validate = known.get(`${object.apiVersion} ${object.kind}` as never);
      if (validate === undefined) continue;
      expect(validate(object) ? '' : ajv.errorsText(validate.errors), path).toBe('');
      checked.add(object.kind);
    }
    expect(checked).toContain('HelmRelease');
    expect(checked).toContain('ExternalSecret');
  });
});

/** A CRD's schema that refuses unknown fields, as the API server does when it is asked to be strict. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'nullable')
      .map(([key, value]) => [key, closed(value)] as [string, unknown]),
  );
  if ('properties' in result && !('additionalProperties' in result) && result['x-kubernetes-preserve-unknown-fields'] !== true && result['type'] === 'object') {
    const properties = result['properties'] as object;
    if (!('apiVersion' in properties && 'metadata' in properties && !('spec' in properties))) result['additionalProperties'] = false;
    if ('metadata' in properties) result['properties'] = { ...properties, metadata: { type: 'object' } };
  }
  return result;
}
