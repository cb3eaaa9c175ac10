import { Input, YamlError } from './yaml-input.ts';
import type { Dialect } from './dialect.ts';
import { E, type Event, scalarOf } from './yaml-event.ts';
import { T, type Token } from './yaml-token.ts';
import { Tokens } from './yaml-tokens.ts';

interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly tagStart: number;
  readonly start: number;
}

/** Nobody asks one end where it is. */
const end: Event = { type: E.end, start: -1, value: '', style: undefined, indent: -1, textStart: -1, anchor: undefined, tag: undefined, tagStart: -1 };
const none: Properties = { anchor: undefined, tag: undefined, tagStart: -1, start: -1 };
const deepest = 500;
// goyaml's and PyYAML's readers refuse these before anything else.
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/**
 * The first document of a text as events (`ended`: the text with a NUL behind it, for who has it); none for a text without a document. goyaml looks no further than the end of it; PyYAML, as authentik
 * calls it, refuses a second one.
 *
 * @throws YamlError
 */
export function yamlEvents(text: string, dialect: Dialect, isJson = false, ended = `${text}\0`): Event[] {
  const control = forbidden.exec(text);
  if (control !== null) throw new YamlError('control characters are not allowed', control.index, 'reader');
  return new Parser(ended, dialect, isJson).document();
}

/** The grammar over the tokens: goyaml's parserc.go, PyYAML's parser.py. */
class Parser {
  private readonly tokens: Tokens;
  private readonly events: Event[] = [];
  private readonly handles = new Map<string, string>();
  private readonly isGo: boolean;
  private depth = 0;

  constructor(ended: string, dialect: Dialect, isJson: boolean) {
    this.isGo = dialect === 'go';
    this.tokens = new Tokens(new Input(ended, dialect, isJson));
  }

  document(): Event[] {
    const { type } = this.tokens.peek();
    if (type === T.streamEnd) return [];
    if (type === T.directive || type === T.documentStart) {
      this.directives();
      const token = this.tokens.peek();
      if (token.type !== T.documentStart) throw this.fault('did not find expected <document start>', token);
      this.tokens.next();
      const first = this.tokens.peek().type;
      if (first === T.directive || first === T.documentStart || first === T.documentEnd || first === T.streamEnd) this.empty(this.tokens.peek().start);
      else this.node(true, false);
    } else {
      this.directives();
      this.node(true, false);
    }
    this.tokens.peek();
    if (this.isGo) return this.events;
    while (this.tokens.peek().type === T.documentEnd) this.tokens.next();
    const token = this.tokens.peek();
    if (token.type !== T.streamEnd) throw this.fault('authentik reads one document from a blueprint, and another one starts here', token);
    return this.events;
  }

  private directives(): void {
    let hasVersion = false;
    for (let token = this.tokens.peek(); token.type === T.directive; token = this.tokens.peek()) {
      const directive = token.more?.directive;
      if (directive !== undefined && 'version' in directive) {
        if (hasVersion) throw this.fault('found duplicate %YAML directive', token);
        hasVersion = true;
        // PyYAML takes any minor version.
        if (this.isGo ? directive.version !== '1.1' : !directive.version.startsWith('1.')) throw this.fault('found incompatible YAML document', token);
      } else if (directive !== undefined) {
        if (this.handles.has(directive.handle)) throw this.fault('found duplicate %TAG directive', token);
        this.handles.set(directive.handle, directive.prefix);
      }
      this.tokens.next();
    }
    if (!this.handles.has('!')) this.handles.set('!', '!');
    if (!this.handles.has('!!')) this.handles.set('!!', 'tag:yaml.org,2002:');
  }

  private node(block: boolean, indentless: boolean): void {
    this.depth += 1;
    if (this.depth > deepest) throw this.fault(`nests deeper than ${deepest}`, this.tokens.peek());
    this.content(block, indentless);
    this.depth -= 1;
  }

  private content(block: boolean, indentless: boolean): void {
    let token = this.tokens.peek();
    if (token.type === T.alias) {
      this.tokens.next();
      this.add(E.alias, token.start, { ...none, anchor: token.more?.name });
      return;
    }
    let properties = none;
    if (token.type === T.anchor || token.type === T.tag) {
      properties = this.properties(token);
      token = this.tokens.peek();
    }
    switch (token.type) {
      case T.scalar: {
        this.tokens.next();
        const scalar = token.scalar!;
        const { anchor, tag, tagStart } = properties;
        this.events.push(properties === none ? scalar : { ...scalar, anchor, tag, tagStart });
        return;
      }
      case T.flowSequence: {
        this.flowSequence(properties);
        return;
      }
      case T.flowMapping: {
        this.flowMapping(properties);
        return;
      }
      case T.blockSequence:
        if (block) {
          this.blockSequence(properties);
          return;
        }
        break;
      case T.blockMapping:
        if (block) {
          this.blockMapping(properties);
          return;
        }
        break;
      case T.blockEntry:
        if (indentless) {
          this.indentless(properties);
          return;
        }
        break;
    }
    if (properties === none) throw this.fault('did not find expected node content', token);
    const { start, anchor, tag, tagStart } = properties;
    this.events.push({ ...scalarOf(start, '', 'plain'), anchor, tag, tagStart });
  }

