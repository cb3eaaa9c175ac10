const self = { $ref: '#/$defs/JSONSchemaProps' };
const number = { type: 'number' };
const integer = { type: 'integer', format: 'int64' };
const text = { type: 'string' };
const flag = { type: 'boolean' };

/** apiextensions.k8s.io/v1, JSONSchemaProps. */
export const jsonSchemaProps = {
  type: 'object',
  properties: {
    $ref: text,
    $schema: text,
    additionalItems: {},
    additionalProperties: {},
    allOf: { type: 'array', items: self },
    anyOf: { type: 'array', items: self },
    default: {},
    definitions: { type: 'object', additionalProperties: self },
    dependencies: { type: 'object' },
    description: text,
    enum: { type: 'array' },
    example: {},
    exclusiveMaximum: flag,
    exclusiveMinimum: flag,
    externalDocs: { type: 'object', properties: { description: text, url: text }, additionalProperties: false },
    format: text,
    id: text,
    items: self,
    maxItems: integer,
    maxLength: integer,
    maxProperties: integer,
    maximum: number,
    minItems: integer,
    minLength: integer,
    minProperties: integer,
    minimum: number,
    multipleOf: number,
    not: self,
    nullable: flag,
    oneOf: { type: 'array', items: self },
    pattern: text,
    patternProperties: { type: 'object', additionalProperties: self },
    properties: { type: 'object', additionalProperties: self },
    required: { type: 'array', items: text },
    title: text,
    type: { type: 'string', enum: ['', 'object', 'array', 'string', 'integer', 'number', 'boolean'] },
    uniqueItems: flag,
    'x-kubernetes-embedded-resource': flag,
    'x-kubernetes-int-or-string': flag,
    'x-kubernetes-list-map-keys': { type: 'array', items: text },
    'x-kubernetes-list-type': { type: 'string', enum: ['atomic', 'set', 'map'] },
    'x-kubernetes-map-type': { type: 'string', enum: ['granular', 'atomic'] },
    'x-kubernetes-preserve-unknown-fields': flag,
    'x-kubernetes-validations': {
      type: 'array',
      items: {
        type: 'object',
        properties: { rule: text, message: text, messageExpression: text, reason: text, fieldPath: text, optionalOldSelf: flag },
        required: ['rule'],
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

/** `metadata` of every object. What controllers write is accepted as it is; names are judged by kind, which no schema can. */
export const objectMeta = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    generateName: { type: 'string' },
    namespace: { type: 'string', format: 'k8s-namespace' },
    labels: { type: 'object', propertyNames: { format: 'k8s-label-key' }, additionalProperties: { type: 'string', format: 'k8s-label-value' } },
    annotations: { type: 'object', propertyNames: { format: 'k8s-annotation-key' }, additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', items: { type: 'string' } },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          apiVersion: { type: 'string' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
          controller: { type: 'boolean' },
          blockOwnerDeletion: { type: 'boolean' },
        },
        required: ['apiVersion', 'kind', 'name', 'uid'],
        additionalProperties: false,
      },
    },
    creationTimestamp: { type: ['string', 'null'] },
    deletionTimestamp: { type: ['string', 'null'] },
    deletionGracePeriodSeconds: { type: 'integer' },
    generation: { type: 'integer' },
    managedFields: { type: 'array', items: { type: 'object' } },
    resourceVersion: { type: 'string' },
    selfLink: { type: 'string' },
    uid: { type: 'string' },
  },
  additionalProperties: false,
};
