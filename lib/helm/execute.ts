import { NotRendered, refused } from './not-rendered.ts';
import { type Block, parseTemplate, type Node, type Operand, type Pipeline } from './parse.ts';
import { isDict, isList, isNil, isTrue, kindOf, printed, sortedKeys, type Value } from './value.ts';

/** A function that templates call. */
export type Builtin = (values: readonly Value[], run: Run) => Value;

/** A text that a template wrote, and the offset of what wrote it. Text of the template itself is written as it stands. */
export interface Written {
  readonly text: string;
  readonly at: number;
  readonly isText: boolean;
}

class Jump extends Error {
  readonly kind: 'break' | 'continue';

  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

const mostSteps = 300_000;
const mostText = 4_000_000;
const deepest = 100;

/** Templates of a chart that run: what they defined, and how much of their bounds is used up. */
export class Run {
  readonly defined: Map<string, readonly Node[]>;
  readonly functions: ReadonlyMap<string, Builtin>;
  #steps = 0;
  #written = 0;
  #depth = 0;

  constructor(defined: Map<string, readonly Node[]>, functions: ReadonlyMap<string, Builtin>) {
    this.defined = defined;
    this.functions = functions;
  }

  /** What a template writes. */
  render(nodes: readonly Node[], dot: Value): Written[] {
    const out: Written[] = [];
    this.nested(() => this.list(nodes, new Scope(dot, new Map([['$', dot]])), out));
    return out;
  }

  /** Text of a template that was defined under a name. */
  include(name: string, dot: Value): string {
    const nodes = this.defined.get(name);
    if (nodes === undefined) throw new NotRendered(`it uses the template ${name}, which is not in the repository`);
    return this.render(nodes, dot)
      .map(({ text }) => text)
      .join('');
  }

  /** Text of a template that is a value. */
  tpl(source: string, dot: Value): string {
    return this.render(parseTemplate(source, new Map(this.defined)), dot)
      .map(({ text }) => text)
      .join('');
  }

