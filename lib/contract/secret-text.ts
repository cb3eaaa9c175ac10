import { plainName } from './plain-name.ts';

/** Ends of key names whose text value is a secret: letters and digits only, lower case. Listed in docs/literal-secrets.md. */
const secretKeys = [
  'password',
  'passwd',
  'passphrase',
  'clientsecret',
  'secretkey',
  'apikey',
  'apitoken',
  'admintoken',
  'accesstoken',
  'bearertoken',
  'authtoken',
  'refreshtoken',
  'privatekey',
  'accesskey',
  'encryptionkey',
  'credentials',
] as const;

/** Whole key names of that kind. */
const secretWords = ['secret', 'token', 'pass', 'pwd', 'jwt'] as const;

/** Forms of text that are secrets under any key. */
const secretShapes: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  'a JSON Web Token': /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/,
  'a GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/,
  'a GitLab token': /\bglpat-[\w-]{20,}/,
  'an AWS access key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a Slack token': /\bxox[abeoprs]-[\w-]{10,}/,
  'a Vault token': /\bhv[sbr]\.[\w-]{20,}/,
  'an age secret key': /AGE-SECRET-KEY-1[0-9A-Z]{50,}/,
  'a password hash': /\$(?:2[abxy]\$\d\d|argon2(?:id|i|d)|6|y)\$[./\w=,$+-]{20,}/,
  'a URL with a password': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]+:(?!\$|\{[A-Z_]+\}@)[^\s/@'"]{3,}@/i,
};

/**
 * What each of those forms begins with or has inside, and so do the texts that name a secret. Almost no text of a cluster has any of it, and one
 * look for all of them costs less than a look for each.
 */
const shapeHint = /PRIVATE KEY|eyJ|gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|xox|hv[sbr]\.|AGE-SECRET|\$(?:2|argon|6|y)|:\/\//;
const nameHint = /pass|pwd|secret|token|api[_-]?key|bearer|basic|"/iu;

