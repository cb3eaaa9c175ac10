import { PinoutError, show } from './error.ts';

/** Where a name stands: the app and the field, for messages. */
export interface Place {
  readonly app: string;
  readonly field: string;
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * A DNS label (RFC 1123), as Kubernetes wants it for namespaces and most names.
 *
 * @param max most characters; 63 unless a longer name is built from it.
 * @throws PinoutError `name-invalid`
 * @example
 * dnsLabel('wiki', { app: 'wiki', field: 'namespace' }) // 'wiki'
 */
export function dnsLabel(value: unknown, at: Place, max = 63): string {
  if (typeof value === 'string' && value.length <= max && label.test(value)) return value;
  throw new PinoutError({
    code: 'name-invalid',
    ...at,
    found: show(value),
    wanted: `a DNS label: lower case letters, digits and '-', starting and ending with a letter or digit, at most ${max} characters`,
    fix: `write for example ${at.field}: 'grafana'`,
  });
}

/**
 * A host name in full (RFC 1123 labels, at least two, at most 253 characters, no wildcard, no port, no IP address).
 *
 * @throws PinoutError `host-invalid`
 */
export function hostName(value: unknown, at: Place): string {
  if (typeof value === 'string' && value.length <= 253) {
    const labels = value.split('.');
    // A last label that is a number makes every URL parser read the name as an IPv4 address.
    const number = /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
    if (labels.length > 1 && !number && labels.every((one) => one.length <= 63 && label.test(one))) return value;
  }
  throw new PinoutError({
    code: 'host-invalid',
    ...at,
    found: show(value),
    wanted: 'a full host name in lower case without scheme, port, path or wildcard',
    fix: `write for example ${at.field}: 'home.example.org'`,
  });
}

/** Paths that authentik's own URLs take below /application/o/ (authentik: core application serializer). */
const reservedSlugs = new Set(['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke']);

/**
 * An application slug: part of the issuer URL, of Secret and ConfigMap names.
 * Stricter than authentik's `^[-a-zA-Z0-9_]+$`, because Kubernetes names are built from it;
 * 38 characters leave room for `pinout-` and a generation in a ConfigMap that the authentik
 * chart can mount: its volume name `blueprints-cm-NAME` is a DNS label.
 *
 * @throws PinoutError `slug-invalid`, `slug-reserved`
 * @example
 * slugName('wiki-2', { app: 'wiki', field: 'slug' }) // 'wiki-2'
 */
export function slugName(value: unknown, at: Place): string {
  if (typeof value !== 'string' || value.length > 38 || !label.test(value))
    throw new PinoutError({
      code: 'slug-invalid',
      ...at,
      found: show(value),
      wanted: "a slug of at most 38 lower case letters, digits and '-', starting and ending with a letter or digit",
      fix: `write for example ${at.field}: 'grafana'`,
    });
  if (reservedSlugs.has(value))
    throw new PinoutError({
      code: 'slug-reserved',
      ...at,
      found: show(value),
      wanted: `none of the slugs that authentik reserves for its own URLs: ${[...reservedSlugs].join(', ')}`,
      fix: `write for example ${at.field}: '${value}-app'`,
    });
  return value;
}

/**
 * A group name. It ends up in Python, JMESPath, CEL, RBAC and YAML, and Grafana splits lists of
 * groups on commas, so the alphabet is small: letters and digits of any script, space, `_ . : @ / + -`.
 *
 * @throws PinoutError `group-invalid`
 */
export function groupName(value: unknown, at: Place): string {
  if (
    typeof value === 'string' &&
    value.length <= 80 &&
    /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_ .:@/+-]*$/u.test(value) &&
    !/ $| {2}/.test(value) &&
    value === value.normalize('NFC')
  )
    return value;
  throw new PinoutError({
    code: 'group-invalid',
    ...at,
    found: show(value),
    wanted: "a group name of at most 80 letters, digits, single spaces and the characters '_ . : @ / + -', starting with a letter, a digit or '_'",
    fix: `rename the group, for example to 'grafana-admins'`,
  });
}
