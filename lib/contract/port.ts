import { PinoutError, show } from './error.ts';
import type { Place } from './names.ts';

/** A TCP port. @throws PinoutError `port-invalid` */
export function portNumber(value: unknown, at: Place): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  throw new PinoutError({
    code: 'port-invalid',
    ...at,
    found: show(value),
    wanted: 'the port number of the Service, from 1 to 65535',
    fix: `write for example ${at.field}: 8080`,
  });
}
