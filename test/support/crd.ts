import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';

type Schema = { properties?: Record<string, Schema>; items?: Schema; additionalProperties?: unknown; 'x-kubernetes-preserve-unknown-fields'?: boolean };
type Crd = { spec: { versions: { name: string; schema: { openAPIV3Schema: Schema } }[] } };

/** Folder with CRDs of upstream projects: data that is not part of this repository. */
const folder = '../shared/upstream';

/** Whether the CRD is there; says so when it is not. */
export function hasCrd(file: string): boolean {
  if (existsSync(join(folder, file))) return true;
  console.warn(`skipped: ${file} is not in ${folder}`);
  return false;
}

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
  const crd = parseAllDocuments(readFileSync(join(folder, file), 'utf8'))[0]!.toJS() as Crd;
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
