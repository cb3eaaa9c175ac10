import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A secret value: 64 letters and digits, about 381 bits. No symbols, so that it means the same in a URL, a form, a shell and YAML;
 * authentik takes client secrets up to 255 and PostgreSQL passwords up to 99 characters.
 */
export function randomValue(length = 64): string {
  let value = '';
  while (value.length < length)
    // Bytes above the last whole multiple are thrown away: every character is equally likely.
    for (const byte of randomBytes(length)) if (byte < 248 && value.length < length) value += alphabet[byte % 62]!;
  return value;
}
