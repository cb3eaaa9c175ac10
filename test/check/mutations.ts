import { type Document, isMap, isScalar, isSeq, parseDocument, type Scalar, visit } from 'yaml';

/** One change of one scalar of a document. */
export interface Mutation {
  /** Path of the scalar, for people. */
  readonly path: string;
  readonly kind: 'changed' | 'dropped';
  /** Text of the whole file with this one change. */
  readonly text: string;
}

const options = { version: '1.1', merge: false, uniqueKeys: false, logLevel: 'silent' } as const;

/** Another value of the same kind: what a typo or an old copy looks like. */
function other(node: Scalar): unknown {
  const { value } = node;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  if (/^https?:\/\//.test(text)) return text.replace('://', '://old-');
  return /^[a-z0-9]/i.test(text) ? `old-${text}` : `${text}x`;
}

/** Single changes of a scalar in a text: another value, and its key or item left out; every one, or one of so many scalars. */
export function mutationsOf(text: string, stride = 1): Mutation[] {
  const places: (readonly (string | number)[])[] = [];
  const document = parseDocument(text, options);
  visit(document, {
    Scalar(key, _, ancestors) {
      if (key === 'key') return;
      const path: (string | number)[] = [];
      ancestors.forEach((ancestor, index) => {
        const child = ancestors[index + 1];
        if (isMap(ancestor)) {
          const pair = child as { key: Scalar } | undefined;
          if (pair !== undefined && 'key' in pair) path.push(String(pair.key.value));
        } else if (isSeq(ancestor)) path.push(child === undefined ? Number(key) : ancestor.items.indexOf(child));
      });
      places.push(path);
    },
  });
  return places
    .filter((_, index) => index % stride === stride - 1)
    .flatMap((path) =>
      (['changed', 'dropped'] as const).flatMap((kind): Mutation[] => {
        const copy = parseDocument(text, options);
        const node = copy.getIn(path, true);
        if (!isScalar(node)) return [];
        if (kind === 'changed') node.value = other(node);
        else copy.deleteIn(path);
        return [{ path: path.join('.'), kind, text: print(copy) }];
      }),
    );
}

/** Mutations of the blueprint inside a ConfigMap, with the ConfigMap around it. */
export function blueprintMutationsOf(text: string, stride = 1): Mutation[] {
  const outer = parseDocument(text, options);
  const data = outer.get('data');
  if (!isMap(data)) return [];
  return data.items.flatMap((pair) => {
    const key = String((pair.key as Scalar).value);
    const inner = outer.getIn(['data', key]);
    if (typeof inner !== 'string' || !inner.includes('entries:')) return [];
    return mutationsOf(inner, stride).map((mutation) => {
      const copy = parseDocument(text, options);
      copy.setIn(['data', key], mutation.text);
      return { ...mutation, text: print(copy) };
    });
  });
}

const print = (document: Document): string => document.toString({ lineWidth: 0 });
