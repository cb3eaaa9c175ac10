import type { Reader } from '../manifest/reader.ts';
import type { TreeObject } from './tree.ts';

/** Where each kind has the texts that it brings. What is encrypted or encoded is left out. */
const places: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ConfigMap: [['data']],
  Secret: [['stringData']],
  ExternalSecret: [['spec', 'target', 'template', 'data']],
  PushSecret: [['spec', 'template', 'data']],
  SealedSecret: [['spec', 'template', 'data']],
};

/** Texts that an object brings as a ConfigMap or Secret, by key: its data, or the template that an operator fills. */
export function textsOfObject({ kind, root }: TreeObject): (readonly [string, Reader])[] {
  const found = Object.hasOwn(places, kind) ? places[kind]! : [];
  return found.flatMap((path) => root.entries(...path).filter(([, node]) => node.text() !== undefined));
}
