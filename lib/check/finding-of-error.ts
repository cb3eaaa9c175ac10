import type { PinoutError } from '../contract/error.ts';
import type { Finding } from '../contract/finding.ts';

/** An input that was refused, as a finding. */
export function findingOfError(error: PinoutError): Finding {
  const { code, app, field, found, wanted, fix, place } = error;
  return {
    code,
    severity: 'error',
    ...place,
    path: `${app}: ${field}`,
    message: `${app}: ${field} is ${found}, but must be ${wanted}`,
    expected: wanted,
    received: found,
    fix,
    docs: `docs/errors.md#${code}`,
  };
}
