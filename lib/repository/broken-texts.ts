import { readerOfText } from '../manifest/reader-of-text.ts';
import type { TreeObject } from '../tree/tree.ts';

/** A text of a ConfigMap that its program cannot read. */
export interface BrokenText {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  /** Of the ConfigMap. */
  readonly key: string;
  readonly message: string;
  /** The program that reads it. */
  readonly reader: string;
  /** A template may become YAML later. */
  readonly templated: boolean;
}

/** Blueprints and AuthenticationConfigurations inside ConfigMaps and Secrets that are no YAML: no other rule sees what they say. */
export function* brokenTextsOf(objects: readonly TreeObject[]): Iterable<BrokenText> {
  for (const { root, kind, file } of objects) {
    if (kind !== 'ConfigMap' && kind !== 'Secret') continue;
    for (const [key, value] of root.get(kind === 'Secret' ? 'stringData' : 'data').entries()) {
      const text = value.text() ?? '';
      const reader = readerOfText(key, text);
      if (reader === undefined) continue;
      for (const { document } of value.embedded(reader.dialect)) {
        const fault = document.parsed.faults.find(({ code }) => code === 'yaml-broken');
        if (fault === undefined) continue;
        const { line, column } = document.position(document.parsed.base + fault.offset);
        yield { file, line, column, path: value.path, key, message: fault.message, reader: reader.name, templated: /\{\{|\{%|<%/.test(text) };
      }
    }
  }
}
