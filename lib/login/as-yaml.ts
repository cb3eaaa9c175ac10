import { isJson } from '../manifest/is-json.ts';
import { codeAsYaml } from './code-as-yaml.ts';
import { iniAsYaml } from './ini-as-yaml.ts';

/**
 * A settings text as YAML reads it, each character where it was: templates without quotes get some, lines of a template alone become comments, and of
 * Python and Ruby only the list with the login is left.
 */
export function asYaml(text: string): string {
  const list = /(?:OAUTH2_CONFIG|omniauth_providers'\]|omniauth_providers"\])\s*=\s*(?=\[)/.exec(text);
  // pgAdmin's image takes a setting of Python from a variable: the text is the list alone.
  const start = list === null ? (/^\s*\[.*\bos\.(?:environ|getenv)/s.test(text) ? text.indexOf('[') : undefined) : list.index + list[0].length;
  const own = start === undefined ? (codeAsYaml(text) ?? iniAsYaml(text) ?? text) : listAt(text, start);
  if (own.trimStart().startsWith('{') && isJson(own)) return own;
  return own
    .split('\n')
    .map((line) => quoteTemplates(line))
    .join('\n');
}

/** A list of Python or Ruby with blanks around it. */
function listAt(text: string, start: number): string {
  let depth = 0;
  let quote = '';
  let end = start;
  for (; end < text.length; end += 1) {
    const character = text[end]!;
    if (quote !== '') {
      if (character === '\\') end += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('[{('.includes(character)) depth += 1;
    else if (']})'.includes(character) && (depth -= 1) === 0) break;
  }
  const list = text
    .slice(start, end + 1)
    .replace(/os\.(?:environ(?:\.get)?|getenv)[([][^\])]{0,200}[\])]|ENV\[[^\]]{0,200}\]/g, (call) => `"$(${'_'.repeat(call.length - 5)})"`);
  // Ruby's `name => value`, and its symbols.
  const pairs = list.replace(/\s=>/g, ' : ').replace(/(?<=[[{,\s]):(\w+)(?=\s*:)/g, ' $1');
  return text.slice(0, start).replace(/[^\n]/g, ' ') + pairs;
}

/**
 * Inside a text in double quotes a template's own quotes end the text. A literal in an action may hold braces: `{{"{{"}}`.
 */
function withoutQuotes(line: string): string {
  let text = '';
  let at = 0;
  let around = '';
  for (let open = line.indexOf('{{'); open !== -1; open = line.indexOf('{{', at)) {
    around = quoteAfter(line.slice(at, open), around);
    let end = open + 2;
    for (let quote = ''; end < line.length && !(quote === '' && line.startsWith('}}', end)); end++) {
      const character = line[end]!;
      if (quote === '' && (character === '"' || character === '`')) quote = character;
      else if (character === quote) quote = '';
    }
    if (end >= line.length) break;
    const action = line.slice(open, end);
    text += line.slice(at, open) + (around === '"' ? action.replaceAll('"', "'") : action);
    at = end;
  }
  return text + line.slice(at);
}

/** The quote that a place is in, behind a part of a line that began in another. An apostrophe inside a word is none. */
function quoteAfter(part: string, before: string): string {
  let quote = before;
  for (let at = 0; at < part.length; at++) {
    const character = part[at]!;
    if (quote === '"' && character === '\\') at++;
    else if (quote === '' ? character === '"' || (character === "'" && /[\s,:[{(]/.test(part[at - 1] ?? ' ')) : character === quote)
      quote = quote === '' ? character : '';
  }
  return quote;
}

/** `key: {{ .id }}` is a map of a map in YAML, and a template when somebody fills it in first. */
function quoteTemplates(line: string): string {
  if (!line.includes('{{')) return line;
  const words = line.trim();
  if (words.startsWith('{{') && words.endsWith('}}')) return line.replace('{', '#');
  return withoutQuotes(line).replace(
    /(?<=[:,[-] {0,9})\{\{([^}]{0,400})\}\}(?= {0,9}(?:\r?$|[,\]}#]))/g,
    (_, inner: string) => `"{{${inner.slice(1, -1).replace(/["\\]/g, "'")}}}"`,
  );
}
