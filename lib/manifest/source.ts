import { type Document, LineCounter, parseAllDocuments } from 'yaml';

/** One YAML document of a file, with what is needed to say line and column of any node. */
export interface SourceDocument {
  /** Path as it is shown to people. */
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
  /** Text of the whole file. */
  readonly text: string;
}

/** Splits the text of a file into its documents. Broken documents carry their errors in `document.errors`. */
export function sourceDocuments(file: string, original: string): SourceDocument[] {
  const lines = new LineCounter();
  // In YAML 1.1 an alias ends at a colon (`*name: value` is a key); in 1.2 the colon would belong to its name.
  const text = original.includes('*') ? original.replace(/^([ \t]*(?:- )?\*[\w-]+):(?=\s)/gm, '$1 :') : original;
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    version: '1.1',
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return Array.isArray(documents) ? (documents as Document[]).map((document) => ({ file, document, lines, text })) : [];
}
