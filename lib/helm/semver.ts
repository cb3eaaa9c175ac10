/** Numbers of a version, and whether it is one before a release: `v1.30.1-rc.1`. */
function numbers(text: string): { readonly parts: readonly number[]; readonly isEarly: boolean } | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[\w.-]+)?(?:\+[\w.-]+)?$/.exec(text.trim());
  return match === null ? undefined : { parts: [1, 2, 3].map((index) => Number(match[index] ?? 0)), isEarly: match[4] !== undefined };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) if (one !== b[index]) return one - (b[index] ?? 0);
  return 0;
}

/** Whether a version meets a constraint of Masterminds/semver; undefined for a form that is not understood. */
export function semverMeets(constraint: string, version: string): boolean | undefined {
  const own = numbers(version);
  if (own === undefined) return undefined;
  let isKnown = true;
  const close = constraint.replaceAll(/([<>=~^!])\s{1,9}/g, '$1');
  const meets = close.split('||').some((all) =>
    all
      .split(/[,\s]/)
      .filter((one) => one !== '')
      .every((one) => {
        const met = meetsOne(one, own);
        if (met === undefined) isKnown = false;
        return met === true;
      }),
  );
  return isKnown ? meets : undefined;
}

function meetsOne(text: string, { parts, isEarly }: { readonly parts: readonly number[]; readonly isEarly: boolean }): boolean | undefined {
  const [, sign = '', given = ''] = /^(>=|=>|<=|=<|!=|~>|>|<|=|~|\^)?(.*)$/.exec(text) ?? [];
  const [main = '', ...early] = given.split('-');
  const words = main.replace(/^v/, '').split('.');
  if (words.some((word) => !/^(?:\d+|[xX*])$/.test(word)) || words.length > 3) return undefined;
  const firm = words.findIndex((word) => !/^\d+$/.test(word));
  const known = firm === -1 ? words.length : firm;
  // A version before a release meets only constraints that name one.
  if (isEarly && early.length === 0) return false;
  if (isEarly || (early.length > 0 && early.join('-') !== '0')) return undefined;
  const wanted = [0, 1, 2].map((index) => (index < known ? Number(words[index]) : 0));
  const order = compare(parts, wanted);
  const isWithin = (count: number): boolean => parts.slice(0, count).every((one, index) => one === wanted[index]);
  if (sign === '>=' || sign === '=>') return order >= 0;
  if (sign === '<') return order < 0;
  if (sign === '>') return known < 3 ? order > 0 && !isWithin(known) : order > 0;
  if (sign === '<=' || sign === '=<') return order <= 0 || (known < 3 && isWithin(known));
  if (sign === '!=') return !isWithin(known);
  if (sign === '~' || sign === '~>') return order >= 0 && isWithin(Math.min(known, 2));
  if (sign === '^') {
    const leading = wanted.findIndex((one) => one !== 0);
    return order >= 0 && isWithin(leading === -1 ? known : Math.min(leading + 1, 3));
  }
  return isWithin(known);
}
