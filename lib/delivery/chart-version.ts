import { PinoutError, show } from '../contract/error.ts';

/**
 * The exact version of a chart: as given, or the one that is tested.
 *
 * @throws PinoutError `chart-version-invalid` for ranges and empty text: what a range means changes without a commit.
 */
export function chartVersion(given: unknown, tested: string | undefined, app: string): string {
  const version = given === undefined ? tested : given;
  if (typeof version === 'string' && /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(version)) return version;
  throw new PinoutError({
    code: 'chart-version-invalid',
    app,
    field: 'chartVersion',
    found: show(version),
    wanted: 'one exact version such as 1.2.3, no range',
    fix: tested === undefined ? "write chartVersion: '1.2.3'" : `write chartVersion: '${tested}', or leave it out`,
  });
}
