/** Which reader's rules plain scalars follow. */
export type Dialect = 'go' | 'pyyaml';

const words: Readonly<Record<string, boolean | null>> = {
  '': null,
  '~': null,
  null: null,
  Null: null,
  NULL: null,
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
  yes: true,
  Yes: true,
  YES: true,
  no: false,
  No: false,
  NO: false,
  on: true,
  On: true,
  ON: true,
  off: false,
  Off: false,
  OFF: false,
};
const byWord = new Map(Object.entries(words));
const goFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const goInteger = /^[-+]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|[1-9][0-9_]*|0)$/;
const pyInteger = /^[-+]?(?:0b[01_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+)$/;
const pyFloat = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const pySexagesimal = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const pyDate = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]/;

/**
 * What a plain scalar is. `go`: sigs.k8s.io/yaml, which kubectl, Flux and kustomize share (YAML 1.1 words and octals; a date is text).
 * `pyyaml`: authentik's reader of blueprints.
 */
export function plainScalar(text: string, dialect: Dialect): string | number | boolean | null | Date {
  const first = text.charCodeAt(0);
  // Most plain text starts with a letter and is no word: nothing else to try. `.`, `+`, `-` and digits may start a number.
  const mayBeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!mayBeNumber) {
    if (text.length > 5) return text;
    const word = byWord.get(text);
    if (word !== undefined) return word;
    if (dialect === 'go' && text.length === 1) {
      if (text === 'y' || text === 'Y') return true;
      if (text === 'n' || text === 'N') return false;
    }
    return text;
  }
  return dialect === 'go' ? goNumber(text) : pyNumber(text);
}

function goNumber(text: string): string | number {
  if (goInteger.test(text)) return integer(text);
  if (goFloat.test(text)) return Number(text);
  return infinity(text) ?? text;
}

function pyNumber(text: string): string | number | Date {
  if (pyInteger.test(text)) return integer(text);
  if (pyFloat.test(text)) return Number(text.replaceAll('_', ''));
  if (pySexagesimal.test(text)) return text.split(':').reduce((total, part) => total * 60 + Math.abs(Number(part.replaceAll('_', ''))), 0);
  if (pyDate.test(text)) return new Date(text);
  return infinity(text) ?? text;
}

function infinity(text: string): number | undefined {
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? NaN : undefined;
}

function integer(text: string): number {
  const digits = text.replaceAll('_', '').replace(/^[-+]/, '');
  const value = /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits);
  return text.startsWith('-') ? -value : value;
}
