import { PinoutError, show } from '../contract/error.ts';
import type { JsonMap } from '../manifest/manifest.ts';

const modes = ['enabled', 'warn', 'disabled'] as const;

/** Fields that may differ from what the chart says: JSON pointers, of all objects of the release or of those that the target selects. */
export interface DriftRule {
  readonly paths: readonly string[];
  /** Regular expressions, as Flux takes them. */
  readonly target?: { readonly [key in 'group' | 'version' | 'kind' | 'name' | 'namespace' | 'labelSelector' | 'annotationSelector']?: string };
}

/**
 * What Flux does about changes that others make to the chart's objects: it puts the objects back (`enabled`), reports it (`warn`), or does not look
 * (`disabled`). As an object: with rules for what may differ.
 */
export type DriftDetection = (typeof modes)[number] | { readonly mode?: (typeof modes)[number]; readonly ignore: readonly DriftRule[] };

/**
 * `driftDetection` of a HelmRelease: `enabled` unless given.
 *
 * @param known what a chart changes itself after the installation
 * @throws PinoutError `choice-unknown`, `drift-rule-invalid`
 */
export function driftDetection(given: DriftDetection = 'enabled', app: string, known: readonly DriftRule[] = []): JsonMap {
  const whole: unknown = given;
  const { mode = 'enabled', ignore = [] } = (typeof whole === 'object' && whole !== null ? whole : { mode: whole }) as { mode?: unknown; ignore?: unknown };
  if (!modes.includes(mode as 'enabled'))
    throw new PinoutError({
      code: 'choice-unknown',
      app,
      field: 'driftDetection',
      found: show(mode),
      wanted: `one of ${modes.join(', ')}, or { ignore: [{ paths: ['/spec/replicas'] }] }`,
      fix: "leave driftDetection out: it is then 'enabled'",
    });
  const rules = [...known, ...(Array.isArray(ignore) ? (ignore as readonly unknown[]) : [ignore])].map((rule, index) =>
    checkedRule(rule, index - known.length, app),
  );
  return { mode: mode as string, ...(rules.length === 0 || mode === 'disabled' ? {} : { ignore: rules }) };
}

const selectors = ['group', 'version', 'kind', 'name', 'namespace', 'labelSelector', 'annotationSelector'];

function checkedRule(rule: unknown, index: number, app: string): JsonMap {
  const { paths, target } = (typeof rule === 'object' && rule !== null ? rule : {}) as { paths?: unknown; target?: unknown };
  const pointers = Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === 'string' && /^\/(?:[^~\s]|~[01])*$/.test(path));
  const texts =
    target === undefined ||
    (typeof target === 'object' &&
      target !== null &&
      Object.entries(target).every(([key, value]) => selectors.includes(key) && typeof value === 'string' && value !== ''));
  if (pointers && texts)
    return { paths: [...(paths as string[])], ...(target === undefined ? {} : { target: { ...(target as Readonly<Record<string, string>>) } }) };
  throw new PinoutError({
    code: 'drift-rule-invalid',
    app,
    field: `driftDetection.ignore[${index}]`,
    found: pointers ? `target: ${show(target)}` : show(paths ?? rule),
    wanted: `paths as JSON pointers, and a target of ${selectors.join(', ')} or none`,
    fix: "write ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }]",
  });
}
