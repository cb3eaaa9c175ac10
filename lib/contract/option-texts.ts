import type { ErrorCode } from './error-codes.ts';
import { PinoutError, show } from './error.ts';
import type { Place } from './names.ts';
import { isLiteral, kindOf, word } from './option-error.ts';
import { object, type Shape, text } from './shape.ts';

function shaped(code: ErrorCode, legal: (value: string) => boolean, wanted: string, example: string): Shape<string> {
  return (value, at) => {
    if (typeof value === 'string' && legal(value)) return value;
    throw new PinoutError({
      code,
      ...at,
      found: typeof value === 'string' ? show(value) : kindOf(value),
      wanted,
      fix: `write for example ${word(at)}: '${example}'`,
    });
  };
}

/** A time as Flux takes it (its API's pattern of `timeout`). @throws PinoutError `duration-invalid` */
export const duration = shaped(
  'duration-invalid',
  (value) => /^(?:\d{1,6}(?:\.\d{1,3})?(?:ms|s|m|h))+$/.test(value) && /[1-9]/.test(value) && value.length <= 40,
  'a time such as 10m or 1h30m: numbers, each with ms, s, m or h',
  '10m',
);

/** The size of a volume: a quantity of Kubernetes above zero. @throws PinoutError `size-invalid` */
export const size = shaped(
  'size-invalid',
  (value) => /^\d{1,15}(?:\.\d{1,3})?(?:[KMGTPE]i|[kMGTPE])$/.test(value) && /[1-9]/.test(value),
  'a Kubernetes quantity such as 500Mi or 8Gi',
  '8Gi',
);

const amount = shaped(
  'resources-invalid',
  (value) => /^\d{1,15}(?:\.\d{1,3})?(?:m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.test(value),
  'a Kubernetes quantity: 500m of CPU, 512Mi of memory',
  '512Mi',
);

/** An amount of a processor or of memory. @throws PinoutError `resources-invalid`, `option-type` for a number */
export const quantity: Shape<string> = (value, at) => amount(text(value, at), at);

/** A folder inside a container. @throws PinoutError `path-invalid` */
export const absolutePath = shaped(
  'path-invalid',
  (value) => value.length <= 1024 && /^(?:\/[\w@%+,=-][\w.@%+,=-]*|\/\.[\w@%+,=-][\w.@%+,=-]*)+\/?$/.test(value),
  'the path of a folder in the container: it starts with / and contains no space, colon or ..',
  '/data',
);

/** The name of an object of Kubernetes: labels with dots between them. @throws PinoutError `name-invalid` */
export const objectName = shaped(
  'name-invalid',
  (value) => value.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(value),
  "the name of an object: lower case letters, digits, '-' and '.', starting and ending with a letter or digit",
  'my-secret',
);

/** A key inside a Secret. @throws PinoutError `name-invalid` */
export const secretKeyName = shaped(
  'name-invalid',
  (value) => /^[-._a-zA-Z0-9]{1,253}$/.test(value) && value !== '.' && value !== '..',
  "a key of a Secret: letters, digits, '-', '_' and '.'",
  'password',
);

/**
 * A key of a Secret. What stands there instead may be the secret itself, so it is never shown.
 *
 * @param name of the Secret that the message proposes
 * @param key in it; the option's name unless given
 *
 * @throws PinoutError `credential-invalid`
 */
export function secretReference(name: string, key?: string): Shape<{ readonly name: string; readonly key: string }> {
  const shape = object<{ readonly name: string; readonly key: string }>({ name: objectName, key: secretKeyName });
  return (value, at: Place) => {
    if (isLiteral(value) && typeof value['name'] === 'string' && typeof value['key'] === 'string') return shape(value, at);
    throw new PinoutError({
      code: 'credential-invalid',
      ...at,
      found: 'not a reference',
      wanted: "a reference to a Secret, { name: '…', key: '…' }, never the value",
      fix: `write ${word(at)}: { name: '${name}', key: '${key ?? word(at)}' }`,
    });
  };
}
