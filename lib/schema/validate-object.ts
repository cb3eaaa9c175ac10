import { kindOf, shown } from './checks/fault.ts';
import { faultOfName } from './object-name.ts';
import type { Path } from '../manifest/parse-yaml.ts';
import type { Registry } from './registry.ts';
import { nearest } from './suggest.ts';
import { ruled } from './ruled.ts';
import type { Violation } from './violation.ts';

/** A violation of any kind of document. */
export interface Fault extends Omit<Violation, 'code'> {
  readonly code: string;
  readonly why?: string;
}

export interface ObjectOptions {
  readonly registry: Registry;
  readonly strictKinds: boolean;
  /** False: texts that ConfigMaps and Secrets hold are judged by somebody else. */
  readonly texts?: false;
  /** Judges an AuthenticationConfiguration beyond its types; loaded when a file holds one. */
  readonly authentication?: (value: object) => readonly Fault[];
}

type Fields = Readonly<Record<string, unknown>>;
export const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Text that SOPS encrypted: its type and form show only when it is decrypted. */
const encrypted = 'ENC[AES256_GCM,';

/** Everything that is wrong with one object, whose root stands at a path of its document. */
export function validateObject(value: unknown, options: ObjectOptions, at: Path = []): Fault[] {
  if (!isMap(value))
    return [
      {
        code: 'schema-type',
        path: at,
        message: `must be an object, but is ${kindOf(value)}`,
        expected: 'object',
        received: kindOf(value),
        fix: 'write apiVersion, kind and metadata',
      },
    ];
  const { apiVersion, kind } = value;
  // A patch of kustomize's that says what happens to an object: it is no object.
  if (typeof value['$patch'] === 'string') return [];
  const out: Fault[] = [];
  for (const [name, given] of Object.entries({ apiVersion, kind }))
    if (typeof given !== 'string' || given === '')
      out.push(
        given === undefined || given === null || given === ''
          ? {
              code: 'schema-required',
              path: given === '' ? [...at, name] : at,
              message: `lacks the field ${name}`,
              expected: name,
              received: 'nothing',
              fix: `add ${name}`,
            }
          : {
              code: 'schema-type',
              path: [...at, name],
              message: `must be string, but is ${kindOf(given)}`,
              expected: 'string',
              received: kindOf(given),
              fix: 'write a string',
            },
      );
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || out.length > 0) return out;
  if (kind === 'List' || (kind.endsWith('List') && Array.isArray(value['items']) && options.registry.checkOf(apiVersion, kind) === undefined))
    return listFaults(value, options, at);
  const check = options.registry.checkOf(apiVersion, kind);
  if (check === undefined) return [unknownKind(apiVersion, kind, options, at), ...metadataFaults(value, apiVersion, kind, at)];
  const hasSops = isMap(value['sops']);
  let subject = value;
  if (hasSops) {
    subject = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'sops'));
  }
  const found: Violation[] = [];
  check(subject, { path: [...at], out: found });
  const isTaken = ({ code, received, fix = '' }: Violation): boolean =>
    code === 'schema-unknown-field' && apiVersion.startsWith('kustomize.config.k8s.io/') && fix.toLowerCase() === `write ${received?.toLowerCase() ?? ''}`;
  // kustomize reads the names of its fields in any case.
  const read = found.filter((one) => !isTaken(one));
  const kept = hasSops ? read.filter(({ path }) => !isEncrypted(value, path.slice(at.length))) : read;
  if (kept.length === 0 && kind === 'AuthenticationConfiguration') out.push(...authenticationFaults(value, options));
  const told = kept.map((one): Fault => ruled(one, value, at.length));
  return [...told, ...out.map((fault) => ({ ...fault, path: [...at, ...fault.path] })), ...metadataFaults(value, apiVersion, kind, at)];
}

/** A list or a rule may be a substitution of Flux (`jwt: ${ISSUERS}`): what is not there yet cannot be judged. */
function authenticationFaults(value: Fields, { authentication }: ObjectOptions): readonly Fault[] {
  try {
    return authentication?.(value) ?? [];
  } catch (error) {
    if (error instanceof TypeError && JSON.stringify(value).includes('${')) return [];
    throw error;
  }
}

