import type { CelType } from './type.ts';
import { celType, isDyn, isDynOrError, sameCelType } from './type.ts';

/** What the type variables of one check stand for so far. */
export type Substitution = Map<string, CelType>;

const nullable = new Set(['opaque', 'struct', 'any', 'duration', 'timestamp']);

/** Replaces bound type variables; with `freeToDyn` the unbound ones become dyn (cel-go checker/types.go, substitute). */
export function substitute(bound: Substitution, type: CelType, freeToDyn: boolean): CelType {
  if (type.kind === 'param') {
    const found = bound.get(type.name);
    if (found !== undefined) return substitute(bound, found, freeToDyn);
    return freeToDyn ? celType.dyn : type;
  }
  if (type.params.length === 0) return type;
  return { ...type, params: type.params.map((param) => substitute(bound, param, freeToDyn)) };
}

/** Whether every type of `from` fits the one of `to` at its place. On success the bindings that this needs are kept in `bound`. */
export function assignable(bound: Substitution, from: readonly CelType[], to: readonly CelType[]): boolean {
  const trial = new Map(bound);
  if (!all(trial, from, to)) return false;
  for (const [name, type] of trial) bound.set(name, type);
  return true;
}

/** The wider of two types that fit each other. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return equalOrLessSpecific(a, b) ? a : b;
}

function all(bound: Substitution, from: readonly CelType[], to: readonly CelType[]): boolean {
  return from.length === to.length && from.every((type, index) => fits(bound, type, to[index]!));
}

// cel-go checker/types.go, internalIsAssignable: same order of questions.
function fits(bound: Substitution, a: CelType, b: CelType): boolean {
  if (b.kind === 'param') {
    const [valid, substituted] = bind(bound, a, b);
    if (valid) return true;
    if (substituted) return false;
  }
  if (a.kind === 'param') return bind(bound, b, a)[0];
  if (isDynOrError(a) || isDynOrError(b)) return true;
  if (a.kind === 'null') return b.kind === 'null' || nullable.has(b.kind);
  if (b.kind === 'null') return nullable.has(a.kind);
  switch (a.kind) {
    case 'type':
      return b.kind === 'type';
    case 'opaque':
    case 'list':
    case 'map':
      return a.kind === b.kind && a.name === b.name && all(bound, a.params, b.params);
    default:
      return sameCelType(a, b);
  }
}

function bind(bound: Substitution, type: CelType, variable: CelType): [valid: boolean, substituted: boolean] {
  if (type.kind === variable.kind && sameCelType(type, variable)) return [true, true];
  const current = bound.get(variable.name);
  if (current !== undefined) {
    if (sameCelType(type, current)) return [true, true];
    if (!fits(bound, type, current)) return [false, true];
    const wider = mostGeneral(type, current);
    if (notReferencedIn(bound, variable, wider)) bound.set(variable.name, wider);
    return [true, true];
  }
  if (!notReferencedIn(bound, variable, type)) return [false, false];
  bound.set(variable.name, type);
  return [true, false];
}

function notReferencedIn(bound: Substitution, variable: CelType, within: CelType): boolean {
  if (sameCelType(variable, within)) return false;
  if (within.kind === 'param') {
    const current = bound.get(within.name);
    return current === undefined || notReferencedIn(bound, variable, current);
  }
  return within.params.every((param) => notReferencedIn(bound, variable, param));
}

function equalOrLessSpecific(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'param') return true;
  if (isDyn(b) || b.kind === 'param' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  if (a.params.length === 0) return sameCelType(a, b);
  return a.name === b.name && a.params.length === b.params.length && a.params.every((param, index) => equalOrLessSpecific(param, b.params[index]!));
}
