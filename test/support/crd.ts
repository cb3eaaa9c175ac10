import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { upstreamText } from './upstream.ts';

type Schema = { properties?: Record<string, Schema>; items?: Schema; additionalProperties?: unknown; 'x-kubernetes-preserve-unknown-fields'?: boolean };
type Crd = { spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] } };

const compiled = new Map<string, ValidateFunction | undefined>();
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

/** What a CRD finds wrong with an object, unknown fields included: an API server would drop those without a word. */
export function crdErrors(file: string, object: { apiVersion: string; metadata: unknown }): string {
  const key = `${file} ${object.apiVersion}`;
  if (!compiled.has(key)) compiled.set(key, compile(file, object.apiVersion));
  const validate = compiled.get(key);
  if (validate === undefined) return `no version ${object.apiVersion}`;
  return validate(object) ? '' : ajv.errorsText(validate.errors);
}

function compile(file: string, apiVersion: string): ValidateFunction | undefined {
  const crd = parseAllDocuments(upstreamText(file)!)[0]!.toJS() as Crd;
  const schema = crd.spec.versions.find(({ name }) => apiVersion.endsWith(`/${name}`))?.schema.openAPIV3Schema;
  return schema === undefined ? undefined : ajv.compile(closed({ ...schema, properties: { ...schema.properties, metadata: {} } }));
}

function closed(schema: Schema): Schema {
  const properties =
    schema.properties === undefined ? undefined : Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, closed(one)]));
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties }),
    ...(schema.items === undefined ? {} : { items: closed(schema.items) }),
    ...(properties !== undefined && schema.additionalProperties === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true
      ? { additionalProperties: false }
      : {}),
  };
}
