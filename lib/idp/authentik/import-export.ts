import { objectOf } from '../../contract/object-of.ts';
import { PinoutError } from '../../contract/error.ts';
import { Reader } from '../../manifest/reader.ts';
import { sourceDocuments } from '../../manifest/source.ts';
import { plainBlueprint, type PlainObject } from './plain-blueprint.ts';

/** What authentik puts into each export (authentik/blueprints/v1/labels.py). */
const generated = 'blueprints.goauthentik.io/generated';

/**
 * A blueprint that `ak export_blueprint` wrote, as one that is read here. Its objects refer to each other by their keys in the database. Undefined for
 * another text.
 *
 * @throws PinoutError `export-invalid`
 */
export function importExport(file: string, text: string): string | undefined {
  if (!text.includes('entries') || !(text.includes(generated) || /^ {0,40}pk:/m.test(text))) return undefined;
  const [source, ...more] = sourceDocuments(file, text);
  if (source === undefined) return undefined;
  const broken = source.parsed.faults.find(({ code }) => code === 'yaml-broken');
  const refuse = (found: string, fix: string): PinoutError =>
    new PinoutError({ code: 'export-invalid', app: 'adopt', field: file, found, wanted: 'the output of ak export_blueprint', fix });
  if (broken !== undefined) {
    const { line } = source.position(source.parsed.base + broken.offset);
    throw refuse(`invalid YAML at line ${line}: ${broken.message}`, 'export it again: ak export_blueprint > export.yaml, with nothing else in the file');
  }
  const root = Reader.of(source);
  const isExport = root.get('metadata', 'labels', generated).exists;
  const entries = root.get('entries').items();
  if (!isExport && !entries.some((one) => isKey(one.get('identifiers', 'pk')))) return undefined;
  const version = root.get('version').scalar();
  // It stands last: without it the file ends too early.
  if (!root.get('version').exists) throw refuse('no version', 'export it again: the file is truncated');
  if (version !== 1)
    throw refuse(`version ${JSON.stringify(version ?? null)}`, 'export it with a version of authentik that pinout supports; the version of a blueprint is 1');
  if (more.length > 0) throw refuse('several documents', 'keep one export per file');
  return plainBlueprint(
    'export',
    entries.flatMap((entry): PlainObject[] => {
      const pk = entry.get('identifiers', 'pk').scalar();
      const model = entry.get('model').text()?.toLowerCase();
      const attrs = { ...objectOf(entry.get('identifiers').value), ...objectOf(entry.get('attrs').value) };
      return model === undefined || (typeof pk !== 'string' && typeof pk !== 'number')
        ? []
        : [{ model, pk: String(pk), attrs: withRedirects({ ...(model.endsWith('.oauth2provider') ? { property_mappings: [] } : {}), ...attrs }) }];
    }),
  );
}

const isKey = (pk: Reader): boolean => pk.exists && pk.tag === undefined && (typeof pk.scalar() === 'string' || typeof pk.scalar() === 'number');

/** Before 2024.12 redirect URIs were lines of one text; an empty list means any address. */
export function withRedirects(attrs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { redirect_uris: given } = attrs;
  if (typeof given !== 'string') return attrs;
  const urls = given.split(/\s+/).filter((url) => url !== '');
  return { ...attrs, redirect_uris: urls.map((url) => ({ url, matching_mode: 'strict' })) };
}
