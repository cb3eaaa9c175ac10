import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError } from '../../contract/error.ts';
import { publicUrl } from '../../contract/public-url.ts';
import { download } from './fetch.ts';
import { importCrds, type ImportedCrd } from './crd.ts';
import { readSource, unreadable } from './read-source.ts';
import { writeBelow } from './write-below.ts';

/**
 * Imports the CRDs of files, folders or URLs: a schema and a type for each, below `<imports>/crds/`.
 *
 * @throws PinoutError `import-unreachable`, `path-unreadable`, `import-empty`, `crd-invalid`, `import-outside`, `path-unwritable`
 */
export async function importCrd(from: string, imports: string): Promise<ImportedCrd[]> {
  const isUrl = /^https?:\/\//.test(from);
  const texts = isUrl ? [(await download(from)).toString('utf8')] : textsOf(from);
  const crds: ImportedCrd[] = [];
  for (const text of texts) crds.push(...(await importCrds(text, from)));
  if (crds.length === 0)
    throw new PinoutError({
      code: 'import-empty',
      app: 'import',
      field: publicUrl(from),
      found: 'no CustomResourceDefinition',
      wanted: 'the YAML of at least one CustomResourceDefinition (apiextensions.k8s.io/v1)',
      fix: 'pass the file or the URL of the CRD; to import a chart, use pinout import chart',
    });
  for (const { files } of crds) for (const [name, text] of files) writeBelow(imports, 'crds', name, text);
  return crds;
}

const wanted = 'a file, a folder or a URL that can be read';

function textsOf(path: string): string[] {
  let names: readonly string[];
  try {
    names = statSync(path).isDirectory() ? readdirSync(path).filter((name) => /\.(?:ya?ml|json)$/.test(name)) : [];
    if (!statSync(path).isDirectory()) return [readSource(path, wanted).toString('utf8')];
  } catch (error) {
    if (error instanceof PinoutError) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unreadable', wanted);
  }
  return [...names].sort().map((name) => readSource(join(path, name), wanted).toString('utf8'));
}
