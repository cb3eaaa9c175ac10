import type { Located } from '../contract/observed.ts';
import { samePlace } from '../manifest/reader.ts';
import type { AppReader, ReadEnd } from '../login/app-reader.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Manifests } from '../tree/manifests.ts';
import { readers } from './readers.ts';

/**
 * Every app's end that can be recognised in manifests, each once: what the reader of one app has read, the general ones leave out.
 *
 * @param others readers that are not of pinout; they are asked first
 */
export function readEnds(manifests: Manifests, others: readonly AppReader[] = []): readonly ReadEnd[] {
  const found: ReadEnd[] = [];
  const taken = new Set<unknown>();
  const clients = new Places();
  const known = new Set<string>();
  for (const reader of [...others, ...readers].sort((a, b) => Number(a.general ?? false) - Number(b.general ?? false)))
    for (const end of reader.read(
      manifests,
      found.map(({ end }) => end),
    )) {
      const keys = keysOf(end);
      // Settings and variables of one app in one object are one login.
      if (reader.general === true && end.protocol === 'oidc' && known.has(end.label)) continue;
      if (reader.general !== true) known.add(end.label);
      if (reader.general === true && (keys.some((key) => taken.has(key)) || placesOf(end).some((place) => clients.has(place)))) continue;
      for (const key of keys) taken.add(key);
      for (const place of placesOf(end)) clients.add(place);
      found.push({ by: reader.name, end });
    }
  return found;
}

/** What only one end can have, beside the place of its client id: its container, the host that is guarded. */
function keysOf({ container, externalHost }: LoginEnd): unknown[] {
  return [container, externalHost?.value].filter((key) => key !== undefined);
}

/**
 * Where an end has its client id; one that comes from a Secret is where it is put. In settings that no container has as variables the issuer is that of
 * one login as well, and so are the addresses that stand for it.
 */
function placesOf({ clientId, idSecret, at, issuer, endpoints, container }: LoginEnd): Located<string>[] {
  const id = clientId ?? (idSecret === undefined ? undefined : { at: at.at, value: `${idSecret.name.value} ${idSecret.key?.value ?? ''}` });
  return [id, ...(container === undefined ? [issuer, ...endpoints] : [])].filter((one) => one !== undefined);
}

/** Places of client ids: one line of a template makes several. */
class Places {
  readonly #byFile = new Map<string, Located<string>[]>();

  add(one: Located<string> | undefined): void {
    if (one === undefined) return;
    const list = this.#byFile.get(one.at.file);
    if (list === undefined) this.#byFile.set(one.at.file, [one]);
    else list.push(one);
  }

  has(one: Located<string> | undefined): boolean {
    return one !== undefined && this.#byFile.get(one.at.file)?.some(({ at, value }) => value === one.value && samePlace(at, one.at)) === true;
  }
}
