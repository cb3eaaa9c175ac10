import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError } from '../../contract/error.ts';
import { download } from './fetch.ts';
import { importCrds, type ImportedCrd } from './crd.ts';

/**
 * Imports the CRDs of files, folders or URLs: a schema and a type for each, below `<imports>/crds/`.
 *
 * @throws PinoutError `import-unreachable`, `path-unreadable`, `import-empty`
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
      field: from,
      found: 'no CustomResourceDefinition',
      wanted: 'the YAML of at least one CustomResourceDefinition (apiextensions.k8s.io/v1)',
      fix: 'name the file or the URL of the CRD; a chart is imported with pinout import chart',
    });
  const folder = join(imports, 'crds');
  mkdirSync(folder, { recursive: true });
  for (const { files } of crds) for (const [name, text] of files) writeFileSync(join(folder, name), text);
  return crds;
}

function textsOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [readFileSync(path, 'utf8')];
    return readdirSync(path)
      .filter((name) => /\.(?:ya?ml|json)$/.test(name))
      .sort()
      .map((name) => readFileSync(join(path, name), 'utf8'));
  } catch (error) {
    throw new PinoutError({
      code: 'path-unreadable',
      app: 'import',
      field: path,
      found: (error as NodeJS.ErrnoException).code ?? 'unreadable',
      wanted: 'a file, a folder or a URL that can be read',
      fix: 'name another path',
    });
  }
}
