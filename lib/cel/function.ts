import { CelError } from './issue.ts';
import type { CelType } from './type.ts';
import { celType } from './type.ts';
import { Optional, typeName, type Value } from './value.ts';

/** One signature of a function. `args` has the receiver first when there is one. */
export interface Overload {
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly run: (...args: never[]) => Value;
}

/** A function with its signatures, in cel-go's order. `any` runs all of them where cel-go binds one implementation to the whole function. */
export interface CelFunction {
  readonly name: string;
  readonly overloads: readonly Overload[];
  readonly any?: ((...args: Value[]) => Value) | undefined;
}

/** From which and until which minor version of Kubernetes 1.x a library is there. */
export interface Library {
  readonly since?: number;
  readonly until?: number;
  readonly functions: readonly CelFunction[];
}

/**
 * Declares a function by its signatures in the notation of the CEL specification: `string.(string, int) -> int` for a member,
 * `(list(A)) -> A` otherwise. A capital letter is a type variable.
 *
 * @example fn('split', ['string.(string) -> list(string)', (text: string, by: string) => text.split(by)])
 */
export function fn(name: string, ...overloads: readonly (readonly [signature: string, run: Overload['run']])[]): CelFunction {
  return { name, overloads: overloads.map(([signature, run]) => ({ ...parseSignature(signature), run })) };
}

/** Declares a function whose signatures share one implementation, which judges the types itself. */
export function fnAny(name: string, signatures: readonly string[], any: (...args: Value[]) => Value): CelFunction {
  return { name, overloads: signatures.map((signature) => ({ ...parseSignature(signature), run: any })), any };
}

/** Runs a function on values. Throws CelError with cel-go's text when no signature takes them (common/decls/decls.go, MaybeNoSuchOverload). */
export function callFunction(declared: CelFunction, args: readonly Value[]): Value {
  if (declared.any !== undefined) return declared.any(...args);
  for (const overload of declared.overloads) {
    if (overload.args.length === args.length && overload.args.every((type, index) => takes(type, args[index]!))) return overload.run(...(args as never[]));
  }
  throw new CelError(`no such overload: ${declared.name}(${args.map(typeName).join(', ')})`);
}

function takes(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'any':
    case 'param':
      return true;
    case 'null':
      return value === null;
    case 'list':
      // Only the first item is looked at (common/decls/decls.go, matchOperandType: IsAssignableRuntimeType).
      return Array.isArray(value) && (value.length === 0 || takes(type.params[0]!, value[0] as Value));
    case 'opaque':
      return type.name === 'optional_type' ? value instanceof Optional : typeName(value) === type.name;
    case 'duration':
    case 'timestamp':
      return typeName(value) === (type.kind === 'duration' ? 'google.protobuf.Duration' : 'google.protobuf.Timestamp');
    default:
      return typeName(value) === type.kind;
  }
}

function parseSignature(signature: string): Omit<Overload, 'run'> {
  const match = /^(?:(.+)\.)?\((.*)\) -> (.+)$/.exec(signature);
  if (match === null) throw new Error(`no signature: ${signature}`);
  const receiver = match[1] === undefined ? [] : [parseType(match[1])];
  return { member: receiver.length > 0, args: [...receiver, ...splitTypes(match[2]!).map(parseType)], result: parseType(match[3]!) };
}

const known = new Map<string, CelType>(
  [
    celType.dyn,
    celType.any,
    celType.null,
    celType.bool,
    celType.bytes,
    celType.double,
    celType.int,
    celType.string,
    celType.uint,
    celType.duration,
    celType.timestamp,
    celType.type,
  ].map((type) => [type.name, type]),
);

function parseType(text: string): CelType {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (/^[A-Z]$/.test(text)) return celType.param(text);
  const match = /^([\w.]+)\((.*)\)$/.exec(text);
  if (match === null) return celType.opaque(text);
  const params = splitTypes(match[2]!).map(parseType);
  if (match[1] === 'list') return celType.list(params[0]!);
  if (match[1] === 'map') return celType.map(params[0]!, params[1]!);
  if (match[1] === 'type') return celType.typeOf(params[0]!);
  return celType.optional(params[0]!);
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    part += character;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}
