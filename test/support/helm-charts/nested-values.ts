import fc from 'fast-check';

/** A chart with a dependency that has one of its own, the values of each, and those of the installation. */
export interface NestedValues {
  readonly root: object;
  readonly db: object;
  readonly disk: object;
  readonly given: object;
  readonly alias?: string;
  readonly condition?: string;
  readonly imports?: readonly (string | { readonly child: string; readonly parent: string })[];
}

const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(null, 1, 'text', true, [1]),
    fc.dictionary(fc.constantFrom('a', 'b', 'on'), tie('any'), { maxKeys: 3 }),
  ),
})).any;
const map = fc.dictionary(fc.constantFrom('a', 'b', 'on'), value, { maxKeys: 3 });
const some = (keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> => fc.record(keys, { requiredKeys: [] });

/** Values as they lie over one another: nulls, globals, other names, what switches a dependency, what is taken up from it. */
export const nestedValues = (): fc.Arbitrary<NestedValues> => {
  const disk = some({ a: value, b: value, global: map });
  const db = some({ a: value, b: value, global: map, disk, exports: some({ data: map }) });
  const whole = some({ a: value, b: value, global: map, db, store: db, tags: fc.constant({ off: false }) });
  return fc
    .record(
      {
        root: whole,
        db,
        disk,
        given: whole,
        alias: fc.constant('store'),
        condition: fc.constantFrom('db.on', 'a', 'a.on,b'),
        imports: fc.constantFrom<NonNullable<NestedValues['imports']>>(['data'], [{ child: 'disk', parent: 'a' }], ['data', { child: 'disk', parent: '.' }]),
      },
      { requiredKeys: ['root', 'db', 'disk', 'given'] },
    )
    .map((one) => JSON.parse(JSON.stringify(one)) as NestedValues);
};

const template = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Chart.Name }}\ndata:\n  values: {{ toJson .Values | quote }}\n';

/** Files of the chart, for helm and for us. Each of its charts writes its values down. */
export function nestedChart({ root, db, disk, alias, condition, imports }: NestedValues): Record<string, string> {
  const meta = (name: string, more: object = {}): string => JSON.stringify({ apiVersion: 'v2', name, version: '1.0.0', ...more });
  const dependency = {
    name: 'db',
    version: '1.0.0',
    ...(alias === undefined ? {} : { alias }),
    ...(condition === undefined ? {} : { condition }),
    'import-values': imports,
  };
  return {
    'Chart.yaml': meta('app', { dependencies: [dependency] }),
    'values.yaml': JSON.stringify(root),
    'templates/values.yaml': template,
    'charts/db/Chart.yaml': meta('db', { dependencies: [{ name: 'disk', version: '1.0.0' }] }),
    'charts/db/values.yaml': JSON.stringify(db),
    'charts/db/templates/values.yaml': template,
    'charts/db/charts/disk/Chart.yaml': meta('disk'),
    'charts/db/charts/disk/values.yaml': JSON.stringify(disk),
    'charts/db/charts/disk/templates/values.yaml': template,
  };
}
