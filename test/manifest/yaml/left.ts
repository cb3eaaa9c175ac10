import type { Dialect } from '../../../lib/manifest/dialect.ts';

/** Where our reader does not say what the program says, and why that stays. */
export const left: readonly { readonly text: string; readonly dialect: Dialect; readonly why: string }[] = [
  { text: '{"a": "b\\/c"}\n', dialect: 'go', why: 'kubectl and Flux read JSON as JSON, which has escapes that goyaml does not know' },
  { text: '{"a": "\\ud83d\\ude00"}\n', dialect: 'go', why: 'as above' },
  { text: 'a: &a {<<: *a}\n', dialect: 'pyyaml', why: 'a map inside itself: nothing that reads it further comes to an end' },
  { text: 'a: !!merge <<\n', dialect: 'pyyaml', why: 'nobody writes this as a value' },
  { text: '1: a\n1.0: b\n', dialect: 'pyyaml', why: 'Python takes 1 and 1.0 for one key; the text of both is kept' },
];

/** Two keys that become one in JSON: which value stays is the order of a Go map, another one at each run. */
export const byChance: ReadonlySet<string> = new Set(['1: a\n"1": b\n', '1: a\n1.0: b\n', 'true: a\n"true": b\n']);

/**
 * Texts about which strict decoding says something else than `yaml-duplicate-key`. Strict decoding also calls a key twice that comes by `<<`,
 * which kustomize, kubectl and kube-apiserver's JSON all take; and it does not see that two keys become one in JSON.
 */
export const isStrictAlone = (text: string): boolean => text.includes('<<') || byChance.has(text);
