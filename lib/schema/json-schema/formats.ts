import { parseIp } from '../../go/ip.ts';
import { parseGoUrl } from '../../go/url.ts';

/** What a format wants, in words, and whether a text meets it: as Helm's engine has it (santhosh-tekuri/jsonschema v6, format.go). */
export interface Format {
  readonly test: (text: string) => boolean;
  readonly what: string;
}

const isDuration = (text: string): boolean => /^P(?=.)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/.test(text);

/** Go's time.Parse with `2006-01-02`. */
function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  if (year === undefined || month! < 1 || month! > 12 || day! < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day! <= (month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month!) ? 30 : 31);
}

function isTime(text: string): boolean {
  const found = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[zZ]|([+-])(\d{2}):(\d{2}))$/.exec(text);
  if (found === null) return false;
  const [hour, minute, second, zoneHour, zoneMinute] = [found[1], found[2], found[3], found[5] ?? '0', found[6] ?? '0'].map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return false;
  if (second < 60) return true;
  const inUtc = hour * 60 + minute + (found[4] === '+' ? -1 : 1) * (zoneHour * 60 + zoneMinute);
  return (inUtc < 0 ? inUtc + 24 * 60 : inUtc) === 23 * 60 + 59;
}

const isDateTime = (text: string): boolean => /^.{10}[tT]/s.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11));

function isPeriod(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash === -1) return false;
  const [start, end] = [text.slice(0, slash), text.slice(slash + 1)];
  if (start.startsWith('P')) return isDuration(start) && isDateTime(end);
  return isDateTime(start) && (end.startsWith('P') ? isDuration(end) : isDateTime(end));
}

const isIpv4 = (text: string): boolean => /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(text) && text.split('.').every((one) => Number(one) <= 255);

function isIpv6(text: string): boolean {
  if (!text.includes(':')) return false;
  const parsed = parseIp(text);
  return 'ip' in parsed && parsed.ip.zone === '';
}

function isHostname(text: string): boolean {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  return Buffer.byteLength(bare) <= 253 && bare.split('.').every((label) => /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(label));
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (Buffer.byteLength(text) > 254 || at === -1) return false;
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (Buffer.byteLength(local) > 64) return false;
  const isQuoted = local.length > 1 && local.startsWith('"') && local.endsWith('"');
  if (isQuoted ? /[\\"]/.test(local.slice(1, -1)) : !/^(?:[-A-Za-z0-9!#$%&'*+/=?^_`{|}~]+(?:\.[-A-Za-z0-9!#$%&'*+/=?^_`{|}~]+)*)?$/.test(local)) return false;
  if (!domain.startsWith('[') || !domain.endsWith(']')) return isHostname(domain);
  const address = domain.slice(1, -1);
  return address.startsWith('IPv6:') ? isIpv6(address.slice('IPv6:'.length)) : isIpv4(address);
}

function isUrl(text: string, isAbsolute: boolean): boolean {
  const parsed = parseGoUrl(text);
  if ('error' in parsed) return false;
  const { host, scheme } = parsed.url;
  const name = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d*$/, '');
  return (!name.includes(':') || (host.startsWith('[') && isIpv6(name))) && (!isAbsolute || scheme !== '');
}

const isPointer = (text: string): boolean => text === '' || /^\/(?:[^~]|~[01])*$/s.test(text);

/** Braces of the path in pairs. Go sees them where one is written as it is (net/url, setPath). */
function isTemplate(text: string): boolean {
  const parsed = parseGoUrl(text);
  if ('error' in parsed || !isUrl(text, false)) return false;
  const { escapedPath } = parsed.url;
  if (!/[{}]/.test(escapedPath)) return true;
  return escapedPath.split('/').every((part) => {
    const braces = decodeURIComponent(part).replaceAll(/[^{}]/g, '');
    return braces === '{}'.repeat(braces.length / 2);
  });
}

const semver =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Formats that Helm's engine judges. `regex` is added where Go's expressions are at hand. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['json-pointer', { test: isPointer, what: 'a JSON pointer such as /a/b' }],
  [
    'relative-json-pointer',
    { test: (text) => /^(?:0|[1-9]\d*)(?:#$|$|\/)/.test(text) && isPointer(text.replace(/^\d+#?/, '')), what: 'a relative JSON pointer such as 1/a' },
  ],
  ['uuid', { test: (text) => /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text), what: 'a UUID' }],
  ['duration', { test: isDuration, what: 'an ISO 8601 duration such as PT30M' }],
  ['period', { test: isPeriod, what: 'an ISO 8601 period such as 2026-01-31T08:00:00Z/PT30M' }],
  ['ipv4', { test: isIpv4, what: 'an IPv4 address' }],
  ['ipv6', { test: isIpv6, what: 'an IPv6 address' }],
  ['hostname', { test: isHostname, what: 'a host name' }],
  ['email', { test: isEmail, what: 'an e-mail address' }],
  ['date', { test: isDate, what: 'a date such as 2026-01-31' }],
  ['time', { test: isTime, what: 'a time with its zone, such as 08:00:00Z' }],
  ['date-time', { test: isDateTime, what: 'a date and time such as 2026-01-31T08:00:00Z' }],
  ['uri', { test: (text) => isUrl(text, true), what: 'a URI with its scheme, such as https://example.org' }],
  ['iri', { test: (text) => isUrl(text, true), what: 'a URI with its scheme, such as https://example.org' }],
  ['uri-reference', { test: (text) => !text.includes('\\') && isUrl(text, false), what: 'a URI' }],
  ['iri-reference', { test: (text) => !text.includes('\\') && isUrl(text, false), what: 'a URI' }],
  ['uri-template', { test: isTemplate, what: 'a URI template such as /items/{id}' }],
  ['semver', { test: (text) => semver.test(text), what: 'a semantic version such as 1.2.3' }],
]);
