import { parseYaml, Tagged } from '../../../lib/manifest/parse-yaml.ts';
import type { Dialect } from '../../../lib/manifest/dialect.ts';

/** What one of the real programs made of a text: a value, or why it refused it. `strict`: what strict decoding says beside. */
export interface Answer {
  readonly json?: unknown;
  readonly error?: string;
  readonly strict?: string;
}

/** The same of our reader, in the same form. */
export function verdict(text: string, dialect: Dialect): Answer {
  const [document] = parseYaml(text, dialect);
  if (document === undefined) return { json: null };
  const { value, faults } = document;
  const broken = faults.find(
    ({ code, message }) => code === 'yaml-broken' || (dialect === 'pyyaml' && code === 'yaml-tag-unknown' && !authentiksTags.test(message)),
  );
  if (broken !== undefined) return { error: broken.message };
  const twice = faults.find(({ code }) => code === 'yaml-duplicate-key');
  return { json: plainly(value, dialect), ...(twice === undefined ? {} : { strict: twice.message }) };
}

/** Those that authentik's BlueprintLoader knows. */
const authentiksTags = /!(?:KeyOf|Find|FindObject|Env|File|Context|Format|If|Condition|Enumerate|Index|Value|AtIndex|ParseJSON) /;

function plainly(value: unknown, dialect: Dialect): unknown {
  if (Array.isArray(value)) return value.map((item) => plainly(item, dialect));
  if (value instanceof Tagged) {
    // Kubernetes has no eye for tags that are not its own.
    if (dialect === 'go') return plainly(value.value, dialect);
    if (value.tag === '!!binary') return { bytes: Buffer.from(String(value.value), 'base64').toString('base64') };
    return { [value.tag]: plainly(value.value, dialect) };
  }
  if (value instanceof Date) return { time: value.toISOString().replace('Z', '+00:00') };
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : { float: String(value).toLowerCase().replace('infinity', 'inf') };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item, dialect)]));
}

/** The answer in the form in which it is compared: the value, whatever the order of its keys, or that there is none. */
export const taken = ({ json, error }: Answer): string => (error === undefined ? JSON.stringify(sorted(JSON.parse(JSON.stringify(json ?? null)))) : 'refused');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
