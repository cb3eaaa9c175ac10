import type { ASTNode } from '@marcbachmann/cel-js';
import { Environment, ParseError } from '@marcbachmann/cel-js';
import type { Expression, FoldMacro } from './expression.ts';
import { foldMacros } from './expression.ts';
import type { CelIssue } from './issue.ts';
import { CelNotEvaluated } from './issue.ts';
import { startOfExpression, syntaxIssue } from './syntax-issue.ts';
import { Uint, type Value } from './value.ts';

/** The parser alone: types and functions are judged by our own tables, which follow cel-go. */
const parser = new Environment({ enableOptionalTypes: true });

/** Parsed, or why it is no expression. Throws CelNotEvaluated for syntax that cel-go reads and we do not. */
export function parseCel(source: string, minor: number): { readonly expression: Expression } | { readonly issues: readonly CelIssue[] } {
  const read = readAst(source);
  if ('issues' in read) return read;
  const issues: CelIssue[] = [];
  const expression = new Converter(source, minor, issues).convert(read.ast);
  return issues.length > 0 ? { issues } : { expression };
}

function readAst(source: string): { readonly ast: ASTNode } | { readonly issues: readonly CelIssue[] } {
  const issues: CelIssue[] = [];
  let left = source;
  for (;;) {
    try {
      const { ast } = parser.parse(left);
      return issues.length > 0 ? { issues } : { ast };
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const issue = syntaxIssue(left, error);
      issues.push(issue);
      if (issue.skip === undefined || issues.length >= 100) return { issues };
      const [from, to] = issue.skip;
      left = left.slice(0, from) + ' '.repeat(to - from) + left.slice(to);
    }
  }
}

const operatorNames: Readonly<Record<string, string>> = {
  '&&': '_&&_',
  '||': '_||_',
  '==': '_==_',
  '!=': '_!=_',
  '<': '_<_',
  '<=': '_<=_',
  '>': '_>_',
  '>=': '_>=_',
  '+': '_+_',
  '-': '_-_',
  '*': '_*_',
  '/': '_/_',
  '%': '_%_',
  in: '@in',
  '[]': '_[_]',
  '[?]': '_[?_]',
};

const equality = new Set(['==', '!=']);
const relations = new Set(['<', '<=', '>', '>=', 'in']);

class Converter {
  readonly #source: string;
  readonly #minor: number;
  readonly #issues: CelIssue[];
  // The smallest integer has no positive counterpart.
  #negative = false;

  constructor(source: string, minor: number, issues: CelIssue[]) {
    this.#source = source;
    this.#minor = minor;
    this.#issues = issues;
  }

  convert(node: ASTNode): Expression {
    switch (node.op) {
      case 'value':
        return this.#literal(node.start, literal(node.args));
      case 'id':
        return { kind: 'ident', at: node.start, name: node.args };
      case '.':
      case '.?': {
        const [operand, field] = node.args;
        const at = this.#after(operand, '.');
        return { kind: 'select', at, operand: this.convert(operand), field, optional: node.op === '.?', test: false };
      }
      case '!_':
      case '-_':
        return this.#sign(node);
      case '?:':
        return { kind: 'call', at: this.#after(node.args[0], '?'), name: '_?_:_', args: node.args.map((arg) => this.convert(arg)) };
      case 'list':
        return { kind: 'list', at: node.start, items: node.args.map((item) => this.convert(item)) };
      case 'map':
        return { kind: 'map', at: node.start, entries: node.args.map(([key, value]) => [this.convert(key), this.convert(value)] as const) };
      case 'call':
        return this.#call(node, node.args[0], undefined, node.args[1]);
      case 'rcall':
        return this.#call(node, node.args[0], node.args[1], node.args[2]);
      default: {
        const [left, right] = node.args;
        if (equality.has(node.op) || relations.has(node.op)) return this.#relation(node);
        const at = this.#after(left, node.op === '[]' || node.op === '[?]' ? '[' : node.op);
        return { kind: 'call', at, name: operatorNames[node.op]!, args: [this.convert(left), this.convert(right)] };
      }
    }
  }

  // Comparisons of both kinds have one precedence in CEL and group from the left; the parser lets == wait for < and its like.
  #relation(node: ASTNode): Expression {
    const [left, right] = node.args as [ASTNode, ASTNode];
    const at = this.#after(left, node.op);
    const before = this.convert(left);
    return this.#chain(before, node.op, at, right);
  }

