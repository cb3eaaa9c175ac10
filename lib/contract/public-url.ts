/**
 * Text without the passwords of addresses in it: `https://user:password@host` becomes `https://…@host`. For messages, and for files that
 * are committed.
 */
export const withoutUserinfo = (text: string): string => text.replace(/:\/\/[^/?#\s@]{1,2000}@/g, '://…@');

/** An address as it may be written down: also without its query, which may carry a signature or a token. */
export const publicUrl = (text: string): string => {
  if (!/^[a-z]{1,20}:\/\//i.test(text)) return text;
  const end = text.search(/[?#]/);
  return withoutUserinfo(end === -1 ? text : text.slice(0, end));
};

/** A text that quotes something of a manifest, without the passwords that addresses, images and queries in it may carry. */
export const withoutPasswords = (text: string): string =>
  withoutUserinfo(text)
    // user:password@host/image, but not image:1.2.3@sha256:…
    .replace(/(?<![\w./:@-])[\w.+-]{1,64}:(?!\/\/)[^\s"'/@]{1,300}@(?!sha\d)(?=[\w-])/g, '…@')
    .replace(/([?&][\w-]{0,40}(?:token|key|secret|password|sig|signature)=)[^&\s"']+/gi, '$1…');
