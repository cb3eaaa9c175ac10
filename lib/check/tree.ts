import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../contract/access.ts';
import { PinoutError } from '../contract/error.ts';
import { Reader } from '../manifest/reader.ts';
import { sourceDocuments } from '../manifest/source.ts';

/** One Kubernetes object of a tree of manifests. */
export interface TreeObject {
  readonly root: Reader;
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What lies below some paths: objects, and pages that say what else has to be there. */
export interface Tree {
  readonly objects: readonly TreeObject[];
  readonly pages: readonly { readonly file: string; readonly text: string }[];
  readonly documents: number;
  /** Documents that are no YAML. */
  readonly broken: readonly { readonly file: string; readonly line: number; readonly column: number; readonly message: string }[];
}

/**
 * Reads every YAML file and README below some paths, in order of their names. `manual` folders and hidden ones are left out: Flux does not
 * apply them. What is no Kubernetes object is counted and skipped.
 *
 * @throws PinoutError `path-unreadable`
 */
export function readTree(paths: readonly string[]): Tree {
  const objects: TreeObject[] = [];
  const pages: { file: string; text: string }[] = [];
  const broken: { file: string; line: number; column: number; message: string }[] = [];
  let documents = 0;
  for (const file of paths.flatMap(filesBelow)) {
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('.md')) {
      pages.push({ file, text });
      continue;
    }
    for (const document of sourceDocuments(file, text)) {
      documents += 1;
      const [error] = document.document.errors;
      if (error !== undefined) {
        const { line, col } = document.lines.linePos(error.pos[0]);
        broken.push({ file, line, column: col, message: error.message.split('\n')[0] ?? error.code });
        continue;
      }
      const root = Reader.of(document);
      const kind = root.get('kind').text();
      const name = root.get('metadata', 'name').text();
      if (kind !== undefined && name !== undefined) objects.push({ root, file, kind, namespace: root.get('metadata', 'namespace').text() ?? '', name });
    }
  }
  return { objects, pages, documents, broken };
}

function filesBelow(path: string): string[] {
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (error) {
    throw new PinoutError({
      code: 'path-unreadable',
      app: 'check',
      field: path,
      found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
      wanted: 'a file or folder that can be read',
      fix: 'run npm run synth first, or name another path',
    });
  }
  if (!isFolder) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'manual' && entry.name !== 'node_modules')
    .sort((a, b) => compareText(a.name, b.name))
    .flatMap((entry) => {
      const full = `${path.replace(/\/$/, '')}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(full);
      return /\.ya?ml$/.test(entry.name) || entry.name === 'README.md' ? [join(full)] : [];
    });
}
