import { isIPv4, isIPv6 } from 'node:net';

const labelName = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS subdomain, as names of most objects are. */
export const isSubdomain = (text: string): boolean => text.length <= 253 && subdomain.test(text);

/** A DNS label, as names of namespaces are. */
export const isLabel = (text: string): boolean => text.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);

/** `prefix/name`, as keys of labels are: k8s.io/apimachinery, pkg/util/validation, IsQualifiedName. */
function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash === -1) return labelName.test(text);
  return isSubdomain(text.slice(0, slash)) && labelName.test(text.slice(slash + 1));
}

/** Characters of base64, in fours: what Go's decoder takes, line breaks apart. */
function isBase64(text: string): boolean {
  const bare = text.replace(/[\r\n]/g, '');
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}

const isCidr = (text: string): boolean => {
  const [, address, bits] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return address !== undefined && ((isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128));
};

function isUri(text: string): boolean {
  // go-openapi/strfmt asks net/url.ParseRequestURI: absolute, or a path from the root.
  return text.startsWith('/') || /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text);
}

const texts: Readonly<Record<string, { readonly test: (text: string) => boolean; readonly what: string }>> = {
  'k8s-namespace': { test: isLabel, what: 'a DNS label: a-z, 0-9 and -, at most 63 characters' },
  'k8s-label-key': { test: isQualifiedName, what: 'a label key: letters, digits, -, _ and ., at most 63 characters, with an optional DNS prefix and /' },
  'k8s-annotation-key': {
    test: (text) => isQualifiedName(text.toLowerCase()),
    what: 'an annotation key: letters, digits, -, _ and ., at most 63 characters, with an optional DNS prefix and /',
  },
  'k8s-label-value': {
    test: (text) => text === '' || labelName.test(text),
    what: 'a label value: at most 63 letters, digits, -, _ and ., a letter or digit first and last',
  },
  quantity: { test: (text) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.test(text), what: 'a quantity such as 500m, 1.5Gi or 2' },
  byte: { test: isBase64, what: 'base64' },
  'date-time': {
    test: (text) =>
      /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})?$/.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T'))),
    what: 'a date and time such as 2026-01-31T08:00:00Z',
  },
  date: { test: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)), what: 'a date such as 2026-01-31' },
  ipv4: { test: isIPv4, what: 'an IPv4 address' },
  ipv6: { test: isIPv6, what: 'an IPv6 address' },
  ip: { test: (text) => isIPv4(text) || isIPv6(text), what: 'an IP address' },
  cidr: { test: isCidr, what: 'a network such as 10.0.0.0/8' },
  uri: { test: isUri, what: 'a URI' },
  email: { test: (text) => /^[^\s@]+@[^\s@]+$/.test(text), what: 'an e-mail address' },
  hostname: {
    test: (text) => text.length <= 253 && /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*\.?$/i.test(text),
    what: 'a host name',
  },
  uuid: { test: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text), what: 'a UUID' },
  mac: { test: (text) => /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text), what: 'a MAC address' },
  duration: { test: (text) => /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.test(text), what: 'a duration such as 10m or 1h30m' },
};

/** Numbers that a format bounds. */
const numbers: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-2147483648, 2147483647],
  int64: [-9223372036854775808, 9223372036854775807],
  uint32: [0, 4294967295],
};

/** What a format wants, when the value does not meet it. Formats that are not known judge nothing, as in the API server. */
export function faultOfFormat(format: string, value: string | number): string | undefined {
  if (typeof value === 'string') {
    const known = Object.hasOwn(texts, format) ? texts[format] : undefined;
    return known === undefined || known.test(value) ? undefined : known.what;
  }
  const bounds = Object.hasOwn(numbers, format) ? numbers[format] : undefined;
  return bounds === undefined || (value >= bounds[0] && value <= bounds[1]) ? undefined : `a whole number from ${bounds[0]} to ${bounds[1]}`;
}
