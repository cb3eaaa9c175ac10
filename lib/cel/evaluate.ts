import type { Expression } from './expression.ts';
import type { CelFunction } from './function.ts';
import { callFunction } from './function.ts';
import { CelError, CelNotEvaluated } from './issue.ts';
import { operators } from './library/operators.ts';
import { indexValue, qualify } from './qualify.ts';
import { Budget, tooMuch, weightOf } from './weight.ts';
import { CelMap, Optional, typeName, TypeValue, type Value, Variable } from './value.ts';

/** The values of the variables. */
export type Activation = ReadonlyMap<string, Value>;

const goTypeNames: Readonly<Record<string, string>> = {
  null_type: 'types.Null',
  bool: 'types.Bool',
  int: 'types.Int',
  double: 'types.Double',
  string: 'types.String',
  uint: 'types.Uint',
  bytes: 'types.Bytes',
  'google.protobuf.Timestamp': 'types.Timestamp',
  'google.protobuf.Duration': 'types.Duration',
  optional_type: '*types.Optional',
  type: '*types.Type',
};

const patternFunctions = new Set(['matches', 'find', 'findAll']);
const typeIdents = new Set(['bool', 'bytes', 'double', 'int', 'string', 'uint', 'list', 'map', 'null_type', 'type', 'optional_type']);

/** Runs an expression. Throws CelError with cel-go's text, or CelNotEvaluated. */
export function evaluateCel(expression: Expression, variables: Activation, functions: ReadonlyMap<string, CelFunction>): Value {
  try {
    return new Evaluator(functions).run(expression, variables);
  } catch (error) {
    // The stack is at its end, or a text or list has outgrown the engine.
    if (error instanceof RangeError) throw new CelNotEvaluated(tooMuch);
    throw error;
  }
}

class Evaluator {
  readonly #functions: ReadonlyMap<string, CelFunction>;
  // cel-go's limit counts cost; ours keeps a run finite. Beyond it nothing is said.
  #steps = 0;
  readonly #budget = new Budget();

  constructor(functions: ReadonlyMap<string, CelFunction>) {
    this.#functions = functions;
  }

  run(expression: Expression, variables: Activation): Value {
    if (++this.#steps > 300_000) throw new CelNotEvaluated(tooMuch);
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'ident':
        return this.#ident(expression.name, variables);
      case 'select':
        return this.#select(expression, variables);
      case 'call':
        return this.#call(expression, variables);
      case 'list':
        return this.#budget.made(expression.items.map((item) => this.run(item, variables)));
      case 'map':
        return this.#map(expression, variables);
      case 'fold':
        return this.#fold(expression, variables);
    }
  }

