import { isLiteral } from '../contract/option-error.ts';
import type { JsonMap } from '../manifest/manifest.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Release } from '../tree/release.ts';

/** A Service of a chart: its name, and its ports when those are known. */
export type ChartService = readonly [name: string, ports: readonly number[] | undefined];

/** What is known of a Helm chart, beside what its values say. Each app's charts are in its folder. */
export interface ChartFacts {
  /** The Services that a host leads to (templates/service*.yaml of the chart). */
  readonly services?: (fullname: string, release: Release) => readonly ChartService[];
  /** The chart that its names are made of, where that is another one. */
  readonly named?: string;
  /** How names of other Services begin that it may make as well. */
  readonly makes?: readonly string[];
  /** What it keeps in no volume: what, the value that is missing, and the option that keeps it. */
  readonly forgets?: (values: Values) => readonly (readonly [what: string, path: string, option: string])[];
  /** The first version that knows hostAliases; `never` when none does. */
  readonly hostAliases?: readonly number[] | 'never';
  /** Values that people give it, and that it refuses or does not read. */
  readonly misplaced?: readonly MisplacedValue[];
  /** Keys at the top of its values: in a chart that brings it, they have to stand below its name. */
  readonly topKeys?: readonly string[];
}

/** A value at a place where a chart does not look for it. */
export interface MisplacedValue {
  /** Keys that lead there; `*` is each item of a list. */
  readonly at: readonly string[];
  /** Where it belongs. */
  readonly instead: string;
  /** The first version of the chart of which this is so; all without. */
  readonly since?: readonly number[];
  /** Set if the chart cannot be installed with it. */
  readonly refused?: true;
  /** Whether it is so for the value that was found; always without. */
  readonly when?: (found: Reader, release: Release) => boolean;
}

/** By the name of the chart. */
export type Charts = Readonly<Record<string, ChartFacts>>;

/** A port of a chart's values, or its usual one. */
export const portOf = (at: Reader, usual: number): number => (typeof at.scalar() === 'number' ? (at.scalar() as number) : usual);

/** Looks up a value of a chart by its path; undefined where nothing stands. */
export type Values = (...path: readonly string[]) => unknown;

/** Values as plain data. */
export const valuesOf =
  (values: JsonMap): Values =>
  (...path) =>
    path.reduce<unknown>((value, key) => (isLiteral(value) ? value[key] : undefined), values);

/** True where values say nothing, or say no: what charts take for "no volume". Whatever else stands there is somebody's decision. */
export const isOff = (value: unknown): boolean => value === undefined || value === null || value === false;
