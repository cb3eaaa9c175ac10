import { textOfNotSecret } from '../compose/not-secret.ts';
import { PinoutError } from '../contract/error.ts';
import type { Manifest, Placed } from '../manifest/manifest.ts';
import { isRandom, isSecretVariable, isValue, secretArgument, secretInside } from './secret-text.ts';

/** Ends of key names whose text value is a secret: letters and digits only, lower case. Listed in docs/literal-secrets.md. */
export const secretKeys = [
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
export const secretWords = ['secret', 'token', 'pass', 'pwd', 'jwt'] as const;

/** Forms of text that are secrets under any key. */
export const secretShapes: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  'a JSON Web Token': /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/,
  'a GitHub token': /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/,
  'a GitLab token': /\bglpat-[\w-]{20,}/,
  'an AWS access key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a Slack token': /\bxox[abeoprs]-[\w-]{10,}/,
  'a Vault token': /\bhv[sbr]\.[\w-]{20,}/,
  'an age secret key': /AGE-SECRET-KEY-1[0-9A-Z]{50,}/,
  'a password hash': /\$(?:2[abxy]\$\d\d|argon2(?:id|i|d)|6|y)\$[./\w=,$+-]{20,}/,
  'a URL with a password': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]+:(?!\$)[^\s/@'"]{3,}@/i,
};

const line = /^[\s"'-]*([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?([^"'\r\n]*)/;

/** Kinds whose `secretKey` and `password` name keys and templates, never values. */
const namesOnly = /^(?:generators\.)?external-secrets\.io\//;

function isSecretKey(key: string): boolean {
  const flat = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return secretKeys.some((end) => flat.endsWith(end)) || (secretWords as readonly string[]).includes(flat);
}

/**
 * Refuses literal secrets, and takes the wrapping off texts that `notSecret` lets through.
 *
 * Only text is looked at, under keys that name a secret (also as `name`/`value` of an environment variable, and as `key = value` inside
 * longer texts), and text of a known form anywhere. The message never shows the value.
 *
 * @throws PinoutError `secret-literal`
 */
export function withoutLiteralSecrets(placed: Placed): Placed {
  const { object } = placed;
  const at = `${object.kind}/${object.metadata.name}`;
  const refuse = (path: string, what: string): PinoutError =>
    new PinoutError({
      code: 'secret-literal',
      app: placed.from,
      field: `${at} ${path}`,
      found: `${what} as plain text`,
      wanted: 'a reference: what is written here goes into git',
      fix: "put the value into a Secret and refer to it (existingSecret, envValueFrom, valuesFrom), or write notSecret(value, 'why') if it is none",
    });
  const keyed = !namesOnly.test(object.apiVersion);

  const visit = (value: unknown, path: string, key: string): unknown => {
    const allowed = textOfNotSecret(value);
    if (allowed !== undefined) return allowed;
    if (typeof value === 'string') {
      if (keyed && isSecretKey(key) && isValue(value)) throw refuse(path, 'a secret');
      if (keyed && (isSecretVariable(key, value) || (key === 'key' && isRandom(value)))) throw refuse(path, 'a secret');
      for (const [name, shape] of Object.entries(secretShapes)) if (shape.test(value)) throw refuse(path, name);
      for (const one of value.split('\n')) {
        const inside = keyed ? secretInside(one, isSecretKey) : undefined;
        if (inside !== undefined) throw refuse(path, inside);
      }
      if (keyed && value.includes('\n')) for (const one of value.split('\n')) inLine(one, path);
      return value;
    }
    if (Array.isArray(value)) {
      const argument = secretArgument(value);
      if (argument !== undefined) throw refuse(`${path}[${argument}]`, 'a secret');
      return value.map((item, index) => visit(item, `${path}[${index}]`, key));
    }
    if (typeof value !== 'object' || value === null) return value;
    const map = value as Readonly<Record<string, unknown>>;
    const variable = typeof map['name'] === 'string' && 'value' in map ? map['name'] : undefined;
    return Object.fromEntries(
      Object.entries(map).map(([name, item]) => [
        name,
        visit(item, path === '' ? name : `${path}.${name}`, variable !== undefined && name === 'value' ? variable : name),
      ]),
    );
  };
  const inLine = (text: string, path: string) => {
    const [, key, value] = line.exec(text) ?? [];
    const last = key?.split('.').at(-1);
    if (last === undefined || value === undefined || /[()[\]{}]/.test(value)) return;
    if ((isSecretKey(last) && isValue(value)) || isSecretVariable(last, value.trim()) || (last === 'key' && isRandom(value.trim())))
      throw refuse(path, `a secret (${key})`);
  };

  if (object.kind === 'Secret') for (const field of ['data', 'stringData']) refuseFilled(object, field, refuse);
  return { ...placed, object: visit(object, '', '') as Manifest };
}

/** A Secret with values in it has no place in git, whatever its keys are called. */
function refuseFilled(object: Manifest, field: string, refuse: (path: string, what: string) => PinoutError): void {
  const data = object[field];
  if (typeof data !== 'object' || data === null) return;
  for (const [key, value] of Object.entries(data)) if (value !== '' && textOfNotSecret(value) === undefined) throw refuse(`${field}.${key}`, 'a secret');
}
