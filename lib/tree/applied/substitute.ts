import type { Node } from '../../manifest/composed.ts';
import { goScalar } from '../../manifest/go-scalar.ts';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import { externalSecret } from '../external-secret.ts';
import { isKustomizationName } from '../kustomize/kustomization-name.ts';
import { mapTexts } from '../map-texts.ts';
import { addsToAnother } from '../secret-object.ts';
import type { TreeObject } from '../tree.ts';

/** What a Flux Kustomization fills in after the build. */
export interface Substitution {
  readonly values: ReadonlyMap<string, string>;
  /** Variables that have a value which nobody can read here. */
  readonly hidden: ReadonlySet<string>;
  /** False when values come from an object whose keys are not in the tree: a default may then be outranked. */
  readonly complete: boolean;
}

/** Finds what `substituteFrom` names; an ExternalSecret where it makes the Secret. What a Kustomization applies is meant before a file of that name. */
export function substitutionSources(objects: Iterable<TreeObject>): Source {
  const maps = new Map<string, TreeObject>();
  const put = (key: string, object: TreeObject): void => {
    if (object.layer !== undefined || maps.get(key)?.layer === undefined) maps.set(key, object);
  };
  for (const object of objects) {
    const { kind, namespace } = object;
    if (kind === 'ConfigMap' || kind === 'Secret') put(`${kind} ${namespace}/${object.name}`, object);
    else if (kind === 'ExternalSecret') put(`Secret ${namespace}/${object.root.get('spec', 'target', 'name').text() ?? object.name}`, object);
  }
  return (kind, namespace, name) => maps.get(`${kind} ${namespace}/${name}`) ?? maps.get(`${kind} /${name}`);
}

type Source = (kind: string | undefined, namespace: string, name: string) => TreeObject | undefined;

/** `postBuild` of a Kustomization; undefined when it fills in nothing. Later sources win, and `substitute` outranks them all. */
export function substitutionOf(by: TreeObject, source: Source): Substitution | undefined {
  const post = by.root.get('spec', 'postBuild');
  const [from, inline] = [post.get('substituteFrom').items(), post.get('substitute').entries()];
  if (from.length === 0 && inline.length === 0) return undefined;
  const values = new Map<string, string>();
  const hidden = new Set<string>();
  let complete = true;
  const put = (name: string, value: unknown): void => {
    const text = value === null ? '' : typeof value === 'object' || value === undefined ? undefined : String(value);
    // What SOPS encrypted is known in the cluster alone.
    if (text === undefined || text.startsWith('ENC[')) hidden.add(name);
    else {
      hidden.delete(name);
      values.set(name, text);
    }
  };
  for (const one of from) {
    const map = source(one.get('kind').text(), by.namespace, one.get('name').text() ?? '');
    if (map?.kind === 'ConfigMap') for (const [name, value] of map.root.get('data').entries()) put(name, value.scalar());
    else {
      // Of a Secret the keys are enough to tell which defaults count, and what an earlier ConfigMap says in vain: placeholders for a build without secrets.
      const keys = map === undefined ? undefined : keysOf(map);
      if (keys === undefined) complete = false;
      else
        for (const name of keys) {
          hidden.add(name);
          values.delete(name);
        }
    }
  }
  for (const [name, value] of inline) put(name, value.scalar());
  return { values, hidden, complete };
}

function keysOf(secret: TreeObject): Iterable<string> | undefined {
  if (addsToAnother(secret)) return undefined;
  if (secret.kind === 'ExternalSecret') return externalSecret(secret, () => undefined).keys;
  const keys = ['data', 'stringData'].flatMap((field) => secret.root.get(field).keys());
  return keys.length === 0 ? undefined : keys;
}

/** Objects that say so are left as they are. */
export const isExempt = ({ root }: TreeObject): boolean =>
  ['annotations', 'labels'].some((field) => root.get('metadata', field, 'kustomize.toolkit.fluxcd.io/substitute').text() === 'disabled');

/**
 * Whether a value of a Secret stands in base64 where Flux fills in the text of the built YAML (fluxcd/pkg, kustomize/kustomize_varsub.go): what kustomize
 * generates, and what somebody encoded.
 */
export const isEncoded = ({ kind, file, encoded }: TreeObject, key: string): boolean =>
  kind === 'Secret' && (isKustomizationName(file) || encoded?.has(key) === true);

/** A node with its variables filled in; the same node when it holds none. */
export const substituted = (node: Node, substitution: Substitution): Node =>
  mapTexts(node, { mark: '${', change: (text) => filledIn(text, substitution), value: (before, after) => (isPlain(before) ? scalarOf(after) : after) });

/**
 * Flux fills in the text of the built YAML: what kustomize writes without quotes becomes a number or a truth when the value looks like one
 * (fluxcd/flux2#1776).
 */
const isPlain = (text: string): boolean => /^[$a-zA-Z0-9./_](?:[^\n#:]|:(?! |$))*$/.test(text) && !text.endsWith(' ');

/** Quotes around a default become those of the YAML, in which a new line is a blank: `${ID:-"${APP}"}`. */
const scalarOf = (text: string): unknown => {
  const [, double, single] = /^(?:"([^"\\]*)"|'([^']*)')$/.exec(text) ?? [];
  return (double ?? single)?.replaceAll(/\n\s*/g, ' ') ?? listOf(text) ?? goScalar(text);
};

/** A list or map in one line is one in the built YAML too: `redirectUrl: ${REDIRECTS}`. */
function listOf(text: string): unknown {
  if (!/^(?:\[.*\]|\{[^{].*\})$/.test(text)) return undefined;
  const [one] = parseYaml(text);
  return one?.faults.length === 0 ? one.value : undefined;
}

const variable = /^([_a-zA-Z][_a-zA-Z0-9]*)(?:(:[-=]|=)([\s\S]*))?$/;

/** A text with the variables that are known; the others stay as they are written. */
export function filledIn(text: string, substitution: Substitution): string {
  if (!text.includes('${')) return text;
  let result = '';
  for (let at = 0; at < text.length;) {
    const start = text.indexOf('${', at);
    if (start === -1) return result + text.slice(at);
    const end = endOf(text, start + 2);
    if (end === -1) return result + text.slice(at);
    // `$${` is how Flux writes a `${` that stays.
    const isEscaped = start > at && text[start - 1] === '$';
    const [, name, operator, rest = ''] = isEscaped ? [] : (variable.exec(text.slice(start + 2, end)) ?? []);
    const value = name === undefined ? undefined : substitution.values.get(name);
    const isEmpty = value === '' && operator?.startsWith(':') === true;
    result += text.slice(at, start);
    if (value !== undefined && !isEmpty) result += value;
    else if (operator === undefined) result += text.slice(start, end + 1);
    else if (isEmpty || (substitution.complete && !substitution.hidden.has(name!))) result += filledIn(rest, substitution);
    // The same variable is another one where its default is another: `${HOST:=${APP}}`.
    else result += `\${${name}${operator}${filledIn(rest, substitution)}}`;
    at = end + 1;
  }
  return result;
}

function endOf(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length && at - from < 10_000; at++) {
    if (text[at] === '}') depth -= 1;
    else if (text[at] === '{' && text[at - 1] === '$') depth += 1;
    if (depth === 0) return at;
  }
  return -1;
}
