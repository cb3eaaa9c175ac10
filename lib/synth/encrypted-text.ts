import type { ErrorCode } from '../contract/error-codes.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PinoutError } from '../contract/error.ts';
import type { Placed } from '../manifest/manifest.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';

/**
 * The text of an encrypted Secret, as it is in its file. It is read far enough to see that it is the right Secret and that no value
 * in it is plain; it is never decrypted.
 *
 * @param folder where the app file lies
 * @throws PinoutError `sops-file-missing`, `sops-file-wrong`, `sops-file-plain`
 */
export function encryptedText({ object, from, copy }: Placed, folder: string): string {
  const path = join(folder, copy ?? '').replaceAll('\\', '/');
  const refuse = (code: ErrorCode, found: string, wanted: string, fix: string) => new PinoutError({ code, app: from, field: path, found, wanted, fix });
  const again = `delete the file and run pinout secrets add ${from === 'cluster' ? '' : from}`.trim();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refuse(
      'sops-file-missing',
      'missing',
      `the encrypted Secret ${object.metadata.namespace}/${object.metadata.name}`,
      `run pinout secrets add${from === 'cluster' ? '' : ` ${from}`}`,
    );
  }
  const value = parseYaml(text)[0]?.value;
  const { kind, metadata, sops, data, stringData } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const { name, namespace } = (metadata ?? {}) as Record<string, unknown>;
  const wanted = `the Secret ${object.metadata.namespace}/${object.metadata.name}, encrypted by SOPS except for kind and metadata`;
  if (kind !== 'Secret' || name !== object.metadata.name || namespace !== object.metadata.namespace)
    throw refuse('sops-file-wrong', 'something else', wanted, again);
  const values = [data, stringData].flatMap((map) => (typeof map === 'object' && map !== null ? (Object.values(map) as unknown[]) : []));
  // The values are not shown: they may be plain.
  if (sops === undefined || sops === null || values.length === 0 || !values.every((one) => typeof one === 'string' && /^ENC\[[\s\S]*\]$/.test(one)))
    throw refuse(
      'sops-file-plain',
      'a Secret that is not encrypted',
      wanted,
      `${again}; if the value was committed, rotate it: pinout secrets rotate ${from === 'cluster' ? 'APP' : from}`,
    );
  return text.endsWith('\n') ? text : `${text}\n`;
}
