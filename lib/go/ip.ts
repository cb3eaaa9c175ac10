import { goQuote } from './quote.ts';

/** An address: 4 or 16 bytes. */
export interface Ip {
  readonly version: 4 | 6;
  readonly bytes: readonly number[];
  readonly zone: string;
}

/** Go's netip.ParseAddr, with its texts. */
export function parseIp(text: string): { readonly ip: Ip } | { readonly error: string } {
  const error = (message: string) => ({ error: `ParseAddr(${goQuote(text)}): ${message}` });
  const first = /[.:%]/.exec(text)?.[0];
  if (first === '.') {
    const parts = text.split('.');
    if (!/^[\d.]*$/.test(text)) return error(`unexpected character (at ${goQuote(text.slice(text.search(/[^\d.]/)))})`);
    if (parts.some((part) => part === '')) return error(`IPv4 field must have at least one digit (at ${goQuote(text.slice(emptyAt(text)))})`);
    if (parts.some((part) => part.length > 1 && part.startsWith('0'))) return error('IPv4 field has octet with leading zero');
    if (parts.some((part) => Number(part) > 255)) return error('IPv4 field has value >255');
    if (parts.length > 4) return error('IPv4 address too long');
    if (parts.length < 4) return error('IPv4 address too short');
    return { ip: { version: 4, bytes: parts.map(Number), zone: '' } };
  }
  if (first === ':') return parseV6(text, error);
  if (first === '%') return error('missing IPv6 address');
  return error('unable to parse IP');
}

function emptyAt(text: string): number {
  return text.startsWith('.') ? 0 : Math.max(0, text.search(/\.\.|\.$/) + (text.includes('..') ? 1 : 0));
}

function parseV6(text: string, error: (message: string) => { error: string }): { ip: Ip } | { error: string } {
  const [address, zone] = text.includes('%') ? [text.slice(0, text.indexOf('%')), text.slice(text.indexOf('%') + 1)] : [text, ''];
  if (text.includes('%') && zone === '') return error('zone must be a non-empty string');
  const halves = address.split('::');
  if (halves.length > 2) return error(`multiple :: in address (at ${goQuote(address.slice(address.indexOf('::', address.indexOf('::') + 1)))})`);
  const read = (half: string): number[] | undefined => {
    if (half === '') return [];
    const bytes: number[] = [];
    const groups = half.split(':');
    for (const [index, group] of groups.entries()) {
      if (index === groups.length - 1 && group.includes('.')) {
        const v4 = parseIp(group);
        if ('error' in v4) return undefined;
        bytes.push(...v4.ip.bytes);
      } else if (/^[0-9a-fA-F]{1,4}$/.test(group)) {
        bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff);
      } else return undefined;
    }
    return bytes;
  };
  const [head, tail] = [read(halves[0]!), halves.length === 2 ? read(halves[1]!) : []];
  if (head === undefined || tail === undefined) return error('unexpected character');
  const missing = 16 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return error(missing > 0 ? 'address string too short' : 'trailing garbage after address');
  return { ip: { version: 6, bytes: [...head, ...Array.from({ length: missing }, () => 0), ...tail], zone } };
}

/** The shortest form, as netip.Addr prints it. */
export function formatIp(ip: Ip): string {
  if (ip.version === 4) return ip.bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (ip.bytes[index * 2]! << 8) | ip.bytes[index * 2 + 1]!);
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  const text = best.start < 0 ? hex.join(':') : `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
  return ip.zone === '' ? text : `${text}%${ip.zone}`;
}
