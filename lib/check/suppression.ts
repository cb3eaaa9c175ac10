import { grouped } from '../contract/grouped.ts';
import type { Finding } from '../contract/finding.ts';
import type { Reader } from '../manifest/reader.ts';
import type { Tree, TreeDocument, TreeObject } from '../tree/tree.ts';

/** A wish to leave some findings out of the result. */
export interface Suppression {
  readonly codes: readonly string[];
  readonly reason: string;
  readonly file: string;
  readonly line: number;
  /** Lines that it covers; a whole file when it has no end. */
  readonly from: number;
  readonly to: number;
}

const codeList = '[a-z][a-z0-9-]*(?:\\s*,\\s*[a-z][a-z0-9-]*)*';
const comment = new RegExp(`^#\\s*pinout-ignore(-file)?\\b:?\\s*(${codeList})?\\s*(?::\\s*(.*))?$`);
const note = new RegExp(`^\\s*(${codeList})\\s*(?::\\s*(.*))?$`);

/**
 * Suppressions of a tree: `# pinout-ignore-file CODE: reason` anywhere in a file, `# pinout-ignore CODE: reason` above or in a document at the
 * start of a line, and the annotation `pinout/ignore: "CODE: reason"`, several of them on lines of their own or separated by semicolons.
 */
export function suppressionsOf(tree: Tree): Suppression[] {
  if (tree.notes.size === 0 && !tree.objects.some((object) => notesOf(object).length > 0)) return [];
  const spans = spansOf(tree.documents);
  const found: Suppression[] = [];
  for (const [file, text] of tree.notes)
    text.split('\n').forEach((content, index) => {
      const match = content.startsWith('#') ? comment.exec(content.slice(0, 2_000).trimEnd()) : null;
      if (match === null) return;
      const [, whole, codes = '', reason = ''] = match;
      const line = index + 1;
      const span = whole === undefined ? spanAt(spans.get(file) ?? [], line) : { from: 1, to: Infinity };
      found.push({ codes: codes === '' ? [] : codes.split(',').map((code) => code.trim()), reason: reason.trim(), file, line, ...span });
    });
  for (const object of tree.objects)
    for (const node of notesOf(object)) {
      const { file } = object;
      // Asked for only here: a position costs reading the document once more.
      const { line } = node.located(undefined).at;
      for (const part of (node.text() ?? '').split(/[;\n]/)) {
        if (part.trim() === '') continue;
        const [, codes = '', reason = ''] = note.exec(part.slice(0, 2_000)) ?? [];
        found.push({
          codes: codes === '' ? [] : codes.split(',').map((code) => code.trim()),
          reason: reason.trim(),
          file,
          line,
          ...spanAt(spans.get(file) ?? [], line),
        });
      }
    }
  return found;
}

/** The annotation of an object, under its name and under the one that it had before 0.1.0. */
const notesOf = ({ root }: TreeObject): Reader[] =>
  ['pinout/ignore', 'pinout.dev/ignore'].map((name) => root.get('metadata', 'annotations', name)).filter((one) => one.exists);

/** Marks findings that a suppression with a reason covers. */
export function suppress(findings: readonly Finding[], suppressions: readonly Suppression[]): Finding[] {
  const byFile = grouped(suppressions, ({ file, reason }) => (reason === '' ? undefined : file));
  return findings.map((finding) => {
    const line = finding.line ?? 1;
    const match = byFile
      .get(finding.file ?? '')
      ?.find(({ codes, from, to }) => codes.includes(finding.code) && (to === Infinity || (from <= line && line <= to)));
    return match === undefined ? finding : { ...finding, suppressed: { reason: match.reason } };
  });
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Lines of the documents of each file, without gaps. */
function spansOf(documents: readonly TreeDocument[]): ReadonlyMap<string, Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { file, source } of documents) {
    const { base, text } = source.parsed;
    const lastLine = Math.max(1, source.position(Math.max(0, base + text.length - 1)).line);
    const list = spans.get(file) ?? [];
    list.push({ from: (list.at(-1)?.to ?? 0) + 1, to: lastLine });
    spans.set(file, list);
  }
  return spans;
}

function spanAt(spans: readonly Span[], line: number): Span {
  return spans.find(({ to }) => line <= to) ?? spans.at(-1) ?? { from: 1, to: Infinity };
}
