import { PinoutError, show } from '../contract/error.ts';
import type { Place } from '../contract/names.ts';
import { choice, list, object, type Shape, text } from '../contract/shape.ts';

const modes = ['enabled', 'warn', 'disabled'] as const;
type Selector = 'group' | 'version' | 'kind' | 'name' | 'namespace' | 'labelSelector' | 'annotationSelector';

/** Fields that may differ from what the chart says: JSON pointers, of all objects of the release or of those that the target selects. */
export interface DriftRule {
  readonly paths: readonly string[];
  /** Regular expressions, as Flux takes them. */
  readonly target?: { readonly [key in Selector]?: string };
}

/**
 * What Flux does about changes that others make to the chart's objects: it puts the objects back (`enabled`), reports it (`warn`), or does not look
 * (`disabled`). As an object: with rules for what may differ.
 */
export type DriftDetection = (typeof modes)[number] | { readonly mode?: (typeof modes)[number]; readonly ignore: readonly DriftRule[] };

const pointer: Shape<string> = (value, at) => {
  const path = text(value, at);
  if (/^\/(?:[^~\s]|~[01])*$/.test(path)) return path;
  throw invalid(at, show(path), 'a JSON pointer: it starts with /, and ~1 stands for a / in a name');
};

const filled: Shape<string> = (value, at) => {
  const given = text(value, at);
  if (given !== '') return given;
  throw invalid(at, 'an empty text', 'a regular expression, or a selector');
};

const rule = object<DriftRule>({
  paths: list(pointer),
  target: object<NonNullable<DriftRule['target']>>({
    group: filled,
    version: filled,
    kind: filled,
    name: filled,
    namespace: filled,
    labelSelector: filled,
    annotationSelector: filled,
  }),
});

const wholeRule: Shape<DriftRule> = (value, at) => {
  const given = rule(value, at);
  if ((given.paths as DriftRule['paths'] | undefined)?.length) return given;
  throw invalid(at, 'no paths', 'paths as JSON pointers');
};

const mode = choice(...modes);
const rules = object<Exclude<DriftDetection, string>>({ mode, ignore: list(wholeRule) });

/** Shape of it. @throws PinoutError `choice-unknown`, `drift-rule-invalid` */
export const driftShape: Shape<DriftDetection> = (value, at) => (typeof value === 'object' && value !== null ? rules(value, at) : mode(value, at));

const invalid = (at: Place, found: string, wanted: string): PinoutError =>
  new PinoutError({
    code: 'drift-rule-invalid',
    ...at,
    found,
    wanted,
    fix: "write ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment' } }]",
  });
