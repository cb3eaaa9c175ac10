/**
 * A text as CEL literal in single quotes. What a reviewer cannot see is escaped; everything else stays as it is.
 *
 * @throws TypeError for half a surrogate pair: CEL has no such text (cel-spec, "String and Bytes Values")
 * @example celText("o'neil") // "'o\\'neil'"
 */
export function celText(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new TypeError('text with half a surrogate pair has no CEL form');
  const escaped = text.replaceAll(/[\\'\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (one) => {
    if (one === '\\' || one === "'") return `\\${one}`;
    const hex = one.codePointAt(0)!.toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}

/** A literal of CEL in single or double quotes, for building patterns: its inside is the group. */
export const celLiteral = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")`;

const simple: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The text that the inside of a literal stands for. Undefined when it is none. @example textOfCel(String.raw`o\'neil`) // "o'neil" */
export function textOfCel(inside: string): string | undefined {
  let broken = false;
  const text = inside.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[xX]([0-9a-fA-F]{2})|([0-3][0-7]{2})|(.?))/gsu,
    (_, u?: string, U?: string, x?: string, o?: string, c?: string) => {
      const code = u ?? U ?? x;
      const point = code === undefined ? (o === undefined ? undefined : Number.parseInt(o, 8)) : Number.parseInt(code, 16);
      if (point !== undefined) {
        if (point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)) return String.fromCodePoint(point);
        broken = true;
        return '';
      }
      if (c !== undefined && c in simple) return simple[c]!;
      if (c !== undefined && c !== '' && String.raw`\'"?`.includes(c)) return c;
      if (c === '`') return c;
      broken = true;
      return '';
    },
  );
  return broken ? undefined : text;
}
