import { describe, expect, it } from 'vitest';

/** A module of the import: plain JavaScript, so its types are said here. */
const script = async <T>(name: string): Promise<T> => (await import(new URL(`../../scripts/import/${name}.mjs`, import.meta.url).href)) as T;
const { authentikSchema } = await script<{ authentikSchema: (openApi: string, header: string, names: readonly string[]) => { $defs: Record<string, unknown> } }>('authentik');

describe('schemas from OpenAPI', () => {
  const document = (schemas: Record<string, unknown>): string => JSON.stringify({ components: { schemas } });

  it('keeps what is needed and turns nullable into types', () => {
    const schemas = {
      A: {
        type: 'object',
        description: 'Prose.',
        required: ['description', 'pk'],
        properties: {
          pk: { type: 'integer', readOnly: true },
          description: { type: 'string', title: 'Prose', nullable: true, maxLength: 3 },
          mode: { allOf: [{ $ref: '#/components/schemas/Mode' }], description: 'Prose.', nullable: true },
          level: { type: 'string', enum: ['a'], nullable: true, default: 'a' },
        },
      },
      Mode: { type: 'string', enum: ['x', 'y'], description: 'Prose.' },
      Other: { type: 'string' },
    };
    expect(authentikSchema(document(schemas), 'header', ['A']).$defs).toEqual({
      A: {
        type: 'object',
        required: ['description'],
        properties: {
          description: { type: ['string', 'null'], maxLength: 3 },
          mode: { anyOf: [{ $ref: '#/$defs/Mode' }, { type: 'null' }] },
          level: { type: ['string', 'null'], enum: ['a', null] },
        },
        additionalProperties: false,
      },
      Mode: { type: 'string', enum: ['x', 'y'] },
    });
  });

  it('fails for a schema that is gone and for a keyword that it does not know', () => {
    expect(() => authentikSchema(document({}), 'header', ['A'])).toThrow("authentik's schema has no A");
    expect(() => authentikSchema(document({ A: { type: 'string', contentEncoding: 'base64' } }), 'header', ['A'])).toThrow('does not know the keyword contentEncoding');
  });
});
