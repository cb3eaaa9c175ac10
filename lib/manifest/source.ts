import { Lines, type Position } from './lines.ts';
import { asKustomizeReads, type Parsed, parseYaml, type Path } from './parse-yaml.ts';
import { Places } from './places.ts';
import type { Dialect } from './dialect.ts';
import { withQuotedVariables } from './with-quoted-variables.ts';

/** One YAML document of a file, or of a text inside another document. */
export class SourceDocument {
  /** Path as it is shown to people. */
  readonly file: string;
  readonly parsed: Parsed;
  /** Said before paths of this document, where it is a text inside another one. */
  readonly prefix: string;
  private readonly toPosition: (offset: number) => Position;
  private places: Places | undefined;
  private inner: Map<string, { readonly text: string; readonly documents: SourceDocument[] }> | undefined;

  constructor(file: string, parsed: Parsed, toPosition: (offset: number) => Position, prefix = '') {
    this.file = file;
    this.parsed = parsed;
    this.toPosition = toPosition;
    this.prefix = prefix;
  }

  /** The file that a value was read from. */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a composed document asks where
  fileOf(_at: { keyPath(): Path }): string {
    return this.file;
  }

  /** Line and column of an offset of the text that the document was read from. */
  position(offset: number): Position {
    return this.toPosition(offset);
  }

  /** Line and column of a node, or of its key. */
  positionOf(path: Path, which: 'key' | 'value' = 'value'): Position {
    return this.toPosition(this.placesOf().offset(path, which));
  }

  /** Line and column of an offset of a text that is a value of this document. */
  positionInside(path: Path, text: string, offset: number): Position {
    return this.toPosition(this.placesOf().inside(path, text, offset));
  }

  /** Documents of a text that is a value of this one. Their positions are those of the outer file. */
  embedded(path: Path, text: string, prefix: string, dialect: Dialect): SourceDocument[] {
    // Several readers ask for the same text.
    this.inner ??= new Map();
    const key = `${dialect} ${path.join('\0')}`;
    const known = this.inner.get(key);
    if (known?.text === text) return known.documents;
    const position = (offset: number) => this.positionInside(path, text, offset);
    const documents = embeddedDocuments(text, dialect).map(
      ({ parsed, before }) => new SourceDocument(this.file, parsed, (offset) => position(before(offset)), prefix),
    );
    this.inner.set(key, { text, documents });
    return documents;
  }

  /** The document as kustomize reads it: itself where that makes no difference. */
  asKustomizeReads(): SourceDocument {
    const parsed = asKustomizeReads(this.parsed);
    return parsed === this.parsed ? this : new SourceDocument(this.file, parsed, this.toPosition, this.prefix);
  }

  private placesOf(): Places {
    if (this.places === undefined) {
      this.places = new Places(this.parsed);
      if (placed.push(this) > mostPlaced) placed.shift()!.places = undefined;
    }
    return this.places;
  }
}

/** Places take ten times the memory of a document, and questions about one come one after the other: only the last few keep them. */
const placed: SourceDocument[] = [];
const mostPlaced = 16;

type Embedded = readonly { readonly parsed: Parsed; readonly before: (offset: number) => number }[];

/** Documents of a text inside another document. Where it can only be read after Flux has filled in its variables, it is read with quotes around them. */
export function embeddedDocuments(text: string, dialect: Dialect): Embedded {
  const given = parseYaml(text, dialect);
  const quoted = given.some(isBroken) ? withQuotedVariables(text) : undefined;
  const filled = quoted === undefined ? given : parseYaml(quoted.text, dialect);
  return filled.some(isBroken)
    ? given.map((parsed) => ({ parsed, before: (offset) => offset }))
    : filled.map((parsed) => ({ parsed, before: quoted?.before ?? ((offset) => offset) }));
}

const isBroken = ({ faults }: Parsed): boolean => faults.some(({ code }) => code === 'yaml-broken');

/** Splits the text of a file into its documents, each read by the rules of the program that it is for. */
export function sourceDocuments(file: string, text: string): SourceDocument[] {
  const documents = parseYaml(text, dialectOf(text));
  // Most files are one document, which has their text.
  const lines = new Lines(documents.length === 1 && documents[0]!.text.length === text.length ? documents[0]!.text : text);
  return documents.map((parsed) => new SourceDocument(file, parsed, (offset) => lines.at(offset)));
}

/** authentik reads blueprints with PyYAML; everything else is read by programs in Go. */
function dialectOf(text: string): Dialect {
  return text.includes('entries:') && /^entries:/m.test(text) && !/^kind:/m.test(text) ? 'pyyaml' : 'go';
}