function listFaults(value: Fields, options: ObjectOptions, at: Path): Fault[] {
  const { items } = value;
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items))
    return [
      {
        code: 'schema-type',
        path: [...at, 'items'],
        message: `must be array, but is ${kindOf(items)}`,
        expected: 'array',
        received: kindOf(items),
        fix: 'write a list of objects',
      },
    ];
  const known = new Set(['apiVersion', 'kind', 'metadata', 'items']);
  // What SOPS notes of a file that it encrypted is taken out with the encryption.
  const strange = Object.keys(value).filter((key) => !known.has(key) && !(key === 'sops' && isMap(value['sops'])));
  return [
    ...strange.map((key): Fault => ({
      code: 'schema-unknown-field',
      path: [...at, key],
      key: true,
      message: `there is no field ${JSON.stringify(key)}`,
      expected: [...known].join(', '),
      received: key,
      fix: 'remove it',
    })),
    ...(items as unknown[]).flatMap((item, index) => validateObject(item, options, [...at, 'items', index])),
  ];
}

function unknownKind(apiVersion: string, kind: string, { registry, strictKinds }: ObjectOptions, at: Path): Fault {
  const versions = registry.versionsOf(kind);
  const meant = versions.length > 0 ? undefined : nearest(kind, registry.kinds());
  const hint = versions.length > 0 ? `; it is known in ${versions.join(', ')}` : meant === undefined ? '' : `; did you mean ${meant}?`;
  return {
    code: 'kind-unknown',
    severity: strictKinds ? 'error' : 'warning',
    path: [...at, 'kind'],
    message: `the kind ${kind} in ${apiVersion} is not known, so it is not checked${hint}`,
    expected: versions.length > 0 ? versions.join(', ') : 'a kind whose schema is known',
    received: `${apiVersion} ${kind}`,
    fix: versions.length > 0 ? `write apiVersion: ${versions[0]!}, or import its CRD: pinout import FILE-OR-URL` : 'import its CRD: pinout import FILE-OR-URL',
  };
}

/** Kinds of files that no API server stores: they have no name. */
const nameless = new Set([
  'kustomize.config.k8s.io',
  'kubeadm.k8s.io',
  'apiserver.config.k8s.io',
  'kubelet.config.k8s.io',
  'kubeproxy.config.k8s.io',
  'client.authentication.k8s.io',
  'audit.k8s.io',
  'apiserver.k8s.io',
  'config.k8s.io',
]);

function metadataFaults(value: Fields, apiVersion: string, kind: string, at: Path): Fault[] {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const { metadata } = value;
  if (nameless.has(group) || (kind === 'Config' && apiVersion === 'v1') || !isMap(metadata)) return [];
  const { name, generateName, annotations } = metadata;
  const out: Fault[] = [];
  const path = [...at, 'metadata'];
  if (name === undefined || name === null) {
    if (typeof generateName !== 'string' && !group.startsWith('authentication.') && !group.startsWith('authorization.'))
      out.push({ code: 'schema-required', path, message: 'lacks the field name', expected: 'name', received: 'nothing', fix: 'add name' });
  } else if (typeof name === 'string' && !name.includes('${')) {
    const wanted = faultOfName(apiVersion, kind, name);
    if (wanted !== undefined)
      out.push({
        code: 'schema-format',
        path: [...path, 'name'],
        message: `is ${shown(name)}, but must be ${wanted}`,
        expected: wanted,
        received: shown(name),
        fix: `write ${wanted}`,
      });
  }
  if (isMap(annotations)) {
    const size = Object.entries(annotations).reduce(
      (total, [key, one]) => total + Buffer.byteLength(key) + (typeof one === 'string' ? Buffer.byteLength(one) : 0),
      0,
    );
    if (size > 262144)
      out.push({
        code: 'schema-bounds',
        path: [...path, 'annotations'],
        message: `hold ${size} bytes, but at most 262144 are allowed`,
        expected: 'at most 262144 bytes',
        received: String(size),
        fix: 'move the text to a ConfigMap',
      });
  }
  return out;
}

/** Whether a path of the original value leads to text that SOPS encrypted. */
function isEncrypted(value: unknown, path: Path): boolean {
  let at: unknown = value;
  for (const step of path) at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[step] : undefined;
  return typeof at === 'string' && at.startsWith(encrypted);
}
