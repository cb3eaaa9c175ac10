import type { Located } from '../contract/observed.ts';
import type { Reader } from '../manifest/reader.ts';

/** An argument of kube-apiserver: its name without dashes, and its value. */
export interface Argument {
  readonly name: string;
  readonly value: Located<string>;
  /** It was written without quotes and ends in a colon: YAML reads a map, and the program that starts kube-apiserver gets no text. */
  readonly unquoted?: { readonly at: Reader; readonly text: string };
}

/**
 * Arguments in each form in which they are written: a map of names and values (kubeadm v1beta3, Talos, k0s), a list of `name` and `value`
 * (kubeadm v1beta4), a list of texts (static pods, k3s, RKE2), one text (k3s takes a single value, too).
 */
export function argumentsIn(node: Reader): Argument[] {
  if (node.text() !== undefined) return argumentsOfTexts([node]);
  if (node.keys().length > 0) return node.entries().flatMap(([name, value]) => argument(name, value));
  const items = node.items();
  if (!items.some((item) => item.get('name').exists)) return argumentsOfTexts(items);
  return items.flatMap((item) => {
    const name = item.get('name').text();
    return name === undefined ? [] : argument(name, item.get('value'));
  });
}

/** Texts as on a command line: `--name=value`, `name=value`, or the value in the text behind `--name`. */
export function argumentsOfTexts(items: readonly Reader[]): Argument[] {
  return items.flatMap((item, index): Argument[] => {
    const text = item.text();
    if (text === undefined) return unquotedIn(item);
    const [, name, value] = /^(?:--)?([a-z][a-z0-9-]*)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined) return [{ name, value: item.located(value ?? '') }];
    const next = items[index + 1];
    const behind = next?.text();
    const [, alone] = /^--([a-z][a-z0-9-]*)$/.exec(text) ?? [];
    return alone === undefined || next === undefined || behind?.startsWith('--') !== false ? [] : [{ name: alone, value: next.located(behind) }];
  });
}

/** `- --oidc-groups-prefix=oidc:` is a map with the key `--oidc-groups-prefix=oidc`. */
export function unquotedIn(item: Reader): Required<Argument>[] {
  const [entry, ...more] = item.entries();
  if (entry === undefined || more.length > 0) return [];
  const [key, value] = entry;
  const [, name, start] = /^(?:--)?([a-zA-Z][\w.-]*)=(.*)$/s.exec(key) ?? [];
  const end = value.scalar();
  if (name === undefined || (end !== null && typeof end !== 'string' && typeof end !== 'number')) return [];
  const rest = end === null ? '' : ` ${end}`;
  return [{ name, value: item.located(`${start}:${rest}`), unquoted: { at: item, text: `${key}:${rest}` } }];
}

function argument(name: string, value: Reader): Argument[] {
  // Talos takes a list where a flag may come several times.
  const last = value.items().at(-1) ?? value;
  const scalar = last.scalar();
  return typeof scalar === 'string' || typeof scalar === 'number' || typeof scalar === 'boolean' ? [{ name, value: last.located(String(scalar)) }] : [];
}

/** Arguments that a command line of k3s or RKE2 passes on: `--kube-apiserver-arg=oidc-client-id=kubectl`. */
export function passedOn(node: Reader): Argument[] {
  const text = node.text();
  if (text?.includes('--kube-apiserver-arg') !== true) return [];
  return [...text.slice(0, 20_000).matchAll(/--kube-apiserver-arg(?:=|\s+)["']?(?:--)?([a-z][a-z0-9-]*)=([^\s"']*)/g)].map(([, name = '', value = '']) => ({
    name,
    value: node.located(value),
  }));
}
