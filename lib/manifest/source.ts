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
export function sourceDocuments(file: string, text: string): SourceDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, version: '1.1', merge: false, uniqueKeys: false, logLevel: 'silent' });
  return Array.isArray(documents) ? (documents as Document[]).map((document) => ({ file, document, lines, text })) : [];
}
