/**
 * The part of a program's text that sets up a login, as YAML with the same lines; undefined for another text. Of JavaScript and PHP that is the
 * innermost map with a client id, of Elixir the keywords around one, of XML each element that holds text.
 *
 * @example codeAsYaml('module.exports = { options: {\n  clientID: "a", // mine\n  secret: process.env.S } }')
 */
export function codeAsYaml(text: string): string | undefined {
  if (/^\s*<\?php\b/.test(text)) return mapAround(text, /client[_-]?id['"] {0,9}=>/i, '([', ')]') ?? ofAssignments(text);
  if (/^\s*<(?:\?xml\b|[A-Z]\w{0,60}>)/.test(text)) return ofXml(text);
  // A file that a script writes.
  if (/<<-?['"]?\w/.test(text)) return mapAround(text, /client_?id['"] {0,9}:/i, '{', '}');
  if (/^(?:module\.exports|export default|exports\.\w+)\b/m.test(text)) return mapAround(text, /\bclient_?id {0,9}:/i, '{', '}');
  if (/^config :\w/m.test(text)) return ofKeywords(text);
  return undefined;
}

/** `$config['oauth_client_id'] = 'mail';` is a setting of Roundcube and its like; a variable of the environment says nothing. */
const assignment =
  /^(\s{0,200}\$\w{1,60}\[['"]([\w.-]{1,100})['"]\] {0,40}= {0,9})('[^'\n]{0,500}'|"[^"\n]{0,500}"|true|false|\d{1,9}|getenv\(['"]\w{1,100}['"]\)|\$_ENV\[['"]\w{1,100}['"]\]) {0,9};/;

function ofAssignments(text: string): string | undefined {
  const lines = text.split('\n').map((line) => {
    const [, start, name, value] = assignment.exec(line) ?? [];
    return start === undefined || name === undefined || value === undefined
      ? ''
      : `${JSON.stringify(name)}: `.padEnd(start.length) + (/^[g$]/.test(value) ? '"$(code)"' : value);
  });
  return lines.some((line) => line !== '') ? lines.join('\n') : undefined;
}

/** `client_id: "events",` among its like. */
const keyword = /^(\s{1,80}\w{1,60}: {1,9})("[^"\n]{0,500}"|[^\s"][^\n]{0,500}?),?\s{0,9}$/;

/** The keywords of Elixir beside the first client id. */
function ofKeywords(text: string): string | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^\s{1,80}client_id:/.test(line) && keyword.test(line));
  if (at === -1) return undefined;
  const before = lines.slice(0, at).findLastIndex((line) => !keyword.test(line));
  const after = lines.findIndex((line, place) => place > at && !keyword.test(line));
  return lines
    .map((line, place) => {
      const [, start, value] = place > before && (after === -1 || place < after) ? (keyword.exec(line) ?? []) : [];
      return start === undefined || value === undefined ? '' : start + (value.startsWith('"') ? value : '"$(code)"');
    })
    .join('\n');
}

/** The innermost map around a word, its entries as those of YAML; everything else is blank. */
function mapAround(text: string, word: RegExp, opening: string, closing: string): string | undefined {
  const plain = withoutComments(text);
  const at = plain.search(word);
  if (at === -1) return undefined;
  const start = edge(plain, at, -1, opening, closing);
  const end = edge(plain, at, 1, closing, opening);
  if (start === -1 || end === -1) return undefined;
  const entries = withoutFunctions(plain.slice(start + 1, end)).replace(/\s=>/g, ' : ');
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  return `${blank(plain.slice(0, start))}{${withoutCalls(entries)}}`;
}

/** The beginning of a function as the value of an entry. */
const functionStart = /: ?(?:async )?(?:function\b|\w{1,60} ?=>|\([^()\n]{0,200}\) ?=>)/;

/** Functions as texts that say nothing, of as many lines as they had. */
function withoutFunctions(entries: string): string {
  const at = functionStart.exec(entries)?.index;
  if (at === undefined) return entries;
  const open = entries.indexOf('{', at);
  const end = open === -1 || entries.slice(at, open).includes('\n') ? -1 : edge(entries, open + 1, 1, '}', '{');
  if (end === -1) return entries;
  return `${entries.slice(0, at)}: "$(code)"${entries.slice(at, end).replace(/[^\n]/g, '')}${withoutFunctions(entries.slice(end + 1))}`;
}

/** Where the map ends in one direction: the first bracket that nothing inside it opened. Brackets in texts count, which addresses have none of. */
function edge(text: string, from: number, step: 1 | -1, wanted: string, other: string): number {
  let depth = 0;
  for (let at = from; at >= 0 && at < text.length; at += step) {
    if (other.includes(text[at]!)) depth += 1;
    else if (wanted.includes(text[at]!)) {
      if (depth === 0) return at;
      depth -= 1;
    }
  }
  return -1;
}

/** Comments as blanks; `//` in an address is none. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[^*]{0,5000}\*\/|(?<=[\s,;{(])\/\/[^\n]{0,500}/g, (comment) => comment.replace(/[^\n]/g, ' '));

/** An entry whose value is a call or a name of the program: `process.env.SECRET`. It says nothing. */
const value = /^(\s{0,200}(?:["'][\w.-]{1,100}["']|\w{1,100})\s{0,9}:\s{0,9})(?!["'[{\d]|true\b|false\b|null\b)([^\s,][^,\n]{0,200}?)(,?\s{0,9})$/;

const withoutCalls = (entries: string): string =>
  entries
    .split('\n')
    .map((line) => line.replace(value, (_, key: string, __, rest: string) => `${key}"$(code)"${rest}`))
    .join('\n');

/** Elements with text, or entries of Java's properties, a line each. A list of several logins is left: nobody could tell which belongs to which. */
function ofXml(text: string): string | undefined {
  if ((text.match(/<\w{0,20}ClientId>|<entry key=['"][\w.]{0,60}clientId['"]>/gi) ?? []).length !== 1) return undefined;
  const seen = new Set<string>();
  return text
    .split('\n')
    .map((line) => {
      const [, name, value] = /<(\w{1,60})>([^<>]{1,500})<\/\1>/.exec(line) ?? /<entry key=['"]([\w.]{1,60})['"]>([^<>]{1,500})<\/entry>/.exec(line) ?? [];
      if (name === undefined || value === undefined || seen.has(name)) return '';
      seen.add(name);
      return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    })
    .join('\n');
}