  #ident(name: string, variables: Activation): Value {
    const value = variables.get(name);
    if (value !== undefined) return value;
    if (typeIdents.has(name)) return new TypeValue(name);
    throw new CelError(`no such attribute(s): ${name}`);
  }

  #map(expression: Expression & { kind: 'map' }, variables: Activation): Value {
    const map: [Value, Value][] = [];
    const seen = new CelMap();
    for (const [key, value] of expression.entries) map.push([this.run(key, variables), this.run(value, variables)]);
    return map.length === 0 ? seen : this.#budget.made(new CelMap(map));
  }

  #select(expression: Expression & { kind: 'select' }, variables: Activation): Value {
    const { operand, field, test, optional } = expression;
    const name = qualifiedTypeName(expression);
    if (name !== undefined && !variables.has(name.split('.')[0]!)) return new TypeValue(name);
    const object = this.run(operand, variables);
    if (test) return this.#has(object, field);
    if (object instanceof Optional) return object.value === undefined ? object : new Optional(qualify(object.value, field, true));
    if (optional) return new Optional(qualify(object, field, true));
    return qualify(object, field, false)!;
  }

  // A test on a value that has no fields is false, not an error, unless the value is a list: that wants a number.
  #has(object: Value, field: string): boolean {
    if (object instanceof Optional) return object.value !== undefined && qualify(object.value, field, true) !== undefined;
    return qualify(object, field, true) !== undefined;
  }

  #call(call: Expression & { kind: 'call' }, variables: Activation): Value {
    switch (call.name) {
      case '_&&_':
        return this.#logic(call.args, variables, false);
      case '_||_':
        return this.#logic(call.args, variables, true);
      case '_?_:_': {
        const condition = this.run(call.args[0]!, variables);
        if (typeof condition !== 'boolean') throw new CelError('no such overload');
        return this.run(call.args[condition ? 1 : 2]!, variables);
      }
      case '_[?_]': {
        const object = this.run(call.args[0]!, variables);
        if (object instanceof Optional && object.value === undefined) return object;
        const key = this.run(call.args[1]!, variables);
        if (object instanceof Optional) return new Optional(qualify(object.value!, key, true));
        return new Optional(qualify(object, key, true));
      }
    }
    const namespaced = call.target === undefined ? undefined : this.#namespaced(call, variables);
    if (namespaced !== undefined)
      return this.#apply(
        namespaced,
        call.args.map((arg) => this.run(arg, variables)),
      );
    const declared = this.#functions.get(call.name);
    if (declared === undefined) throw new CelError(`no such overload: ${call.name}`);
    if (call.target !== undefined && (call.name === 'or' || call.name === 'orValue')) return this.#or(call, call.target, variables);
    const args = call.target === undefined ? call.args : [call.target, ...call.args];
    if (call.name === '_[_]') return this.#index(args[0]!, args[1]!, variables);
    if (call.name === '@in' && args[1]?.kind === 'list' && args[1].items.length === 0) return false;
    const values = args.map((arg) => this.run(arg, variables));
    // A literal pattern is compiled before; such a call names no types (interpreter/optimizations.go).
    if (patternFunctions.has(call.name) && args[1]?.kind === 'literal' && typeof values[0] !== 'string') throw new CelError('no such overload');
    return this.#apply(declared, values);
  }

  #apply(declared: CelFunction, values: readonly Value[]): Value {
    this.#budget.call(declared.name, values);
    return this.#budget.made(callFunction(declared, values));
  }

  // The key of a value that is not there is not looked at.
  #index(operand: Expression, key: Expression, variables: Activation): Value {
    const object = this.run(operand, variables);
    if (object instanceof Optional && object.value === undefined) return object;
    return indexValue(object, this.run(key, variables));
  }

  #or(call: Expression & { kind: 'call' }, target: Expression, variables: Activation): Value {
    const value = this.run(target, variables);
    if (!(value instanceof Optional)) return value;
    if (value.value !== undefined) return call.name === 'or' ? value : value.value;
    return this.run(call.args[0]!, variables);
  }

  #namespaced(call: Expression & { kind: 'call' }, variables: Activation): CelFunction | undefined {
    const target = call.target!;
    if (target.kind !== 'ident' || variables.has(target.name)) return undefined;
    return this.#functions.get(`${target.name}.${call.name}`);
  }

  // An error on one side gives way to a deciding value on the other.
  #logic(args: readonly Expression[], variables: Activation, deciding: boolean): Value {
    let error: CelError | undefined;
    for (const arg of args) {
      try {
        const value = this.run(arg, variables);
        if (value === deciding) return deciding;
        if (typeof value !== 'boolean') error ??= new CelError('no such overload');
      } catch (thrown) {
        if (!(thrown instanceof CelError)) throw thrown;
        error ??= thrown;
      }
    }
    if (error !== undefined) throw error;
    return !deciding;
  }

  #fold(fold: Expression & { kind: 'fold' }, variables: Activation): Value {
    const range = this.run(fold.range, variables);
    if (fold.macro === 'optMap' || fold.macro === 'optFlatMap') {
      if (!(range instanceof Optional)) throw new CelError(`no such overload: hasValue(${typeName(range)})`);
      if (range.value === undefined) return range;
      const mapped = this.run(fold.args[0]!, new Map(variables).set(fold.variables[0]!, range.value));
      return fold.macro === 'optMap' ? new Optional(mapped) : mapped;
    }
    this.#budget.add(weightOf(range));
    const items = itemsOf(range, fold.variables.length);
    return this.#budget.made(new Loop(fold, (expression, item) => this.run(expression, bind(variables, fold.variables, item))).result(items));
  }
}

function bind(variables: Activation, names: readonly string[], item: readonly Value[]): Activation {
  const inner = new Map(variables);
  names.forEach((name, index) => inner.set(name, item[index]!));
  return inner;
}

