import type { CelFunction } from '../function.ts';
import { fn } from '../function.ts';
import { CelError, CelNotEvaluated } from '../issue.ts';
import { CelMap, Opaque, stringBackedLists, type Value } from '../value.ts';
import type { Ip } from '../../go/ip.ts';
import { formatIp, parseIp } from '../../go/ip.ts';
import { goQuote } from '../../go/quote.ts';
import type { GoUrl } from '../../go/url.ts';
import { parseGoRequestUrl, parseGoUrl } from '../../go/url.ts';

function toUrl(text: string): Opaque {
  const request = parseGoRequestUrl(text);
  const parsed = 'error' in request ? request : parseGoUrl(text);
  if ('error' in parsed) throw new CelError(`URL parse error during conversion from string: ${parsed.error}`);
  return new Opaque('kubernetes.URL', text, parsed.url);
}
const url = (value: Opaque) => value.inner as GoUrl;
const hostname = (host: string) => (host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, ''));
const port = (host: string) => /:(\d*)$/.exec(host.slice(host.lastIndexOf(']') + 1))?.[1] ?? '';

function query(value: Opaque): Value {
  const found = new Map<string, string[]>();
  for (const [key, text] of new URLSearchParams(url(value).query)) found.set(key, [...(found.get(key) ?? []), text]);
  for (const list of found.values()) stringBackedLists.add(list);
  return new CelMap(found);
}

/** URLs (k8s.io/apiserver pkg/cel/library/urls.go). */
export const urls: readonly CelFunction[] = [
  fn('url', ['(string) -> kubernetes.URL', toUrl]),
  fn('isURL', ['(string) -> bool', (text: string) => !('error' in parseGoRequestUrl(text))]),
  fn('getScheme', ['kubernetes.URL.() -> string', (value: Opaque) => url(value).scheme]),
  fn('getHost', ['kubernetes.URL.() -> string', (value: Opaque) => url(value).host]),
  fn('getHostname', ['kubernetes.URL.() -> string', (value: Opaque) => hostname(url(value).host)]),
  fn('getPort', ['kubernetes.URL.() -> string', (value: Opaque) => port(url(value).host)]),
  fn('getEscapedPath', ['kubernetes.URL.() -> string', (value: Opaque) => url(value).escapedPath]),
  fn('getQuery', ['kubernetes.URL.() -> map(string, list(string))', query]),
];

interface Cidr {
  readonly ip: Ip;
  readonly bits: number;
}

const mapped = (ip: Ip) => ip.version === 6 && ip.bytes.slice(0, 10).every((byte) => byte === 0) && ip.bytes[10] === 0xff && ip.bytes[11] === 0xff;

function readIp(text: string): { readonly ip: Ip } | { readonly error: string } {
  const parsed = parseIp(text);
  if ('error' in parsed) return { error: `IP Address ${goQuote(text)} parse error during conversion from string: ${parsed.error}` };
  if (parsed.ip.zone !== '') return { error: `IP address ${goQuote(text)} with zone value is not allowed` };
  if (mapped(parsed.ip)) return { error: `IPv4-mapped IPv6 address ${goQuote(text)} is not allowed` };
  return parsed;
}
const opaqueIp = (ip: Ip) => new Opaque('net.IP', formatIp(ip), ip);
function toIp(text: string): Opaque {
  const read = readIp(text);
  if ('error' in read) throw new CelError(read.error);
  return opaqueIp(read.ip);
}

