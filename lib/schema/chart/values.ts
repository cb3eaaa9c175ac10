import { kindOf } from '../checks/fault.ts';
import type { Path } from '../../manifest/parse-yaml.ts';
import type { Schema } from '../schema.ts';
import { nearest } from '../suggest.ts';
import { type Fault, isMap } from '../validate-object.ts';
import type { ChartShape } from './chart-shape.ts';
import { mergeShapes, type Shape } from './shape.ts';

const shapes = new WeakMap<ChartShape, Shape>();

/**
 * What is wrong with a release's values by the names that its chart knows. A key that it does not know is an error when it looks like one that it does
 * know, else a warning: a template may read what values.yaml does not name. The chart's own schema judges the values when they are merged.
 *
 * @param at path of the values in their document
 */
export function valuesFaults(values: unknown, chart: ChartShape, at: Path): Fault[] {
  if (values === null || values === undefined) return [];
  let shape = shapes.get(chart);
  if (shape === undefined) {
    const { schema } = chart;
    shape = mergeShapes(chart.values, typeof schema === 'object' ? shapeOfSchema(schema, schema) : undefined);
    shapes.set(chart, shape);
  }
  const faults: Fault[] = [];
  walk(values, shape, at, `${chart.chart} ${chart.version}`, faults);
  return faults;
}

function walk(value: unknown, shape: Shape, path: Path, chart: string, faults: Fault[]): void {
  if (shape === 'any' || value === null) return;
  if (typeof shape === 'object') {
    if (isMap(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (Object.hasOwn(shape, key)) walk(item, shape[key]!, [...path, key], chart, faults);
        else faults.push(unknownKey(key, Object.keys(shape), [...path, key], chart));
      }
    } else mistyped('map', value, path, chart, faults);
    return;
  }
  const isContainer = typeof value === 'object';
  if (shape === 'map' ? !isMap(value) && !Array.isArray(value) : shape === 'list' ? isContainer && !Array.isArray(value) : isContainer && !isText(value))
    mistyped(shape, value, path, chart, faults);
}

const isText = (value: unknown): boolean => value instanceof Date;

function unknownKey(key: string, known: readonly string[], path: Path, chart: string): Fault {
  const meant = nearest(key, known);
  const all = [...known].sort().join(', ');
  return {
    code: 'values-unknown-key',
    severity: meant === undefined ? 'warning' : 'error',
    path,
    key: true,
    message: `the chart ${chart} has no value ${JSON.stringify(key)}${meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`}`,
    expected: all.length > 200 ? `${all.slice(0, 197)}…` : all,
    received: key,
    why: 'Helm accepts every key and ignores those that no template reads.',
    fix: meant === undefined ? "check the chart's values.yaml" : `write ${meant}`,
  };
}

/** A map where the chart has text, or the other way round: no template can do anything with it. */
function mistyped(wanted: string, value: unknown, path: Path, chart: string, faults: Fault[]): void {
  faults.push({
    code: 'values-invalid',
    severity: 'warning',
    path,
    message: `must be ${wanted}, as in the values of the chart ${chart}, but is ${kindOf(value)}`,
    expected: wanted,
    received: kindOf(value),
    fix: "check the chart's values.yaml",
  });
}

/** Keys that a schema names, as a shape: what it leaves open is free-form. */
function shapeOfSchema(schema: Schema, root: Schema, depth = 0): Shape {
  if (depth > 20) return 'any';
  const name = schema.$ref === undefined ? undefined : /^#\/(?:definitions|\$defs)\/([^/]+)$/.exec(schema.$ref)?.[1];
  const target = name === undefined ? undefined : (root.definitions?.[name] ?? root.$defs?.[name]);
  if (target !== undefined) return shapeOfSchema(target, root, depth + 1);
  if (schema.properties === undefined) {
    if (schema.anyOf !== undefined || schema.oneOf !== undefined || schema.allOf !== undefined || schema.$ref !== undefined) return 'any';
    if (schema.type === 'object') return schema.additionalProperties === true || typeof schema.additionalProperties === 'object' ? 'map' : 'any';
    if (schema.type === 'array') return 'list';
    return 'any';
  }
  if (schema.additionalProperties === true || typeof schema.additionalProperties === 'object' || schema.patternProperties !== undefined) return 'map';
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, one]) => [key, typeof one === 'object' ? shapeOfSchema(one, root, depth + 1) : 'any']),
  );
}
