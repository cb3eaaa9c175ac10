/** What stands for a value that comes from elsewhere: templates, Grafana's and shell's expansions, tags, file paths, empty text. */
const reference = /^(?:\s*|\$__(?:file|env)\{.*\}|\$\{?\w.*|\{\{.*\}\}|!\w.*|\/[\w./-]+|(?:true|false|null|none|nil)|\$\(\w+\)|<[\w ./-]+>|%\(?\w+.*|\*+)$/is;

/** True for a text that is a value itself, and stands for no other. */
export const isValue = (text: string): boolean => !reference.test(text);

/** Ends of variables (`DB_PASS`): a chart's `existingSecret` names a Secret, a variable holds what is in it. */
const variableEnd = /(?:^|_)(?:SECRET|PASS|PWD|TOKEN|COOKIE)$/;
/** Names of Secrets as people give them; a value of this form is no secret that anybody made. */
const objectName = /^[a-z]+(?:-[a-z0-9]+)*-(?:secrets?|tls|oidc|credentials?|token|auth|\d{1,3})$/;

/** True for a variable whose name says that it holds a secret, with a text that can be one. */
export function isSecretVariable(name: string, value: string): boolean {
  if (!variableEnd.test(name) || !isValue(value) || objectName.test(value)) return false;
  // Many of these hold the cookie's name.
  return !name.endsWith('COOKIE') || value.length >= 16;
}

/** A random text: letters of both cases with digits, or long hexadecimal. Keys of widgets look so; keys of Secrets do not. */
export const isRandom = (text: string): boolean => /^(?:(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w+/=-]{20,200}|[0-9a-f]{32,128})$/.test(text);

const word = '(?:[\\w-]*[_-])?(?:password|passwd|pass|pwd|secret|token|api[_-]?key)';
const assigned = new RegExp(`(?:^|[\\s;&?,])${word}=(?:"([^"]*)"|'([^']*)'|([^\\s;&,'"]+))`, 'giu');
const flag = new RegExp(`(?:^|\\s)--?${word}(?:=|\\s+)(?:"([^"]*)"|'([^']*)'|([^\\s'"]+))`, 'giu');
const json = /"([A-Za-z][\w-]{0,60})"\s{0,4}:\s{0,4}"([^"\\]{1,400})"/gu;
const bearer = /\b(?:Bearer|Basic)\s{1,4}(?=[A-Za-z._~+/-]*[0-9=])[A-Za-z0-9._~+/-]{16,}/u;
const flagAlone = new RegExp(`^--?${word}$`, 'iu');

/** A secret inside one line of text, described; undefined when there is none. */
export function secretInside(text: string, isSecretKey: (key: string) => boolean): string | undefined {
  if (text.length > 100_000) return undefined;
  if (bearer.test(text)) return 'an Authorization header';
  for (const [what, shape] of [
    ['a password in a list of settings', assigned],
    ['a password in a command', flag],
  ] as const)
    for (const [, double, single, bare] of text.matchAll(shape)) {
      const value = double ?? single ?? bare ?? '';
      if (isValue(value) && !/^[-$`<(\\]/.test(value)) return what;
    }
  for (const [, key, value] of text.matchAll(json)) if (isSecretKey(key!) && isValue(value!)) return `a secret (${key})`;
  return undefined;
}

/** Index of an argument that follows a flag such as `--password`. */
export function secretArgument(list: readonly unknown[]): number | undefined {
  const index = list.findIndex((one, at) => {
    const next = list[at + 1];
    return typeof one === 'string' && flagAlone.test(one) && typeof next === 'string' && isValue(next) && !/^[-$]/.test(next);
  });
  return index === -1 ? undefined : index + 1;
}