  private properties(first: Token): Properties {
    let anchor: string | undefined;
    let tag: Token | undefined;
    for (let token = first, count = 0; count < 2 && (token.type === T.anchor ? anchor === undefined : token.type === T.tag && tag === undefined); count += 1) {
      if (token.type === T.anchor) anchor = token.more?.name;
      else tag = token;
      this.tokens.next();
      token = this.tokens.peek();
    }
    if (tag === undefined) return { anchor, tag: undefined, tagStart: -1, start: first.start };
    const { handle, suffix } = tag.more!.tag!;
    const prefix = handle === undefined ? '' : this.handles.get(handle);
    if (prefix === undefined) throw this.fault('found undefined tag handle', tag);
    return { anchor, tag: prefix + suffix, tagStart: tag.start, start: first.start };
  }

  private blockSequence(properties: Properties): void {
    const { start } = this.tokens.next();
    this.add(E.sequence, start, properties);
    for (;;) {
      const token = this.tokens.next();
      if (token.type === T.blockEnd) break;
      if (token.type !== T.blockEntry) throw this.fault("did not find expected '-' indicator", token, start);
      const { type } = this.tokens.peek();
      if (type === T.blockEntry || type === T.blockEnd) this.empty(token.end);
      else this.node(true, false);
    }
    this.end();
  }

  private indentless(properties: Properties): void {
    this.add(E.sequence, this.tokens.peek().start, properties);
    for (let token = this.tokens.peek(); token.type === T.blockEntry; token = this.tokens.peek()) {
      this.tokens.next();
      const { type } = this.tokens.peek();
      if (type === T.blockEntry || type === T.key || type === T.value || type === T.blockEnd) this.empty(token.end);
      else this.node(true, false);
    }
    this.end();
  }

  private blockMapping(properties: Properties): void {
    const { start } = this.tokens.next();
    this.add(E.mapping, start, properties);
    for (;;) {
      const token = this.tokens.next();
      if (token.type === T.blockEnd) break;
      if (token.type !== T.key) throw this.fault('did not find expected key', token, start);
      this.blockPart(token.end);
      const value = this.tokens.peek();
      if (value.type !== T.value) this.empty(value.start);
      else {
        this.tokens.next();
        this.blockPart(value.end);
      }
    }
    this.end();
  }

  /** The key after `?`, or the value after `:`. */
  private blockPart(after: number): void {
    const { type } = this.tokens.peek();
    if (type === T.key || type === T.value || type === T.blockEnd) this.empty(after);
    else this.node(true, true);
  }

  private flowSequence(properties: Properties): void {
    const { start } = this.tokens.next();
    this.add(E.sequence, start, properties);
    for (let isFirst = true; this.tokens.peek().type !== T.flowSequenceEnd; isFirst = false) {
      if (!isFirst) this.comma("did not find expected ',' or ']'", start);
      const token = this.tokens.peek();
      if (token.type === T.flowSequenceEnd) break;
      if (token.type === T.key) this.pair(token);
      else this.node(false, false);
    }
    this.tokens.next();
    this.end();
  }

  /** One key and value as member of a list: `[a: b]`. */
  private pair(key: Token): void {
    this.tokens.next();
    this.add(E.mapping, key.start, none);
    this.flowPart(T.flowSequenceEnd, key.end, this.isGo);
    if (this.tokens.peek().type === T.value) {
      this.tokens.next();
      const { type, start } = this.tokens.peek();
      if (type === T.flowEntry || type === T.flowSequenceEnd) this.empty(start);
      else this.node(false, false);
    } else this.empty(this.tokens.peek().start);
    this.end();
  }

  private flowMapping(properties: Properties): void {
    const { start } = this.tokens.next();
    this.add(E.mapping, start, properties);
    for (let isFirst = true; this.tokens.peek().type !== T.flowMappingEnd; isFirst = false) {
      if (!isFirst) this.comma("did not find expected ',' or '}'", start);
      const token = this.tokens.peek();
      if (token.type === T.flowMappingEnd) break;
      if (token.type !== T.key) {
        this.node(false, false);
        this.empty(this.tokens.peek().start);
        continue;
      }
      this.tokens.next();
      this.flowPart(T.flowMappingEnd, token.end, false);
      if (this.tokens.peek().type === T.value) {
        const { end } = this.tokens.next();
        const { type } = this.tokens.peek();
        if (type === T.flowEntry || type === T.flowMappingEnd) this.empty(end);
        else this.node(false, false);
      } else this.empty(this.tokens.peek().start);
    }
    this.tokens.next();
    this.end();
  }

  /** The key of a map in braces or of a pair. goyaml loses the token after an empty key of a pair. */
  private flowPart(close: number, after: number, losesToken: boolean): void {
    const { type } = this.tokens.peek();
    if (type !== T.value && type !== T.flowEntry && type !== close) {
      this.node(false, false);
      return;
    }
    if (losesToken) this.tokens.next();
    this.empty(after);
  }

  private comma(otherwise: string, start: number): void {
    const token = this.tokens.peek();
    if (token.type !== T.flowEntry) throw this.fault(otherwise, token, start);
    this.tokens.next();
  }

  private add(type: number, start: number, { anchor, tag, tagStart }: Properties): void {
    this.events.push({ type, start, value: '', style: undefined, indent: -1, textStart: start, anchor, tag, tagStart });
  }

  private empty(at: number): void {
    this.events.push(scalarOf(-1, '', 'plain', -1, at));
  }

  private end(): void {
    this.events.push(end);
  }

  private fault(message: string, token: Token, context = token.start): YamlError {
    return new YamlError(message, token.start, 'parser', context);
  }
}
