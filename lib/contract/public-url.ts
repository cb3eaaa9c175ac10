/**
 * Text without the passwords of addresses in it: `https://user:password@host` becomes `https://…@host`. For messages, and for files that
 * are committed.
 */
export const withoutUserinfo = (text: string): string => text.replace(/:\/\/[^/?#\s@]*@/g, '://…@');

/** An address as it may be written down: also without its query, which may carry a signature or a token. */
export const publicUrl = (text: string): string => (/^[a-z]+:\/\//i.test(text) ? withoutUserinfo(text).replace(/[?#].*$/s, '') : text);
