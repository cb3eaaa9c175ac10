import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Syntax that JavaScript and RE2 read differently, or only one of them knows: groups other than `(?:`, classes by name, anchors of Go. */
const goOnly = /\(\?(?!:)|\[\[:|\\[pPzAQEC0-9]/;
const longest = 1_000;
const printable = /^[\x20-\x7e]*$/;

/**
 * A test by Go's regular expressions, which the API server uses. For printable ASCII the two languages agree on their common syntax, and
 * JavaScript's own engine is faster; everything else goes to RE2. So does every pattern that is not ours, and every long text: in
 * JavaScript's engine a pattern such as `^(a+)+$` never ends.
 *
 * @returns nothing for a pattern that Go does not compile
 */
export function goPattern(source: string, isOurs: boolean): ((text: string) => boolean) | undefined {
  let native: RegExp | undefined;
  if (isOurs && !goOnly.test(source)) {
    try {
      native = new RegExp(source, 'u');
    } catch {
      // An escape that only Go accepts.
    }
  }
  let slow: ((text: string) => boolean) | null | undefined;
  const compiled = (): typeof slow => {
    if (slow === undefined) slow = re2(source) ?? null;
    return slow;
  };
  if (native === undefined && compiled() === null) return undefined;
  return (text) => {
    if (native !== undefined && text.length <= longest && printable.test(text)) return native.test(text);
    const test = compiled();
    return test === null || test === undefined ? native!.test(text) : test(text);
  };
}

function re2(source: string): ((text: string) => boolean) | undefined {
  const { RE2JS } = require('re2js') as typeof import('re2js');
  try {
    const compiled = RE2JS.compile(source);
    return (text) => compiled.matcher(text).find();
  } catch {
    return undefined;
  }
}
