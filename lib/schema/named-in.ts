import type { SourceDocument } from '../manifest/source.ts';
import { isBlueprint } from '../idp/documents.ts';
import type { NamedFact } from './chart/facts.ts';
import { isMap } from './validate-object.ts';

/**
 * Documents of a text whose comment names a schema. One of Kubernetes whose address names its kind, as most do, is judged by the schema of that kind, and
 * so are blueprints: nothing more is said of them.
 */
export function namedIn(file: string, text: string, sources: readonly SourceDocument[]): NamedFact[] {
  if (!text.includes('yaml-language-server')) return [];
  const found: NamedFact[] = [];
  for (const [index, one] of text.split('\n').entries()) {
    const address = /^\s*# *yaml-language-server *: *\$schema=(\S{1,500})/.exec(one.slice(0, 700))?.[1];
    if (address === undefined) continue;
    const line = index + 1;
    const document = sources.findIndex((source) => source.parsed.value !== undefined && source.parsed.value !== null && source.positionOf([]).line >= line);
    const value = sources[document]?.parsed.value;
    if (document === -1 || namesKind(address, value) || isBlueprint(value)) continue;
    found.push({ kind: 'named', file, document, line, address });
  }
  return found;
}

const namesKind = (address: string, value: unknown): boolean =>
  isMap(value) && typeof value['kind'] === 'string' && /^https?:/.test(address) && address.toLowerCase().includes(value['kind'].toLowerCase());
