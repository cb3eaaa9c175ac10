/** Plain words that are no text in YAML 1.1, as goyaml and PyYAML both have them. */
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

export const byWord: ReadonlyMap<string, boolean | null> = new Map(Object.entries(words));

/** Most plain text starts with a letter and is no word: nothing else to try. `.`, `+`, `-` and digits may start a number. */
export function mayBeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}

/** Digits and exponent of a number as a format wants them: plain between `from` and `below`, `1e+21` beyond. */
export function decimal(shortest: string, from: number, below: number): string {
  const [, sign = '', first = '', rest = '', exponent = '0'] = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(shortest) ?? [];
  const power = Number(exponent);
  const all = first + rest;
  if (power < from || power >= below)
    return `${sign}${first}${rest === '' ? '' : `.${rest}`}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${all}`;
  const whole = all.slice(0, power + 1).padEnd(power + 1, '0');
  const fraction = all.slice(power + 1);
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
