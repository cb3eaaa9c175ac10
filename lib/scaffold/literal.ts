/** TypeScript that is in a literal as it is: a call such as `groups('family')`. */
export class Code {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value as a person writes it in an app file: on one line where it fits, quotes only where they are needed. Undefined fields are left out. */
export function literal(value: unknown, indent = '', width = 100): string {
  const flat = inline(value);
  if (indent.length + flat.length <= width || typeof value !== 'object' || value === null || value instanceof Code) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((one) => `${inner}${literal(one, inner, width)},\n`).join('')}${indent}]`;
  return `{\n${fields(value)
    .map(([key, one]) => `${inner}${property(key)}: ${literal(one, inner, width)},\n`)
    .join('')}${indent}}`;
}

/** A text in single quotes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  // Like Prettier: the quotes that need fewer backslashes.
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", String.raw`\'`)}'`;
}

function inline(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((one) => inline(one)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const list = fields(value);
  return list.length === 0 ? '{}' : `{ ${list.map(([key, one]) => `${property(key)}: ${inline(one)}`).join(', ')} }`;
}

const fields = (value: object): [string, unknown][] => Object.entries(value).filter(([, one]) => one !== undefined);

const property = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : quoted(key));
