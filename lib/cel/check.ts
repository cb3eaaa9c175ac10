import { assignable, mostGeneral, substitute, type Substitution } from './assignable.ts';
import type { Expression } from './expression.ts';
import type { CelFunction } from './function.ts';
import { type CelIssue, CelNotEvaluated } from './issue.ts';
import { celType, formatCelType, isDyn, isDynOrError, sameCelType, unwrapOptional, weightOfType, type CelType } from './type.ts';
import { formatIssues, mixedLiterals, validateLiterals } from './literals.ts';
import { typeName } from './value.ts';

/** What an expression may refer to. */
export interface Scope {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: ReadonlyMap<string, CelFunction>;
}

/** The static type of an expression, or why it has none. Follows cel-go checker/checker.go, with its texts and places. */
export function checkCel(expression: Expression, scope: Scope): { readonly type: CelType } | { readonly issues: readonly CelIssue[] } {
  const checker = new Checker(scope);
  const type = checker.check(expression, scope.variables);
  if (checker.issues.length > 0) return { issues: checker.issues };
  const typeOf = (each: Expression) => substitute(checker.bound, checker.types.get(each) ?? celType.dyn, true);
  const issues = [...validateLiterals(expression), ...mixedLiterals(expression, typeOf), ...formatIssues(expression, typeOf)];
  return issues.length > 0 ? { issues } : { type: substitute(checker.bound, type, true) };
}

type Variables = ReadonlyMap<string, CelType>;

const literalTypes: Readonly<Record<string, CelType>> = {
  null_type: celType.null,
  bool: celType.bool,
  int: celType.int,
  double: celType.double,
  string: celType.string,
  bytes: celType.bytes,
  uint: celType.uint,
};

const typeNames: Readonly<Record<string, CelType>> = {
  bool: celType.bool,
  bytes: celType.bytes,
  double: celType.double,
  int: celType.int,
  string: celType.string,
  uint: celType.uint,
  list: celType.list(celType.dyn),
  map: celType.map(celType.dyn, celType.dyn),
  null_type: celType.null,
  type: celType.type,
  optional_type: celType.optional(celType.dyn),
  'google.protobuf.Timestamp': celType.timestamp,
  'google.protobuf.Duration': celType.duration,
};

class Checker {
  readonly issues: CelIssue[] = [];
  readonly types = new Map<Expression, CelType>();
  readonly bound: Substitution = new Map();
  readonly #functions: ReadonlyMap<string, CelFunction>;
  #free = 0;

  constructor(scope: Scope) {
    this.#functions = scope.functions;
  }

  check(expression: Expression, variables: Variables): CelType {
    const type = this.#typeOf(expression, variables);
    if (weightOfType(type) > 5000) throw new CelNotEvaluated('a type that grows without end');
    this.types.set(expression, type);
    return type;
  }

  #typeOf(expression: Expression, variables: Variables): CelType {
    switch (expression.kind) {
      case 'literal':
        return literalTypes[typeName(expression.value)] ?? celType.dyn;
      case 'ident':
        return this.#ident(expression.name, variables) ?? this.#undeclared(expression.at, expression.name);
      case 'select': {
        const qualified = qualifiedName(expression);
        const known = qualified === undefined ? undefined : this.#ident(qualified, variables);
        if (known !== undefined) return known;
        const type = this.#field(expression, variables);
        return expression.test ? celType.bool : substitute(this.bound, type, false);
      }
      case 'call':
        return this.#call(expression, variables);
      case 'list': {
        let item: CelType | undefined;
        for (const each of expression.items) item = this.#join(item, this.check(each, variables));
        return celType.list(item ?? this.#freeType());
      }
      case 'map': {
        let key: CelType | undefined;
        let value: CelType | undefined;
        for (const [k, v] of expression.entries) {
          key = this.#join(key, this.check(k, variables));
          value = this.#join(value, this.check(v, variables));
        }
        return celType.map(key ?? this.#freeType(), value ?? this.#freeType());
      }
      case 'fold':
        return this.#fold(expression, variables);
    }
  }

  #ident(name: string, variables: Variables): CelType | undefined {
    const variable = variables.get(name);
    if (variable !== undefined) return variable;
    const named = Object.hasOwn(typeNames, name) ? typeNames[name] : undefined;
    return named === undefined ? undefined : celType.typeOf(named);
  }