  private nested(work: () => void): void {
    if (++this.#depth > deepest) throw new NotRendered('its templates call each other too deep');
    try {
      work();
    } finally {
      this.#depth--;
    }
  }

  private step(): void {
    if (++this.#steps > mostSteps) throw new NotRendered('it takes too many steps');
  }

  private list(nodes: readonly Node[], scope: Scope, out: Written[]): void {
    for (const node of nodes) {
      this.step();
      if (node.kind === 'text') this.write({ text: node.text, at: node.at, isText: true }, out);
      else if (node.kind === 'action') {
        const value = this.pipeline(node.pipeline, scope);
        if (node.pipeline.variables.length === 0) this.write({ text: isNil(value) ? '' : printed(value), at: node.at, isText: false }, out);
      } else if (node.kind === 'template') {
        const dot = node.pipeline === undefined ? null : this.pipeline(node.pipeline, scope);
        this.nested(() => this.write({ text: this.include(node.name, dot), at: node.at, isText: false }, out));
      } else if ('body' in node) this.block(node, scope, out);
      else throw new Jump(node.kind);
    }
  }

  private write(one: Written, out: Written[]): void {
    this.#written += one.text.length;
    if (this.#written > mostText) throw new NotRendered('it writes too much');
    out.push(one);
  }

  private block(node: Block, scope: Scope, out: Written[]): void {
    const inner = scope.inner();
    if (node.kind === 'range') {
      this.range(node, inner, out);
      return;
    }
    const value = this.pipeline(node.pipeline, inner);
    if (isTrue(value)) this.list(node.body, node.kind === 'with' ? inner.inner(value) : inner, out);
    else this.list(node.otherwise, inner, out);
  }

  private range({ pipeline, body, otherwise }: Block, scope: Scope, out: Written[]): void {
    const value = this.commands(pipeline, scope);
    const members = membersOf(value);
    const [first, second] = pipeline.variables;
    for (const [key, member] of members) {
      this.step();
      const inner = scope.inner(member ?? null);
      const set = (name: string, one: Value): void => (pipeline.isAssignment ? scope.assign(name, one) : inner.declare(name, one));
      if (second !== undefined) {
        set(first!, key);
        set(second, member);
      } else if (first !== undefined) set(first, member);
      try {
        this.list(body, inner, out);
      } catch (error) {
        if (!(error instanceof Jump)) throw error;
        if (error.kind === 'break') break;
      }
    }
    if (members.length === 0) this.list(otherwise, scope, out);
  }

  private pipeline(pipeline: Pipeline, scope: Scope): Value {
    const value = this.commands(pipeline, scope);
    for (const name of pipeline.variables) {
      if (pipeline.isAssignment) scope.assign(name, value);
      else scope.declare(name, value);
    }
    return value;
  }

  private commands({ commands }: Pipeline, scope: Scope): Value {
    let value: Value;
    for (const [index, command] of commands.entries()) value = this.command(command, scope, index === 0 ? [] : [value]);
    return value;
  }

  private command([first, ...rest]: readonly Operand[], scope: Scope, given: readonly Value[]): Value {
    this.step();
    if (first!.kind === 'function') return this.call(first!.name, rest, scope, given);
    const value = this.operand(first!, scope, rest.length + given.length > 0);
    if (typeof value === 'function') return value(...rest.map((one) => this.operand(one, scope)), ...given);
    if (rest.length > 0 || given.length > 0) throw refused('a value is called like a function');
    return value;
  }

  private call(name: string, rest: readonly Operand[], scope: Scope, given: readonly Value[]): Value {
    // They look at no more than they need.
    if (name === 'and' || name === 'or') {
      let value: Value = given[0];
      for (const one of rest) {
        value = this.operand(one, scope);
        if (isTrue(value) === (name === 'or')) return value;
      }
      return given.length > 0 ? given[0] : value;
    }
    const values = [...rest.map((one) => this.operand(one, scope)), ...given];
    if (name === 'include') return this.include(typeof values[0] === 'string' ? values[0] : '', values[1]);
    if (name === 'tpl') return typeof values[0] === 'string' ? this.tpl(values[0], values[1]) : '';
    const builtin = this.functions.get(name);
    if (builtin === undefined) throw new NotRendered(`it uses the function ${name}`);
    return builtin(values, this);
  }

  private operand(operand: Operand, scope: Scope, isCalled = false): Value {
    this.step();
    if (operand.kind === 'constant') return operand.value;
    if (operand.kind === 'function') return this.call(operand.name, [], scope, []);
    const start = operand.kind === 'dot' ? scope.dot : operand.kind === 'variable' ? scope.get(operand.name) : this.commands(operand.pipeline, scope);
    return fieldOf(start, operand.path, isCalled);
  }
}

/**
 * What stands behind dots. A method is called, unless it is the last and has arguments. Of nothing at all there is nothing; of nothing that a map holds
 * there is an error (text/template, evalField).
 */
function fieldOf(start: Value, path: readonly string[], isCalled: boolean): Value {
  let value = start;
  for (const [index, key] of path.entries()) {
    if (isNil(value) && index === 0) return null;
    if (isNil(value)) throw refused(`nil pointer evaluating .${key}`);
    if (!isDict(value)) throw refused(`can't evaluate field ${key} in ${kindOf(value)}`);
    value = value.get(key);
    if (typeof value === 'function' && !(isCalled && index === path.length - 1)) value = value();
  }
  return value;
}

function membersOf(value: Value): readonly (readonly [Value, Value])[] {
  if (isNil(value)) return [];
  if (isList(value)) return value.map((one, index) => [BigInt(index), one]);
  if (isDict(value)) return sortedKeys(value).flatMap((key) => (typeof value.get(key) === 'function' ? [] : [[key, value.get(key)] as const]));
  if (typeof value === 'bigint' && value < 10_000n) return Array.from({ length: Math.max(0, Number(value)) }, (_, index) => [BigInt(index), BigInt(index)]);
  throw refused(`range can't iterate over ${printed(value)}`);
}

/** Variables that are seen at a place, and its dot. */
class Scope {
  readonly dot: Value;
  readonly #own: Map<string, Value>;
  readonly #outer: Scope | undefined;

  constructor(dot: Value, own: Map<string, Value>, outer?: Scope) {
    this.dot = dot;
    this.#own = own;
    this.#outer = outer;
  }

  inner(...[dot]: readonly Value[]): Scope {
    return new Scope(dot === undefined ? this.dot : dot, new Map(), this);
  }

  get(name: string): Value {
    if (this.#own.has(name)) return this.#own.get(name);
    if (this.#outer === undefined) throw refused(`undefined variable ${name}`);
    return this.#outer.get(name);
  }

  declare(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  assign(name: string, value: Value): void {
    if (this.#own.has(name)) this.#own.set(name, value);
    else if (this.#outer === undefined) throw refused(`undefined variable ${name}`);
    else this.#outer.assign(name, value);
  }
}