function itemsOf(range: Value, count: number): (readonly Value[])[] {
  if (Array.isArray(range)) return (range as Value[]).map((item, index) => (count === 2 ? [BigInt(index), item] : [item]));
  // The variable itself iterates over its values (k8s.io/apiserver pkg/cel/lazy, iterator.Next).
  if (range instanceof Variable) return [...range.entries()].map(([key, value]) => (count === 2 ? [key, value] : [value]));
  if (range instanceof CelMap) return [...range.entries()].map(([key, value]) => (count === 2 ? [key, value] : [key]));
  const type = goTypeNames[typeName(range)] ?? typeName(range);
  throw new CelError(count === 2 ? `unsupported comprehension range type: ${type}` : `got '${type}', expected iterable type`);
}

type Run = (expression: Expression, item: readonly Value[]) => Value;

/** One loop of a macro. An error of one item is kept, so that a later item can still decide. */
class Loop {
  readonly #fold: Expression & { kind: 'fold' };
  readonly #run: Run;
  #error: CelError | undefined;

  constructor(fold: Expression & { kind: 'fold' }, run: Run) {
    this.#fold = fold;
    this.#run = run;
  }

  result(items: readonly (readonly Value[])[]): Value {
    const { macro, args } = this.#fold;
    if (macro === 'all' || macro === 'exists') return this.#decide(items, macro === 'exists');
    const kept: Value[] = [];
    const entries: (readonly [Value, Value])[] = [];
    let count = 0;
    for (const item of items) {
      if (this.#filtered() && !this.#holds(args[0]!, item)) continue;
      count += 1;
      if (macro === 'exists_one' || macro === 'existsOne') continue;
      if (macro === 'sortBy') {
        const key = this.#attempt(args[0]!, item);
        if (key !== undefined) entries.push([key, item[0]!]);
        continue;
      }
      const value = macro === 'filter' ? item.at(-1)! : this.#attempt(args.at(-1)!, item);
      if (value === undefined) continue;
      if (macro === 'transformMap') entries.push([item[0]!, value]);
      else if (macro === 'transformMapEntry' && value instanceof CelMap) entries.push(...value.entries());
      else kept.push(value);
    }
    if (this.#error !== undefined) throw this.#error;
    if (macro === 'exists_one' || macro === 'existsOne') return count === 1;
    if (macro === 'sortBy') return sortByKeys(entries);
    return macro.startsWith('transformMap') ? new CelMap(entries) : kept;
  }

  #filtered(): boolean {
    const { macro, args } = this.#fold;
    return macro === 'filter' || macro === 'exists_one' || macro === 'existsOne' || args.length === 2;
  }

  #decide(items: readonly (readonly Value[])[], deciding: boolean): boolean {
    for (const item of items) {
      const value = this.#attempt(this.#fold.args[0]!, item);
      if (value === deciding) return deciding;
      if (value !== undefined && typeof value !== 'boolean') this.#error ??= new CelError('no such overload');
    }
    if (this.#error !== undefined) throw this.#error;
    return !deciding;
  }

  // The condition of a filter replaces an earlier error by its own: it stands outside the sum.
  #holds(condition: Expression, item: readonly Value[]): boolean {
    try {
      const value = this.#run(condition, item);
      if (typeof value === 'boolean') return value;
      this.#error = new CelError('no such overload');
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      this.#error = error;
    }
    return false;
  }

  #attempt(expression: Expression, item: readonly Value[]): Value | undefined {
    try {
      return this.#run(expression, item);
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      this.#error ??= error;
      return undefined;
    }
  }
}

function sortByKeys(entries: readonly (readonly [Value, Value])[]): Value {
  const less = operators.find((each) => each.name === '_<_')!.any!;
  return [...entries].sort(([a], [b]) => (less(a, b) === true ? -1 : less(b, a) === true ? 1 : 0)).map(([, item]) => item);
}

function qualifiedTypeName(expression: Expression): string | undefined {
  if (expression.kind !== 'select' || expression.operand.kind !== 'select' || expression.operand.operand.kind !== 'ident') return undefined;
  const name = `${expression.operand.operand.name}.${expression.operand.field}.${expression.field}`;
  return name === 'google.protobuf.Timestamp' || name === 'google.protobuf.Duration' ? name : undefined;
}