function readCidr(text: string): Cidr | undefined {
  const slash = text.lastIndexOf('/');
  const read = parseIp(text.slice(0, Math.max(0, slash)));
  const bits = text.slice(slash + 1);
  if (slash < 0 || 'error' in read || read.ip.zone !== '' || mapped(read.ip) || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  return Number(bits) > (read.ip.version === 4 ? 32 : 128) ? undefined : { ip: read.ip, bits: Number(bits) };
}
const opaqueCidr = (cidr: Cidr) => new Opaque('net.CIDR', `${formatIp(cidr.ip)}/${cidr.bits}`, cidr);
function toCidr(text: string): Opaque {
  const cidr = readCidr(text);
  if (cidr === undefined) throw new CelNotEvaluated(`the text of the error about the network ${goQuote(text)}`);
  return opaqueCidr(cidr);
}
const bit = (ip: Ip, index: number) => (ip.bytes[index >> 3]! >> (7 - (index & 7))) & 1;
const inside = (cidr: Cidr, ip: Ip) =>
  cidr.ip.version === ip.version && Array.from({ length: cidr.bits }, (_, index) => index).every((index) => bit(cidr.ip, index) === bit(ip, index));
const containsIp = (cidr: Opaque, ip: Opaque) => inside(cidr.inner as Cidr, ip.inner as Ip);
const containsCidr = (outer: Opaque, inner: Opaque) => {
  const [a, b] = [outer.inner as Cidr, inner.inner as Cidr];
  return a.bits <= b.bits && inside(a, b.ip);
};
function masked(value: Opaque): Opaque {
  const { ip, bits } = value.inner as Cidr;
  const bytes = ip.bytes.map((byte, index) => byte & (0xff << Math.max(0, Math.min(8, (index + 1) * 8 - bits))) & 0xff);
  return opaqueCidr({ ip: { ...ip, bytes }, bits });
}

const all = (ip: Ip, from: number, to: number) => ip.bytes.slice(from, to).every((byte) => byte === 0);
const tests: Readonly<Record<string, (ip: Ip) => boolean>> = {
  isUnspecified: (ip) => all(ip, 0, 16),
  isLoopback: (ip) => (ip.version === 4 ? ip.bytes[0] === 127 : all(ip, 0, 15) && ip.bytes[15] === 1),
  isLinkLocalMulticast: (ip) => (ip.version === 4 ? ip.bytes[0] === 224 && all(ip, 1, 3) : ip.bytes[0] === 0xff && (ip.bytes[1]! & 0x0f) === 2),
  isLinkLocalUnicast: (ip) => (ip.version === 4 ? ip.bytes[0] === 169 && ip.bytes[1] === 254 : ip.bytes[0] === 0xfe && (ip.bytes[1]! & 0xc0) === 0x80),
  isMulticast: (ip) => (ip.version === 4 ? (ip.bytes[0]! & 0xf0) === 0xe0 : ip.bytes[0] === 0xff),
  isBroadcast: (ip) => ip.version === 4 && ip.bytes.every((byte) => byte === 255),
};
const global = (ip: Ip) => !['isUnspecified', 'isLoopback', 'isMulticast', 'isLinkLocalUnicast', 'isBroadcast'].some((name) => tests[name]!(ip));

/** Addresses and networks, from Kubernetes 1.30 (k8s.io/apiserver pkg/cel/library/ip.go, cidr.go). */
export const addresses: readonly CelFunction[] = [
  fn('ip', ['(string) -> net.IP', toIp], ['net.CIDR.() -> net.IP', (cidr: Opaque) => opaqueIp((cidr.inner as Cidr).ip)]),
  fn('isIP', ['(string) -> bool', (text: string) => !('error' in readIp(text))]),
  fn('ip.isCanonical', ['(string) -> bool', (text: string) => toIp(text).key === text]),
  fn('family', ['net.IP.() -> int', (ip: Opaque) => BigInt((ip.inner as Ip).version)]),
  ...['isUnspecified', 'isLoopback', 'isLinkLocalMulticast', 'isLinkLocalUnicast'].map((name) =>
    fn(name, ['net.IP.() -> bool', (ip: Opaque) => tests[name]!(ip.inner as Ip)]),
  ),
  fn('isGlobalUnicast', ['net.IP.() -> bool', (ip: Opaque) => global(ip.inner as Ip)]),
  fn('cidr', ['(string) -> net.CIDR', toCidr]),
  fn('isCIDR', ['(string) -> bool', (text: string) => readCidr(text) !== undefined]),
  fn('containsIP', ['net.CIDR.(string) -> bool', (cidr: Opaque, text: string) => containsIp(cidr, toIp(text))], ['net.CIDR.(net.IP) -> bool', containsIp]),
  fn(
    'containsCIDR',
    ['net.CIDR.(string) -> bool', (cidr: Opaque, text: string) => containsCidr(cidr, toCidr(text))],
    ['net.CIDR.(net.CIDR) -> bool', containsCidr],
  ),
  fn('prefixLength', ['net.CIDR.() -> int', (cidr: Opaque) => BigInt((cidr.inner as Cidr).bits)]),
  fn('masked', ['net.CIDR.() -> net.CIDR', masked]),
  fn('string', ['(net.IP) -> string', (ip: Opaque) => ip.key], ['(net.CIDR) -> string', (cidr: Opaque) => cidr.key]),
];