  #chain(before: Expression, op: string, at: number, node: ASTNode): Expression {
    const call = (right: Expression): Expression => ({ kind: 'call', at, name: operatorNames[op]!, args: [before, right] });
    if (!equality.has(op) || !relations.has(node.op)) return call(this.convert(node));
    const [left, right] = node.args as [ASTNode, ASTNode];
    const next = this.#after(left, node.op);
    if (depthBetween(this.#source, at + op.length, next) > 0) return call(this.convert(node));
    const first = this.#chain(before, op, at, left);
    return { kind: 'call', at: next, name: operatorNames[node.op]!, args: [first, this.convert(right)] };
  }

  // An even number of signs is none, and a minus before a number is part of it (cel-go parser/parser.go, VisitNegate).
  #sign(node: ASTNode): Expression {
    let operand = node;
    let count = 0;
    while (operand.op === node.op && (count === 0 || !bracketBefore(this.#source, operand))) {
      operand = operand.args as ASTNode;
      count += 1;
    }
    this.#negative = node.op === '-_';
    const converted = this.convert(operand);
    this.#negative = false;
    if (count % 2 === 0) return converted;
    if (node.op === '-_' && converted.kind === 'literal' && (typeof converted.value === 'bigint' || typeof converted.value === 'number')) {
      return this.#literal(node.start, -converted.value);
    }
    return { kind: 'call', at: node.start, name: node.op === '!_' ? '!_' : '-_', args: [converted] };
  }

  #literal(at: number, value: Value): Expression {
    const wrong = typeof value === 'bigint' && (value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n);
    if (wrong && !this.#negative) this.#issues.push({ at, message: 'invalid int literal' });
    return { kind: 'literal', at, value };
  }

  #call(node: ASTNode, name: string, receiver: ASTNode | undefined, args: readonly ASTNode[]): Expression {
    const nameAt = receiver === undefined ? node.start : this.#source.indexOf(name, this.#after(receiver, '.') + 1);
    const at = skip(this.#source, nameAt + name.length, '(');
    const last = args.at(-1);
    if (last !== undefined && /^(?:\s|\)|\/\/[^\n]*\n)*,/.test(this.#source.slice(last.end, node.end))) {
      const close = this.#source.lastIndexOf(')', node.end - 1);
      this.#issues.push({ at: close, message: `Syntax error: mismatched input ')' expecting ${startOfExpression}` });
    }
    if (receiver === undefined) {
      if (name === 'has' && args.length === 1) return this.#has(at, args[0]!);
      return { kind: 'call', at, name, args: args.map((arg) => this.convert(arg)) };
    }
    const variables = this.#macroVariables(name, args.length);
    if (variables > 0) return this.#fold(name as FoldMacro, at, receiver, args, variables);
    return { kind: 'call', at, name, target: this.convert(receiver), args: args.map((arg) => this.convert(arg)) };
  }

  /** How many variables a macro of this name and number of arguments has; 0: no macro. */
  #macroVariables(name: string, count: number): number {
    if (!(foldMacros as readonly string[]).includes(name)) return 0;
    if (name === 'optMap' || name === 'optFlatMap') return count === 2 ? 1 : 0;
    if (name === 'sortBy') return this.#minor >= 34 && count === 2 ? 1 : 0;
    // Two variables: cel-go ext/comprehensions.go, from Kubernetes 1.32.
    const two = this.#minor >= 32;
    if (name.startsWith('transform')) return two && (count === 3 || count === 4) ? 2 : 0;
    if (name === 'map') return count === 2 || count === 3 ? 1 : 0;
    if (count === 2) return name === 'existsOne' && this.#minor < 34 ? 0 : 1;
    return count === 3 && name !== 'filter' && two ? 2 : 0;
  }

  #fold(macro: FoldMacro, at: number, receiver: ASTNode, args: readonly ASTNode[], count: number): Expression {
    const range = this.convert(receiver);
    const variables: string[] = [];
    for (const arg of args.slice(0, count)) {
      if (arg.op === 'id') variables.push(arg.args);
      else
        this.#issues.push({
          at: this.convert(arg).at,
          message: macro.startsWith('opt') ? `${macro}() variable name must be a simple identifier` : 'argument must be a simple name',
        });
    }
    return { kind: 'fold', at, macro, range, variables, args: args.slice(count).map((arg) => this.convert(arg)) };
  }

  #has(at: number, arg: ASTNode): Expression {
    const converted = this.convert(arg);
    if (converted.kind === 'select' && !converted.optional) return { ...converted, at, test: true };
    this.#issues.push({ at: converted.at, message: 'invalid argument to has() macro' });
    return converted;
  }

  /** Where `token` stands behind a node, whose own end leaves out the brackets around it. */
  #after(node: ASTNode, token: string): number {
    return skip(this.#source, node.end, token);
  }
}

/** How many brackets that open in a part of the source are still open at its end. */
function depthBetween(source: string, from: number, to: number): number {
  const part = source.slice(from, to).replace(/[rRbB]*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\/[^\n]*/gs, '');
  let depth = 0;
  for (const character of part) depth += character === '(' ? 1 : character === ')' ? -1 : 0;
  return depth;
}

/** Whether a bracket stands directly before a node: `!(!x)` is two negations, `!!x` is none. */
function bracketBefore(source: string, node: ASTNode): boolean {
  return source.slice(0, node.start).trimEnd().endsWith('(');
}

function skip(source: string, from: number, token: string): number {
  let at = from;
  while (at < source.length && !source.startsWith(token, at)) {
    if (source.startsWith('//', at)) at = !source.includes('\n', at) ? source.length : source.indexOf('\n', at);
    else at += 1;
  }
  return at;
}

function literal(value: unknown): Value {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (typeof value === 'object' && 'value' in value && typeof value.value === 'bigint') return new Uint(value.value);
  throw new CelNotEvaluated(`a literal of the kind ${typeof value}`);
}
