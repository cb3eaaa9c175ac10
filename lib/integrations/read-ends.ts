import type { LoginEnd } from '../login/login-end.ts';
import type { Manifests } from '../tree/manifests.ts';
import { perTree } from '../tree/per-tree.ts';
import { readers } from './registry.ts';

/** One end, and the integration or reader that read it. */
export interface ReadEnd {
  readonly by: string;
  readonly end: LoginEnd;
}

/** Every app's end that can be recognised in manifests, each once: what the reader of one app has read, the general ones leave out. */
export const readEnds = perTree((manifests: Manifests): readonly ReadEnd[] => {
  const found: ReadEnd[] = [];
  const taken = new Set<unknown>();
  for (const reader of [...readers].sort((a, b) => Number(a.general ?? false) - Number(b.general ?? false)))
    for (const end of reader.read(manifests)) {
      const keys = keysOf(end);
      if (reader.general === true && keys.some((key) => taken.has(key))) continue;
      for (const key of keys) taken.add(key);
      found.push({ by: reader.name, end });
    }
  return found;
});

/** What only one end can have: its container, the place of its client id, the host that is guarded. */
function keysOf({ container, clientId, externalHost }: LoginEnd): unknown[] {
  return [container, clientId && `${clientId.at.file}:${clientId.at.line}:${clientId.at.column}`, externalHost?.value].filter((key) => key !== undefined);
}
