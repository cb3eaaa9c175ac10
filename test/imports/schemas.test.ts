import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { blueprintOf } from '../../lib/idp/authentik/blueprint.ts';
import { blueprintText } from '../../lib/idp/authentik/blueprint-text.ts';
import { peopleBlueprint } from '../../lib/idp/authentik/shared-blueprints.ts';
import { everyone } from '../../lib/contract/access.ts';
import { grafanaWith } from '../support/sample.ts';

type Schema = { $defs: Record<string, object> };
const load = (name: string) => JSON.parse(readFileSync(`imports/${name}.schema.json`, 'utf8')) as Schema;
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(load('authentik'), 'authentik');
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
    const { entries } = resolved(parseDocument(text).contents) as { entries: { model: string; state?: string; identifiers: object; conditions?: unknown; attrs?: object }[] };
    const created = entries.filter(({ state, identifiers, conditions }) => (state ?? 'present') === 'present' && !('pk' in identifiers) && conditions === undefined);
    expect(created.length).toBeGreaterThan(0);
    for (const { model, identifiers, attrs } of created) expect(errorsOf(`authentik#/$defs/${requests[model]!}`, { ...attrs, ...identifiers }), model).toBe('');
  });

  it('refuse what is wrong, so that accepting means something', () => {
    expect(errorsOf('authentik#/$defs/OAuth2ProviderRequest', { name: 'x' })).toContain('authorization_flow');
    expect(errorsOf('authentik#/$defs/GroupRequest', { name: 'x', usrs: [] })).not.toBe('');
  });
});
