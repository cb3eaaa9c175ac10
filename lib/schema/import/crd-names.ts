import { PinoutError, show } from '../../contract/error.ts';
import { isLabel, isSubdomain } from '../formats.ts';

/** Names of a CRD as they end up in file names and in TypeScript. */
export interface CrdNames {
  readonly kind: string;
  readonly plural: string;
  readonly group: string;
  readonly versions: readonly string[];
}

// The generated file itself declares or imports these.
const taken = new Set(['ApiObject', 'Construct']);

/**
 * Refuses names that the API server would refuse (k8s.io/apiextensions-apiserver, pkg/apis/apiextensions/validation): they become names of
 * files and a part of source text.
 *
 * @throws PinoutError `crd-invalid`
 */
export function refuseNames({ kind, plural, group, versions }: CrdNames, from: string): void {
  const refuse = (field: string, found: string, wanted: string): never => {
    throw new PinoutError({
      code: 'crd-invalid',
      app: 'import',
      field: `${from}: ${field}`,
      found: show(found),
      wanted,
      fix: 'do not import this: every API server refuses it',
    });
  };
  if (!isLabel(plural)) refuse('spec.names.plural', plural, 'a DNS label, such as widgets');
  if (!isSubdomain(group) || !group.includes('.')) refuse('spec.group', group, 'a DNS subdomain, such as example.org');
  if (kind.length > 63 || !/^[A-Za-z][A-Za-z0-9]*$/.test(kind) || taken.has(kind)) refuse('spec.names.kind', kind, 'letters and digits, such as Widget');
  for (const [index, version] of versions.entries())
    if (version.length > 63 || !/^[a-z][a-z0-9]*$/.test(version)) refuse(`spec.versions[${index}].name`, version, 'a version such as v1 or v1beta1');
}
