import { textOfNotSecret } from '../compose/not-secret.ts';
import { PinoutError } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import { secretArgument, secretShape, secretUnder } from '../contract/secret-text.ts';

/** Kinds whose `secretKey` and `password` name keys and templates, never values. */
const namesOnly = /^(?:generators\.)?external-secrets\.io\//;

/**
 * Refuses literal secrets, and takes the wrapping off texts that `notSecret` lets through.
 *
 * Only text is looked at, under keys that name a secret (also as `name`/`value` of an environment variable, and as `key = value` inside
 * longer texts), and text of a known form anywhere. The message never shows the value.
 *
 * @throws PinoutError `secret-literal`
 */
export function withoutLiteralSecrets(placed: Placed): Placed {
  const { object } = placed;
  const at = `${object.kind}/${object.metadata.name}`;
  const refuse = (path: string, what: string): PinoutError =>
    new PinoutError({
      code: 'secret-literal',
      app: placed.from,
      field: `${at} ${path}`,
      found: `${what} in plain text`,
      wanted: 'a reference: this value would be in git',
      fix: "put the value in a Secret and refer to it (existingSecret, envValueFrom, valuesFrom), or write notSecret(value, 'why') if it is not secret",
    });
  const keyed = !namesOnly.test(object.apiVersion);

  const visit = (value: unknown, path: string, key: string): unknown => {
    const allowed = textOfNotSecret(value);
    if (allowed !== undefined) return allowed;
    if (typeof value === 'string') {
      const found = keyed ? secretUnder(key, value) : secretShape(value);
      if (found !== undefined) throw refuse(path, found);
      return value;
    }
    if (Array.isArray(value)) {
      const argument = secretArgument(value);
      if (argument !== undefined) throw refuse(`${path}[${argument}]`, 'a secret');
      return value.map((item, index) => visit(item, `${path}[${index}]`, key));
    }
    if (typeof value !== 'object' || value === null) return value;
    const map = value as Readonly<Record<string, unknown>>;
    const variable = typeof map['name'] === 'string' && 'value' in map ? map['name'] : undefined;
    return Object.fromEntries(
      Object.entries(map).map(([name, item]) => [
        name,
        visit(item, path === '' ? name : `${path}.${name}`, variable !== undefined && name === 'value' ? variable : name),
      ]),
    );
  };

  if (object.kind === 'Secret') for (const field of ['data', 'stringData']) refuseFilled(object, field, refuse);
  return { ...placed, object: visit(object, '', '') as Manifest };
}

/** A Secret with values in it has no place in git, whatever its keys are called. */
function refuseFilled(object: Manifest, field: string, refuse: (path: string, what: string) => PinoutError): void {
  const data = object[field];
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) if (value !== '' && textOfNotSecret(value) === undefined) throw refuse(`${field}.${key}`, 'a secret');
}
