const form = /\$\{[A-Za-z_][A-Za-z0-9_]*(?:\}|[:=?+/#%^,-])/;

/** Whether a text holds `${NAME}`, or is what SOPS encrypted: Flux puts the value in before the API server sees it. */
export const isSubstituted = (text: string): boolean =>
  text.startsWith('ENC[') || (text.includes('${') && text.lastIndexOf('}') > text.indexOf('${') && form.test(text));

/** Names of the fields below a value, as near as there are any, whose text Flux fills in; a value that is such a text itself has the name `self`. */
export function substitutedFields(value: unknown, name = 'self', found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (isSubstituted(value)) found.add(name);
  } else if (Array.isArray(value)) for (const one of value as unknown[]) substitutedFields(one, name, found);
  else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) substitutedFields(one, key, found);
  return found;
}
