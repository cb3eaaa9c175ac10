import { delivery } from '../delivery/engine.ts';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { PinoutError } from '../contract/error.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import type { Written } from '../manifest/written.ts';
import { randomValue } from './random-value.ts';
import type { Encrypt } from './sops.ts';

/** An encrypted file that was made. */
export interface AddedFile {
  readonly cluster: string;
  readonly app: string;
  /** Path as it is shown to people. */
  readonly path: string;
}

/**
 * Makes the values of a cluster that have no file yet, each once, and encrypts it for every namespace that reads it. All files of one value are
 * encrypted before the first is written, so that a failure leaves none, or all.
 *
 * @param folder where the app file lies
 * @param wanted whether the secrets of this app are meant (`cluster`: authentik's own)
 * @throws PinoutError `sops-file-half`, and what `encrypt` refuses
 */
export function addSecrets(cluster: Cluster, folder: string, wanted: (app: string) => boolean, encrypt: Encrypt): AddedFile[] {
  const { backend, uses } = cluster.secrets;
  return uses.flatMap((use): AddedFile[] => {
    const files = wanted(use.from) ? (backend.files?.(use) ?? []).map((file) => ({ ...file, path: join(folder, file.path).replaceAll('\\', '/') })) : [];
    const there = files.filter(({ path }) => existsSync(path));
    if (there.length === files.length) return [];
    if (there.length > 0)
      throw new PinoutError({
        code: 'sops-file-half',
        app: use.from,
        field: files.find(({ path }) => !existsSync(path))!.path,
        found: `missing, although ${there[0]!.path} exists`,
        wanted: 'the same value in all namespaces that read it; pinout never decrypts, so it cannot copy the existing one',
        fix: `run pinout secrets rotate ${use.from}: it creates a new value for both ends`,
      });
    const value = randomValue();
    const texts = files.map(
      ({ path, namespace, name }) =>
        [path, encrypt(secretText(namespace, name, { ...use.ref.plainData, [use.ref.key]: value }), value, resolve(path))] as const,
    );
    for (const [path, text] of texts) writeWhole(path, text);
    return texts.map(([path]) => ({ cluster: cluster.facts.name, app: use.from, path }));
  });
}

/** The label lets Flux act when the value changes instead of at its next interval. */
function secretText(namespace: string, name: string, stringData: Readonly<Record<string, string>>): string {
  return yamlText({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { ...delivery.watched } },
    type: 'Opaque',
    stringData,
  } satisfies Written<'Secret'>);
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } finally {
    rmSync(beside, { force: true });
  }
}
