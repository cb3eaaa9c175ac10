/**
 * A text that nobody can tell from the files: the name of a release that nothing names, something random, an encrypted value. It goes through a template as
 * what it is called, between two characters of private use, and comes out as `${NAME}`, which is equal to itself alone.
 */
const [open, close] = ['\uE000', '\uE001'];
const marked = /\uE000([^\uE000\uE001]*)\uE001/g;

export const opaque = (name: string): string => `${open}${name.replaceAll(/[\uE000\uE001]/g, '')}${close}`;

export const isOpaque = (text: string): boolean => text.includes(open);

/** A text with its opaque parts as variables. */
export const shown = (text: string): string =>
  text.includes(open) ? text.replaceAll(marked, (_, name: string) => `\${${name.replaceAll(/[{}"'\n#]|:(?=\s|$)/g, '_')}}`) : text;

/** What Flux fills in before Helm sees a value is opaque to a template too. */
export const hidden = (text: string): string => text.replaceAll(/\$\{([^{}]{1,200})\}/g, (_, name: string) => opaque(name));
