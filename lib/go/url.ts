import { goQuote } from './quote.ts';
import { parseIp } from './ip.ts';

/** A URL as Go's net/url reads it. */
export interface GoUrl {
  readonly scheme: string;
  readonly opaque: string;
  readonly user: string | undefined;
  /** Host and port as written. */
  readonly host: string;
  readonly path: string;
  /** The path as written when its escapes are not the default ones. */
  readonly escapedPath: string;
  readonly query: string;
  readonly fragment: string;
}

type Mode = 'path' | 'host' | 'zone' | 'user' | 'fragment';

class UrlError extends Error {}

/** Go's url.Parse. Its error text is the one that Kubernetes shows: `parse "x": …` (net/url/url.go of Go 1.26). */
export function parseGoUrl(text: string): { readonly url: GoUrl } | { readonly error: string } {
  const hash = text.indexOf('#');
  const main = hash < 0 ? text : text.slice(0, hash);
  try {
    const url = parse(main);
    if (hash < 0) return { url };
    try {
      return { url: { ...url, fragment: unescape(text.slice(hash + 1), 'fragment') } };
    } catch (error) {
      if (error instanceof UrlError) return { error: `parse ${goQuote(text)}: ${error.message}` };
      throw error;
    }
  } catch (error) {
    if (error instanceof UrlError) return { error: `parse ${goQuote(main)}: ${error.message}` };
    throw error;
  }
}

/** Go's url.ParseRequestURI: an absolute URL or an absolute path. */
export function parseGoRequestUrl(text: string): { readonly url: GoUrl } | { readonly error: string } {
  try {
    if (text === '') throw new UrlError('empty url');
    const url = parse(text, true);
    return { url };
  } catch (error) {
    if (error instanceof UrlError) return { error: `parse ${goQuote(text)}: ${error.message}` };
    throw error;
  }
}

function parse(text: string, request = false): GoUrl {
  if (/[\x00-\x1f\x7f]/.test(text)) throw new UrlError('net/url: invalid control character in URL');
  const empty: GoUrl = { scheme: '', opaque: '', user: undefined, host: '', path: '', escapedPath: '', query: '', fragment: '' };
  if (text === '*') return { ...empty, path: '*', escapedPath: '*' };
  if (text.startsWith(':')) throw new UrlError('missing protocol scheme');
  const found = /^([A-Za-z][-+.A-Za-z0-9]*):/.exec(text);
  const scheme = found?.[1]!.toLowerCase() ?? '';
  let rest = found === null ? text : text.slice(found[0].length);
  let query = '';
  const mark = rest.indexOf('?');
  if (mark >= 0) {
    query = rest.slice(mark + 1);
    rest = rest.slice(0, mark);
  }
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...empty, scheme, opaque: rest, query };
    if (request) throw new UrlError('invalid URI for request');
    if (rest.split('/')[0]!.includes(':')) throw new UrlError('first path segment in URL cannot contain colon');
  }
  let authority: { user: string | undefined; host: string } = { user: undefined, host: '' };
  if ((scheme !== '' || (!request && !rest.startsWith('///'))) && rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    authority = parseAuthority(rest.slice(2, slash < 0 ? undefined : slash));
    rest = slash < 0 ? '' : rest.slice(slash);
  }
  return { ...empty, scheme, query, ...authority, path: unescape(rest, 'path'), escapedPath: rest };
}

function parseAuthority(authority: string): { user: string | undefined; host: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const user = authority.slice(0, at);
  if (!/^[-A-Za-z0-9._:~!$&'()*+,;=%@]*$/.test(user)) throw new UrlError('net/url: invalid userinfo');
  for (const part of user.split(/:(.*)/s, 2)) unescape(part, 'user');
  return { user, host };
}

function parseHost(host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new UrlError('invalid IP-literal');
  if (bracket === 0) {
    const close = host.lastIndexOf(']');
    if (close < 0) throw new UrlError("missing ']' in host");
    const port = host.slice(close + 1);
    checkPort(port);
    const name = host.slice(1, close);
    const zone = name.indexOf('%25');
    const plain = zone < 0 ? unescape(name, 'host') : unescape(name.slice(0, zone), 'host') + unescape(name.slice(zone), 'zone');
    const parsed = parseIp(plain);
    if ('error' in parsed) throw new UrlError(`invalid host: ${parsed.error}`);
    if (parsed.ip.version === 4) throw new UrlError('invalid IP-literal');
    return `[${plain}]${port}`;
  }
  const colon = host.indexOf(':');
  if (colon >= 0) checkPort(host.slice(colon));
  return unescape(host, 'host');
}

function checkPort(port: string): void {
  if (port !== '' && !/^:\d*$/.test(port)) throw new UrlError(`invalid port ${goQuote(port)} after host`);
}

function unescape(text: string, mode: Mode): string {
  const bytes = Buffer.from(text);
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x25) {
      const character = String.fromCharCode(byte);
      const wrong = (mode === 'host' || mode === 'zone') && byte < 0x80 && !/[-A-Za-z0-9_.~!$&'()*+,;=:[\]<>"]/.test(character);
      if (wrong) throw new UrlError(`invalid character ${goQuote(character)} in host name`);
      plain.push(byte);
      continue;
    }
    const escape = bytes.subarray(at, at + 3).toString('latin1');
    const wrong = !/^%[0-9A-Fa-f]{2}$/.test(escape) || (mode === 'host' && parseInt(escape[1]!, 16) < 8 && escape !== '%25');
    if (wrong) throw new UrlError(`invalid URL escape ${goQuote(escape)}`);
    plain.push(parseInt(escape.slice(1), 16));
    at += 2;
  }
  return Buffer.from(plain).toString();
}
