import { describe, expect, it } from 'vitest';

/** A module of the import: plain JavaScript, so its types are said here. */
const script = async <T>(name: string): Promise<T> => (await import(new URL(`../../scripts/import/${name}.mjs`, import.meta.url).href)) as T;
type Kinds = { apiVersion: string; kind: string; schema: Record<string, unknown> }[];
const { kindsOfOpenApi } = await script<{ kindsOfOpenApi: (texts: readonly string[], patch: (id: string, schema: { properties: Record<string, object> }) => void) => { kinds: Kinds; recursive: Map<string, object> } }>('openapi');
const { kindsOfCrds } = await script<{ kindsOfCrds: (texts: readonly string[]) => Kinds }>('crd');

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const ref = (name: string) => ({ allOf: [{ $ref: `#/components/schemas/${name}` }], description: 'Prose.', default: {} });
const as = (kind: string) => [{ group: '', version: 'v1', kind }];
const document = JSON.stringify({
  components: {
    schemas: {
      'io.k8s.api.core.v1.Lamp': {
        type: 'object',
        description: 'Prose.',
        properties: { metadata: ref(meta), spec: ref('io.k8s.api.core.v1.LampSpec') },
        'x-kubernetes-group-version-kind': as('Lamp'),
      },
      'io.k8s.api.core.v1.LampSpec': {
        type: 'object',
        required: ['color'],
        properties: {
          color: { type: 'string', description: 'Prose.', default: '' },
          modes: { type: 'array', items: { type: 'string', default: '' } },
          power: ref('io.k8s.apimachinery.pkg.api.resource.Quantity'),
          port: ref('io.k8s.apimachinery.pkg.util.intstr.IntOrString'),
          beside: { type: 'array', items: ref('io.k8s.api.core.v1.LampSpec') },
        },
      },
      'io.k8s.api.core.v1.LampList': {
        properties: { metadata: ref('io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta') },
        'x-kubernetes-group-version-kind': as('LampList'),
      },
      'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions': { properties: {}, 'x-kubernetes-group-version-kind': [...as('DeleteOptions'), ...as('DeleteOptions')] },
    },
  },
});
const go = `func schema_k8sio_api_core_v1_LampSpec(ref common.ReferenceCallback) common.OpenAPIDefinition {
\t\t\t\t\t"color": {
\t\t\t\t\t\t\tEnum:        []interface{}{"Blue", "Red"},
\t\t\t\t\t"modes": {
\t\t\t\t\t\t\tItems: &spec.SchemaOrArray{
\t\t\t\t\t\t\t\t\t\tEnum:    []interface{}{"Dim", "Bright"},
\t\t\t\t\t"port": {
`;

describe('kinds of Kubernetes', () => {
  it('come from its OpenAPI document, with enums of the Go that it is made of, and no lists', () => {
    const { kinds, recursive } = kindsOfOpenApi([document, go], (id, schema) => {
      if (id === 'CoreV1LampSpec') Object.assign(schema.properties['color']!, { minLength: 1 });
    });
    const spec = {
      type: 'object',
      required: ['color'],
      properties: {
        color: { type: 'string', enum: ['Blue', 'Red'], minLength: 1 },
        modes: { type: 'array', items: { type: 'string', enum: ['Dim', 'Bright'] } },
        power: { type: ['integer', 'number', 'string'], format: 'quantity' },
        port: { type: ['integer', 'string'] },
        beside: { type: 'array', items: { $ref: '#/$defs/CoreV1LampSpec' } },
      },
    };
    expect(kinds).toEqual([{ apiVersion: 'v1', kind: 'Lamp', schema: { type: 'object', properties: { metadata: { $ref: '#/$defs/ObjectMeta' }, spec } } }]);
    expect([...recursive]).toEqual([['CoreV1LampSpec', spec]]);
  });

  it('are refused when a part of them is not there', () => {
    expect(() => kindsOfOpenApi([document.replace('"io.k8s.api.core.v1.LampSpec":', '"gone":'), go], () => undefined)).toThrow('has no io.k8s.api.core.v1.LampSpec');
  });
});

describe('kinds of a CRD', () => {
  it('are those of each version, with what judges and without prose', () => {
    const crd = `apiVersion: v1
kind: ConfigMap
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.org
  names: { kind: Lamp }
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          description: Prose.
          properties:
            spec:
              type: object
              required: [color, watts]
              properties:
                color: { type: string, default: red, description: Prose., pattern: '^[a-z]+$' }
                watts: { anyOf: [{ type: integer }, { type: string }], x-kubernetes-int-or-string: true }
                description: { type: string }
              x-kubernetes-validations: [{ rule: has(self.watts), message: needs watts }]
`;
    expect(kindsOfCrds([crd])).toEqual([
      {
        apiVersion: 'example.org/v1',
        kind: 'Lamp',
        schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              // The API server fills in what has a default before it looks.
              required: ['watts'],
              properties: { color: { type: 'string', default: 'red', pattern: '^[a-z]+$' }, watts: { type: ['integer', 'string'] }, description: { type: 'string' } },
              'x-kubernetes-validations': [{ rule: 'has(self.watts)', message: 'needs watts' }],
            },
          },
        },
      },
    ]);
  });
});
