import type { Path } from '../../../manifest/parse-yaml.ts';
import { type Fault, isMap } from '../../../schema/validate-object.ts';

/** Names of models: app and model in small letters. What has the form and is unknown may be of another version. */
export const modelForm = /^authentik_[a-z0-9_]+\.[a-z0-9]+$/;

const flows = ['authorization_flow', 'invalidation_flow'];
const oauth2 = 'authentik_providers_oauth2.oauth2provider';

interface Row {
  readonly code: string;
  readonly severity?: 'warning';
  /** Models of the entries that it is about; all without. */
  readonly models?: readonly string[];
  /** Whether a fault at these keys of an entry (of the whole document without entry) is it; `field` is the last key, or the one that is missing. */
  readonly is: (field: string, keys: Path, fault: Fault) => boolean;
}

/** A key of the entry itself, that is wrong or missing. */
const isOwn =
  (name: string): Row['is'] =>
  (field, keys) =>
    field === name && (keys.length === 0 || (keys.length === 1 && keys[0] === name));

const inEntry: readonly Row[] = [
  { code: 'entry-model-invalid', is: isOwn('model') },
  { code: 'entry-state-unknown', is: isOwn('state') },
  { code: 'identifiers-missing', is: isOwn('identifiers') },
  {
    code: 'flow-missing',
    severity: 'warning',
    models: [oauth2, 'authentik_providers_proxy.proxyprovider'],
    is: (field, keys) => flows.includes(field) && keys.length < 3,
  },
  {
    code: 'forward-auth-mismatch',
    models: ['authentik_providers_proxy.proxyprovider'],
    is: (field, _, { code }) => /^schema-(?:required|type)$/.test(code) && field === 'external_host',
  },
  { code: 'client-type-unknown', models: [oauth2], is: (field, keys) => field === 'client_type' && keys.length === 2 },
  { code: 'redirects-empty', models: [oauth2], is: (field, keys) => field === 'redirect_uris' && keys.length < 3 },
  { code: 'redirect-invalid', models: [oauth2], is: (_, keys) => keys[1] === 'redirect_uris' && keys.length > 2 },
  {
    code: 'application-incomplete',
    models: ['authentik_core.application'],
    is: (field, _, { code }) => code === 'schema-required' && /^(?:name|slug)$/.test(field),
  },
  {
    code: 'scope-mapping-incomplete',
    models: ['authentik_providers_oauth2.scopemapping'],
    is: (field, _, { code }) => code === 'schema-required' && /^(?:name|scope_name|expression)$/.test(field),
  },
  {
    code: 'blueprint-field-type',
    is: (_, keys, { code, expected, received = '' }) =>
      code === 'schema-type' && keys[0] === 'attrs' && keys.length === 2 && (expected === 'array' || /^(?:array|object)$/.test(received)),
  },
];

const inFile: readonly Row[] = [
  { code: 'blueprint-version-wrong', is: (field, keys) => field === 'version' && keys.length === 1 },
  { code: 'blueprint-name-missing', is: (field, keys) => field === 'name' && keys[0] === 'metadata' },
];

/** A fault of a blueprint that has a rule of its own goes by the rule's code, whichever command finds it. */
export function ruled(fault: Fault, value: unknown): Fault {
  if (!fault.code.startsWith('schema-')) return fault;
  const at = fault.path[0] === 'entries' ? fault.path.findIndex((step) => typeof step === 'number') : -1;
  const keys = at === -1 ? fault.path : fault.path.slice(at + 1);
  const field = fault.code === 'schema-required' ? (fault.expected ?? '') : String(keys.at(-1) ?? '');
  if (fault.code === 'schema-unknown-field') return keys[0] === 'attrs' && keys.length === 2 ? { ...fault, code: 'blueprint-field-unknown' } : fault;
  const row = (at === -1 ? inFile : inEntry).find(
    ({ models, is }) => is(field, keys, fault) && (models === undefined || models.includes(String(modelAt(value, fault.path.slice(0, at + 1))))),
  );
  return row === undefined ? fault : { ...fault, code: row.code, ...(row.severity === undefined ? {} : { severity: row.severity }) };
}

function modelAt(value: unknown, path: Path): unknown {
  let entry = value;
  for (const step of path) entry = Array.isArray(entry) ? (entry as unknown[])[Number(step)] : isMap(entry) ? entry[step] : undefined;
  return isMap(entry) ? entry['model'] : undefined;
}
