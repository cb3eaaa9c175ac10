import { PinoutError, show } from '../contract/error.ts';
import { type Fields, object, record, text } from '../contract/shape.ts';

/** What is added to the metadata of objects. */
export interface Added {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Kinds of objects that can be given annotations and labels. */
export const markedKinds = ['Ingress', 'HTTPRoute', 'Secret', 'HelmRelease'] as const;

/** Annotations and labels of objects that pinout writes, by their kinds. Those of a Secret reach the Secret that an ExternalSecret makes. */
export type MetadataInput = { readonly [Kind in (typeof markedKinds)[number]]?: Added };

/** Annotations and labels of what is written. */
export interface MetadataOption {
  /** Annotations and labels of objects that pinout writes, by their kinds: `{ Ingress: { annotations: { … } } }`. */
  readonly metadata?: MetadataInput;
}

const added = object<Added>({ annotations: record(text), labels: record(text) });

/** Shape of the option. */
export const metadataFields: Fields<MetadataOption> = {
  metadata: object<MetadataInput>({ Ingress: added, HTTPRoute: added, Secret: added, HelmRelease: added }),
};

const key = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const label = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** @throws PinoutError `metadata-invalid` */
export function checkedMetadata(given: MetadataInput | undefined, app: string): readonly (readonly [string, Added])[] {
  const all = Object.entries(given ?? {});
  for (const [kind, one] of all)
    for (const [field, entries] of Object.entries(one as Readonly<Record<string, Readonly<Record<string, string>>>>))
      for (const [name, value] of Object.entries(entries)) {
        const refuse = (found: string, wanted: string, fix: string): PinoutError =>
          new PinoutError({ code: 'metadata-invalid', app, field: `metadata.${kind}.${field}`, found, wanted, fix });
        if (!key.test(name)) throw refuse(show(name), 'a Kubernetes key: PREFIX/NAME, or NAME', "write for example 'example.org/team'");
        if (field === 'labels' && !label.test(value))
          throw refuse(`${show(value)} for ${name}`, "a label's value: at most 63 letters, digits, '-', '_' and '.'", 'write it as an annotation');
      }
  return all;
}
