import type { Reader } from '../../manifest/reader.ts';

/** kustomize reads its file as encoding/json does, which takes `patchesJSON6902` for `patchesJson6902` (api/types/kustomization.go, Unmarshal). */
export function inAnyCase(part: Reader, name: string): Reader {
  const exact = part.get(name);
  return exact.exists ? exact : part.get(part.keys().find((key) => key.toLowerCase() === name.toLowerCase()) ?? name);
}