/** What stands for a value that comes from elsewhere: templates, Grafana's and shell's expansions, tags, file paths, authentik's `file://` and `env://`, empty text. */
const reference =
  /^(?:\s*|\$__(?:file|env)\{.*\}|\$\{?\w.*|\{\{.*\}\}|!\w.*|(?:file:\/\/|env:\/)?\/[\w./-]+|(?:true|false|null|none|nil)(?:\s+#.*)?|\$\(\w+\)|<[\w ./-]+>|%\(?\w+.*|\*+)$/is;

/** True for a text that is a value itself, and stands for no other. */
const isValue = (text: string): boolean => !reference.test(text);

/** Ends of variables (`DB_PASS`): a chart's `existingSecret` names a Secret, a variable holds what is in it. */
const variableEnd = /(?:^|_)(?:SECRET|PASS|PWD|TOKEN|COOKIE)$/;
/** Names of Secrets as people give them; a value of this form is no secret that anybody made. */
const objectName = /^[a-z]+(?:-[a-z0-9]+)*-(?:secrets?|tls|oidc|credentials?|token|auth|\d{1,3})$/;

/** True for a key that names a secret, however it is written. */
function isSecretKey(key: string): boolean {
  const flat = plainName(key);
  return secretKeys.some((end) => flat.endsWith(end)) || (secretWords as readonly string[]).includes(flat);
}

/** True for a variable whose name says that it holds a secret, with a text that can be one. */
function isSecretVariable(name: string, value: string): boolean {
  if (!variableEnd.test(name) || !isValue(value) || objectName.test(value)) return false;
  // Many of these hold the cookie's name.
  return !name.endsWith('COOKIE') || value.length >= 16;
}

/** A random text: letters of both cases with digits, or long hexadecimal. Keys of widgets look so; keys of Secrets do not. */
const isRandom = (text: string): boolean =>
  // The length first: the expression looks through a whole file for a digit.
  text.length >= 20 && text.length <= 200 && /^(?:(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)[\w+/=-]{20,200}|[0-9a-f]{32,128})$/.test(text);

const word = '(?:[\\w-]*[_-])?(?:password|passwd|pass|pwd|secret|token|api[_-]?key)';
const named = `(${word})`;
const assigned = new RegExp(`(?:^|[\\s;&?,])${named}=(?:"([^"]*)"|'([^']*)'|([^\\s;&,'"]+))`, 'giu');
const flag = new RegExp(`(?:^|\\s)--?${named}(?:=|\\s+)(?:"([^"]*)"|'([^']*)'|([^\\s'"]+))`, 'giu');
const json = /"([A-Za-z][\w-]{0,60})"\s{0,4}:\s{0,4}"([^"\\]{1,400})"/gu;
const bearer = /\b(?:Bearer|Basic)\s{1,4}(?=[A-Za-z._~+/-]*[0-9=])[A-Za-z0-9._~+/-]{16,}/u;
const flagAlone = new RegExp(`^--?${word}$`, 'iu');

/** A secret inside one line of text, described; undefined when there is none. */
function secretInside(text: string, plausible: Plausible): string | undefined {
  if (bearer.test(text)) return 'an Authorization header';
  for (const [what, shape] of [
    ['a password in a list of settings', assigned],
    ['a password in a command', flag],
  ] as const)
    for (const [, key = '', double, single, bare] of text.matchAll(shape)) {
      const value = double ?? single ?? bare ?? '';
      if (isValue(value) && !/^[-$`<(\\]/.test(value) && plausible(key, value)) return what;
    }
  for (const [, key = '', value = ''] of text.matchAll(json)) if (isSecretKey(key) && isValue(value) && plausible(key, value)) return `a secret (${key})`;
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

const line = /^[\s"'-]*([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?([^"'\r\n]*)/;

/** A secret of a known form anywhere in a text, described. */
export const secretShape = (text: string): string | undefined =>
  shapeHint.test(text) ? first(text.split('\n').flatMap(pieces), (piece) => shapes.find(([, shape]) => shape.test(piece))?.[0]) : undefined;

const shapes = Object.entries(secretShapes);

/** Long lines are looked at in overlapping pieces: some of these expressions take more time than a text has characters. */
function pieces(line: string): readonly string[] {
  if (line.length <= 4000) return [line];
  return Array.from({ length: Math.ceil(line.length / 3500) }, (_, index) => line.slice(index * 3500, index * 3500 + 4000));
}

/** Whether a text under a key can be the secret itself, for readers who must not be wrong. */
export type Plausible = (key: string, value: string) => boolean;

const always: Plausible = () => true;

/** A secret that a text is, or holds, under a key or as a variable of that name: described, never shown. */
export function secretUnder(key: string, text: string, plausible: Plausible = always): string | undefined {
  if (isSecretName(key, text, plausible)) return 'a secret';
  return (
    secretShape(text) ??
    (nameHint.test(text) ? first(text.split('\n').flatMap(pieces), (piece) => secretInside(piece, plausible)) : undefined) ??
    (text.includes('\n') ? first(text.split('\n'), (one) => secretOfLine(one, plausible)) : undefined)
  );
}

/** True for a text that is a secret because of its key. */
export const isSecretName = (key: string, text: string, plausible: Plausible = always): boolean =>
  ((isSecretKey(key) && isValue(text)) ||
    isSecretVariable(key, text) ||
    (/(?:^|_)key$/i.test(key.slice(-20)) && !/(?:public|site)_key$/i.test(key.slice(-20)) && isRandom(text))) &&
  plausible(key, text);

/** `key = value` or `key: value` on a line of a longer text. */
function secretOfLine(text: string, plausible: Plausible): string | undefined {
  const [, key, value] = line.exec(text.slice(0, 4000)) ?? [];
  const last = key?.split('.').at(-1);
  if (last === undefined || value === undefined || /[()[\]{}]/.test(value)) return undefined;
  return isSecretName(last, value.trim(), plausible) ? `a secret (${key})` : undefined;
}

function first(lines: readonly string[], find: (line: string) => string | undefined): string | undefined {
  for (const one of lines) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
