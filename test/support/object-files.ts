import { createHash } from 'node:crypto';
import { compareText } from '../../lib/contract/access.ts';
import type { Manifest } from '../../lib/manifest/manifest.ts';

/** Longest name without `.yaml`. File systems take 255 bytes, archives and Windows less. */
const longest = 200;

/** What every file system takes, and kustomize does not take for an address. */
const safe = (text: string): string => text.replace(/[^A-Za-z0-9._-]/g, '-');
const cut = (text: string): string => text.slice(0, longest);
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const identity = ({ apiVersion, kind, metadata }: Manifest): string => [apiVersion, kind, metadata.namespace ?? '', metadata.name].join('\0');

/** From short to certain: `<kind>-<name>`, with the namespace, with the API group, and with a hash of all of them. */
const forms: readonly ((object: Manifest) => string)[] = [
  ({ kind, metadata }) => safe(`${kind.toLowerCase()}-${metadata.name}`),
  ({ kind, metadata }) => safe(`${kind.toLowerCase()}-${metadata.namespace ?? 'cluster'}-${metadata.name}`),
  ({ apiVersion, kind, metadata }) => safe(`${kind.toLowerCase()}-${metadata.namespace ?? 'cluster'}-${metadata.name}-${apiVersion.split('/')[0] ?? ''}`),
  (object) => `${cut(safe(`${object.kind.toLowerCase()}-${object.metadata.name}`))}-${hash(identity(object))}`,
];

/**
 * A file name for each object of a folder. No two are the same, on file systems that tell `A` from `a` and on those that do not, and none depends on
 * the order of the objects.
 *
 * @param objects objects of different identities, whose parts the API server takes
 */
export function objectFiles(objects: readonly Manifest[]): Map<Manifest, string> {
  const names = new Map<Manifest, string>();
  const taken = new Set<string>();
  let rest = [...objects].sort((a, b) => compareText(identity(a), identity(b)));
  forms.forEach((form, step) => {
    const last = step === forms.length - 1;
    const wanted = rest.map((object) => ({ object, name: form(object) }));
    const count = new Map<string, number>();
    for (const { name } of wanted) count.set(name.toLowerCase(), (count.get(name.toLowerCase()) ?? 0) + 1);
    rest = wanted.flatMap(({ object, name }) => {
      const key = name.toLowerCase();
      if (!last && (count.get(key)! > 1 || taken.has(key) || name.length > longest)) return [object];
      taken.add(key);
      names.set(object, `${name}.yaml`);
      return [];
    });
  });
  return names;
}