  #issue(at: number, message: string): CelType {
    this.issues.push({ at, message });
    return celType.error;
  }
  #undeclared(at: number, name: string): CelType {
    return this.#issue(at, `undeclared reference to '${name}' (in container '')`);
  }
  #freeType(): CelType {
    return celType.param(`_var${this.#free++}`);
  }
  #fits(from: CelType, to: CelType): boolean {
    return assignable(this.bound, [from], [to]);
  }
  #mismatch(at: number, expected: CelType, actual: CelType): CelType {
    return this.#issue(at, `expected type '${formatCelType(expected)}' but found '${formatCelType(actual)}'`);
  }

  #join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    // Mixed literals are dyn here; the validator of literals refuses most of them later.
    return this.#fits(previous, current) ? mostGeneral(previous, current) : celType.dyn;
  }

  #field(expression: Expression & { kind: 'select' }, variables: Variables): CelType {
    const operand = substitute(this.bound, this.check(expression.operand, variables), false);
    const [target, optional] = unwrapOptional(operand);
    let type: CelType = celType.dyn;
    if (target.kind === 'map') type = target.params[1]!;
    else if (target.kind === 'struct') type = target.fields?.get(expression.field) ?? this.#issue(expression.at, `undefined field '${expression.field}'`);
    else if (target.kind === 'param') this.#fits(celType.dyn, target);
    else if (!isDynOrError(target)) this.#issue(expression.at, `type '${formatCelType(target)}' does not support field selection`);
    return optional || expression.optional ? celType.optional(type) : type;
  }

  #call(call: Expression & { kind: 'call' }, variables: Variables): CelType {
    const args = call.args.map((arg) => this.check(arg, variables));
    if (call.target === undefined) {
      const declared = this.#functions.get(call.name);
      return declared === undefined ? this.#undeclared(call.at, call.name) : this.#resolve(call, declared, args, false);
    }
    const prefix = qualifiedName(call.target);
    const namespaced = prefix === undefined ? undefined : this.#functions.get(`${prefix}.${call.name}`);
    if (namespaced !== undefined) return this.#resolve(call, namespaced, args, false);
    const target = this.check(call.target, variables);
    const declared = this.#functions.get(call.name);
    return declared === undefined ? this.#undeclared(call.at, call.name) : this.#resolve(call, declared, [target, ...args], true);
  }

  #resolve(call: Expression & { kind: 'call' }, declared: CelFunction, args: readonly CelType[], member: boolean): CelType {
    if (call.name === '_&&_' || call.name === '_||_') {
      const wrong = args.map((type, index) => !this.#fits(type, celType.bool) && this.#mismatch(call.args[index]!.at, celType.bool, type));
      return wrong.some(Boolean) ? celType.error : celType.bool;
    }
    let result: CelType | undefined;
    for (const overload of declared.overloads) {
      if (overload.member !== member) continue;
      const fresh: Substitution = new Map();
      const free = (type: CelType): CelType => {
        for (const name of paramsOf(type)) if (!fresh.has(name)) fresh.set(name, this.#freeType());
        return substitute(fresh, type, false);
      };
      const wanted = overload.args.map(free);
      const given = free(overload.result);
      if (!assignable(this.bound, args, wanted)) continue;
      const type = substitute(this.bound, given, false);
      if (result === undefined) result = type;
      else if (!isDyn(result) && !sameCelType(type, result)) result = celType.dyn;
    }
    if (result !== undefined) return result;
    const types = args.map((type) => formatCelType(substitute(this.bound, type, true)));
    const applied = member ? `${types[0]!}.(${types.slice(1).join(', ')})` : `(${types.join(', ')})`;
    return this.#issue(call.at, `found no matching overload for '${declared.name}' applied to '${applied}'`);
  }

  #fold(fold: Expression & { kind: 'fold' }, variables: Variables): CelType {
    const { macro, args } = fold;
    if (macro === 'optMap' || macro === 'optFlatMap') return this.#optionalMap(fold, variables);
    const range = substitute(this.bound, this.check(fold.range, variables), false);
    const types = this.#variableTypes(fold.range.at, range, fold.variables.length === 2);
    const inner = new Map(variables);
    fold.variables.forEach((name, index) => inner.set(name, types[index]!));
    const checked = args.map((arg) => this.check(arg, inner));
    const last = checked.at(-1)!;
    const filtered = macro === 'filter' || macro === 'exists_one' || macro === 'existsOne' || args.length === 2;
    if (macro === 'sortBy') return this.#sortBy(fold, range, last);
    if (macro === 'all' || macro === 'exists') {
      if (!this.#fits(last, celType.bool)) this.#mismatch(args[0]!.at, celType.bool, last);
      return celType.bool;
    }
    const element = macro === 'filter' ? types.at(-1)! : last;
    const counted = macro === 'exists_one' || macro === 'existsOne';
    const result = counted ? celType.int : macro.startsWith('transformMap') ? this.#mapOf(fold, types, last) : celType.list(element);
    if (filtered && !this.#fits(checked[0]!, celType.bool)) {
      const shown = [checked[0]!, result, result].map((type) => formatCelType(substitute(this.bound, type, true)));
      this.#issue(fold.at, `found no matching overload for '_?_:_' applied to '(${shown.join(', ')})'`);
    }
    return counted ? celType.bool : substitute(this.bound, result, false);
  }

  #sortBy(fold: Expression & { kind: 'fold' }, range: CelType, key: CelType): CelType {
    const sortable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'].includes(key.kind) || isDynOrError(key);
    if (sortable) return range;
    return this.#issue(fold.at, `found no matching overload for '@sortByAssociatedKeys' applied to '${formatCelType(range)}.(list(${formatCelType(key)}))'`);
  }

  #mapOf(fold: Expression & { kind: 'fold' }, types: readonly CelType[], last: CelType): CelType {
    if (fold.macro === 'transformMap') return celType.map(types[0]!, last);
    return last.kind === 'map' || isDynOrError(last)
      ? last
      : this.#issue(fold.at, `found no matching overload for 'cel.@mapInsert' applied to '(map(dyn, dyn), ${formatCelType(last)})'`);
  }

  #variableTypes(at: number, range: CelType, two: boolean): readonly CelType[] {
    switch (range.kind) {
      case 'list':
        return two ? [celType.int, range.params[0]!] : [range.params[0]!];
      case 'map':
        return two ? [range.params[0]!, range.params[1]!] : [range.params[0]!];
      case 'dyn':
      case 'error':
      case 'param':
        this.#fits(celType.dyn, range);
        return [celType.dyn, celType.dyn];
      default:
        this.#issue(at, `expression of type '${formatCelType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
        return [celType.error, celType.error];
    }
  }

  // target.hasValue() ? optional.of(target.value() …) : optional.none()
  #optionalMap(fold: Expression & { kind: 'fold' }, variables: Variables): CelType {
    const target = substitute(this.bound, this.check(fold.range, variables), false);
    const [inside, optional] = unwrapOptional(target);
    if (!optional && !isDynOrError(target)) {
      return this.#issue(fold.at, `found no matching overload for 'hasValue' applied to '${formatCelType(target)}.()'`);
    }
    const inner = new Map(variables).set(fold.variables[0]!, optional ? inside : celType.dyn);
    const result = this.check(fold.args[0]!, inner);
    if (fold.macro === 'optMap') return celType.optional(result);
    const fits = this.#fits(result, celType.optional(this.#freeType()));
    if (!fits) this.#issue(fold.at, `found no matching overload for '_?_:_' applied to '(bool, ${formatCelType(result)}, optional_type(dyn))'`);
    return result;
  }
}

function qualifiedName(expression: Expression): string | undefined {
  if (expression.kind === 'ident') return expression.name;
  if (expression.kind !== 'select' || expression.test || expression.optional) return undefined;
  const prefix = qualifiedName(expression.operand);
  return prefix === undefined ? undefined : `${prefix}.${expression.field}`;
}

function paramsOf(type: CelType): string[] {
  return type.kind === 'param' ? [type.name] : type.params.flatMap(paramsOf);
}
