import type { ManualStep } from '../manifest/manual-step.ts';
import type { ManualFile, Placed } from '../manifest/manifest.ts';
import type { Prerequisite } from '../manifest/prerequisite.ts';

/** One part of what runs under the apps: its objects, and what a person has to know or do. */
export interface Part {
  readonly placed: readonly Placed[];
  /** Namespaces that dist makes for it. */
  readonly namespaces: readonly string[];
  readonly manual: readonly ManualFile[];
  readonly needed: readonly Prerequisite[];
  readonly steps: readonly ManualStep[];
}

/** A part without anything; parts are spread over it. */
export const emptyPart: Part = { placed: [], namespaces: [], manual: [], needed: [], steps: [] };

/** All parts as one. */
export function joinParts(parts: readonly Part[]): Part {
  return {
    placed: parts.flatMap(({ placed }) => placed),
    namespaces: parts.flatMap(({ namespaces }) => namespaces),
    manual: parts.flatMap(({ manual }) => manual),
    needed: parts.flatMap(({ needed }) => needed),
    steps: parts.flatMap(({ steps }) => steps),
  };
}
