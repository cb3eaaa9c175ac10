import { pieces, type Token } from './lex.ts';
import { NotRendered, refused } from './not-rendered.ts';

/** A value that a template asks for. `path` is what follows with dots. */
export type Operand =
  | { readonly kind: 'dot'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'constant'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipeline'; readonly pipeline: Pipeline; readonly path: readonly string[] };

/** Commands, of which each is given what the one before it made. */
export interface Pipeline {
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly (readonly Operand[])[];
}

export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'action'; readonly pipeline: Pipeline; readonly at: number }
  | Block
  | { readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined; readonly at: number }
  | { readonly kind: 'break' | 'continue'; readonly at: number };

/** `if`, `range` and `with`. */
export interface Block {
  readonly kind: 'if' | 'range' | 'with';
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
  readonly at: number;
}

/** The nodes of a template; what it defines goes into `defined`. */
export function parseTemplate(source: string, defined: Map<string, readonly Node[]>): readonly Node[] {
  const parser = new Parser(source, defined);
  const { nodes, ended } = parser.list();
  if (ended !== undefined) throw refused(`{{ ${ended.text} }} has no beginning`);
  return nodes;
}

interface End {
  readonly text: 'end' | 'else';
  readonly rest: readonly Token[];
}

const deepest = 60;

class Parser {
  readonly #pieces: ReturnType<typeof pieces>;
  readonly #defined: Map<string, readonly Node[]>;
  #at = 0;
  #depth = 0;

  constructor(source: string, defined: Map<string, readonly Node[]>) {
    this.#pieces = pieces(source);
    this.#defined = defined;
  }

  list(): { readonly nodes: readonly Node[]; readonly ended: End | undefined } {
    const nodes: Node[] = [];
    if (++this.#depth > deepest) throw new NotRendered('its actions are nested too deep');
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++]!;
      if ('text' in piece) {
        nodes.push({ kind: 'text', text: piece.text, at: piece.at });
        continue;
      }
      const { action, at } = piece;
      const [first, ...rest] = action;
      const word = first?.kind === 'word' ? first.text : '';
      if (word === 'end' || word === 'else') {
        this.#depth--;
        return { nodes, ended: { text: word, rest } };
      }
      if (word === 'if' || word === 'range' || word === 'with') nodes.push(this.block(word, rest, at));
      else if (word === 'define' || word === 'block') this.define(word, rest, nodes, at);
      else if (word === 'template') nodes.push({ kind: 'template', ...called(rest), at });
      else if ((word === 'break' || word === 'continue') && rest.length === 0) nodes.push({ kind: word, at });
      else nodes.push({ kind: 'action', pipeline: new Tokens(action).pipeline(true), at });
    }
    this.#depth--;
    return { nodes, ended: undefined };
  }

  private block(kind: 'if' | 'range' | 'with', tokens: readonly Token[], at: number): Node {
    const pipeline = new Tokens(tokens).pipeline(true);
    const { nodes: body, ended } = this.list();
    return { kind, pipeline, body, otherwise: this.otherwise(ended, at), at };
  }

  /** What follows `else`: nothing, a list, or another block that ends with this one. */
  private otherwise(ended: End | undefined, at: number): readonly Node[] {
    if (ended === undefined) throw refused('a block of a template has no end');
    if (ended.text === 'end') return [];
    const [first, ...rest] = ended.rest;
    if (first?.kind === 'word' && (first.text === 'if' || first.text === 'with')) return [this.block(first.text, rest, at)];
    const { nodes, ended: last } = this.list();
    if (last?.text !== 'end') throw refused('a block of a template has no end');
    return nodes;
  }

  private define(word: 'define' | 'block', tokens: readonly Token[], nodes: Node[], at: number): void {
    const { name, pipeline } = called(tokens);
    const { nodes: body, ended } = this.list();
    if (ended?.text !== 'end') throw refused(`{{ ${word} "${name}" }} has no end`);
    // An empty one does not replace another of its name.
    if (!this.#defined.has(name) || body.some((node) => node.kind !== 'text' || node.text.trim() !== '')) this.#defined.set(name, body);
    if (word === 'block') nodes.push({ kind: 'template', name, pipeline, at });
  }
}

function called([first, ...rest]: readonly Token[]): { readonly name: string; readonly pipeline: Pipeline | undefined } {
  if (first?.kind !== 'text') throw refused('a template is called without a name');
  return { name: first.text, pipeline: rest.length === 0 ? undefined : new Tokens(rest).pipeline(false) };
}

/** Reads pipelines out of the tokens of one action. */
class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  pipeline(isWhole: boolean, isInner = false): Pipeline {
    const { variables, isAssignment } = isWhole ? this.declared() : { variables: [], isAssignment: false };
    const commands: Operand[][] = [[]];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token === undefined || (isInner && this.isSign(')'))) break;
      if (this.isSign('|')) {
        this.#at++;
        commands.push([]);
      } else commands.at(-1)!.push(this.operand());
    }
    if (commands.some((command) => command.length === 0)) throw refused('an action of a template is empty');
    return { variables, isAssignment, commands };
  }

  private isSign(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.text === text;
  }

  /** `$a :=`, `$a =`, `$key, $value :=`. */
  private declared(): { readonly variables: readonly string[]; readonly isAssignment: boolean } {
    const sign = this.#tokens.findIndex((token) => token.kind === 'sign' && (token.text === ':=' || token.text === '='));
    const before = this.#tokens.slice(0, Math.max(sign, 0));
    const isNames = before.every((token, index) =>
      index % 2 === 0 ? token.kind === 'variable' && token.path.length === 0 : token.kind === 'sign' && token.text === ',',
    );
    if (sign < 1 || !isNames || before.length > 3) return { variables: [], isAssignment: false };
    this.#at = sign + 1;
    const operator = this.#tokens[sign]!;
    return {
      variables: before.flatMap((token) => (token.kind === 'variable' ? [token.name] : [])),
      isAssignment: operator.kind === 'sign' && operator.text === '=',
    };
  }

  private operand(): Operand {
    const token = this.#tokens[this.#at++]!;
    if (token.kind === 'field') return { kind: 'dot', path: token.path };
    if (token.kind === 'variable') return { kind: 'variable', name: token.name, path: token.path };
    if (token.kind === 'text') return { kind: 'constant', value: token.text };
    if (token.kind === 'number') return { kind: 'constant', value: token.value };
    if (token.kind === 'word') {
      const constants: Readonly<Record<string, boolean | null>> = { true: true, false: false, nil: null };
      return Object.hasOwn(constants, token.text) ? { kind: 'constant', value: constants[token.text]! } : { kind: 'function', name: token.text };
    }
    if (token.text !== '(') throw refused(`${token.text} stands at a wrong place of a template`);
    const pipeline = this.pipeline(false, true);
    if (!this.isSign(')')) throw refused('a parenthesis of a template has no end');
    this.#at++;
    const next = this.#tokens[this.#at];
    if (next?.kind !== 'field' || !next.joined) return { kind: 'pipeline', pipeline, path: [] };
    this.#at++;
    return { kind: 'pipeline', pipeline, path: next.path };
  }
}
