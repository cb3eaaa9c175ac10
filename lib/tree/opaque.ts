/**
 * Parts of a text that the cluster, Flux or a template fills in: `${VAR}`, `$VAR`, `$(VAR)`, `$__env{VAR}`, `{{ template }}`, and texts that are a reference
 * or encrypted as a whole. Traefik fills in `urn:k8s:secret:NAME:KEY` for its plugins (traefik/traefik, pkg/provider/kubernetes/crd/kubernetes.go).
 */
const filledIn =
  /\${1,2}\{(?:[^{}]|\{[^{}]*\})*\}|\${1,2}\([^()]*\)|\$[A-Z][A-Z0-9_]+|\$__\w+\{[^{}]*\}|\{\{[^{}]*\}\}|^ENC\[[^]*$|^<[^]*>$|^urn:k8s:secret:[^]*$/g;

/** A text as characters and whole variables; one piece where a variable has no end. */
function piecesOf(text: string): string[] {
  if (/\$\{|\{\{|\$\(|\$__|^<path:/.test(text.replace(filledIn, ''))) return [text];
  const pieces: string[] = [];
  let at = 0;
  for (const match of text.matchAll(filledIn)) {
    pieces.push(...Array.from(text.slice(at, match.index)), match[0]);
    at = match.index + match[0].length;
  }
  return [...pieces, ...Array.from(text.slice(at))];
}

/** A variable of Flux is the same wherever it stands. What a template or a container fills in depends on where it stands. */
const isSame = (a: string, b: string): boolean => a === b && (isPlain(a) || a.startsWith('${'));
/** One character, which has up to two units, with nothing to be filled in. */
const isPlain = (piece: string): boolean => piece.length <= 2 && piece !== '${' && piece !== '$(' && piece !== '{{';

/**
 * True when two texts differ whatever is filled in for their variables: a variable is equal to itself, and says nothing about another text.
 *
 * @example differs('https://a.${D}/x', 'https://a.${D}/y') // true
 * @example differs('https://a.${D}/x', 'https://a.example.org/x') // false: nobody can tell
 */
export function differs(a: string, b: string): boolean {
  if (a === b || a === '' || b === '') return false;
  const [left, right] = [piecesOf(a), piecesOf(b)];
  return differ(left, right) || differ(left.reverse(), right.reverse());
}

/** Whether the first pieces that are not the same are characters, or the end of one text beside a character of the other. */
function differ(left: readonly string[], right: readonly string[]): boolean {
  let at = 0;
  while (at < left.length && at < right.length && isSame(left[at]!, right[at]!)) at++;
  const [one, other] = [left[at], right[at]];
  return !(one === undefined && other === undefined) && [one, other].every((piece) => piece === undefined || isPlain(piece));
}

/** What variables of any kind have in them. */
const mayBeFilledIn = /[${<\uE000]|^ENC\[/;

/** A name with a dot at its end is the same one, looked up nowhere else: urllib3 and browsers ask the server without it. */
export const withoutDot = (host: string): string => host.replace(/\.(?=:|$)/, '');
const afterScheme = (url: string): string => url.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '');

/**
 * Host of a URL as it is written, in lower case: a variable in it stays. Undefined where the host cannot be told from the rest, as in `${URL}/path`.
 *
 * @example hostTextOf('https://auth.${DOMAIN}/application/o/x/') // 'auth.${DOMAIN}'
 */
export function hostTextOf(url: string | undefined): string | undefined {
  if (url === undefined || url.includes('ENC[AES256_GCM,')) return undefined;
  if (!mayBeFilledIn.test(url)) return withoutDot(afterScheme(url).split(/[/?#]/, 1)[0]!.split('@').at(-1)!.toLowerCase()) || undefined;
  const pieces = piecesOf(url);
  const isVariable = (piece: string) => !isPlain(piece);
  // A private use character stands for each variable, which may hold a slash.
  const marked = pieces.map((piece) => (isVariable(piece) ? '\uE000' : piece)).join('');
  const [, scheme, rest] = /^(?:([a-z][a-z0-9+.-]*:)?\/\/)?(.*)$/is.exec(marked) ?? [];
  if (rest === undefined || (scheme === undefined && rest.startsWith('\uE000') && /^\uE000(?:[/?#]|$)/.test(rest))) return undefined;
  const host = rest.split(/[/?#]/)[0]!.split('@').at(-1)!;
  if (host === '') return undefined;
  const before = Array.from(marked.slice(0, marked.length - rest.length + rest.indexOf(host))).filter((character) => character === '\uE000').length;
  const variables = pieces.filter(isVariable).slice(before);
  return withoutDot(Array.from(host, (character) => (character === '\uE000' ? variables.shift()! : character.toLowerCase())).join(''));
}
